import { DeadLetterList, DeadLettersRetried } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import { type Audit, audited, NO_AUDIT } from '../http/audited.ts';
import { documentRoute } from '../http/document-route.ts';
import { operatorsOnly } from '../http/operators-only.ts';
import { problem } from '../http/problem.ts';
import type { RestEnv } from '../http/rest-env.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Webhooks } from './webhooks.ts';

/** What the routes of webhooks need. */
export interface WebhookRoutesContext {
  /** Undefined where none are configured. */
  readonly webhooks: Webhooks | undefined;
  readonly access: Access;
  readonly audit?: Audit;
}

const COMMON = { tag: 'Webhooks', operatorsOnly: true } as const;

/** `/webhooks/dead-letters`: operators see what could not be delivered, and have it tried again. */
export function createWebhookRoutes(context: WebhookRoutesContext): Hono<RestEnv> {
  const { webhooks, access, audit = NO_AUDIT } = context;
  const routes = new Hono<RestEnv>();
  routes.use('/webhooks/*', operatorsOnly(access));

  routes.get(
    '/webhooks/dead-letters',
    documentRoute({
      ...COMMON,
      id: 'listDeadLetters',
      summary: 'How webhooks are delivered, and the messages that were given up',
      answer: {
        description: 'The endpoints, and the dead letters, oldest first.',
        body: DeadLetterList,
      },
    }),
    (c) => c.json(list(webhooks)),
  );

  routes.post(
    '/webhooks/dead-letters/retry',
    audited(audit, 'dead_letters.retry'),
    documentRoute({
      ...COMMON,
      id: 'retryDeadLetters',
      summary: 'Tries all dead letters again',
      answer: { description: 'They are on their way again.', body: DeadLettersRetried },
    }),
    (c) => c.json({ retried: webhooks?.retry() ?? 0 } satisfies DeadLettersRetried),
  );

  routes.post(
    '/webhooks/dead-letters/:id/retry',
    audited(audit, 'dead_letters.retry'),
    documentRoute({
      ...COMMON,
      id: 'retryDeadLetter',
      summary: 'Tries one dead letter again',
      parameters: [{ name: 'id', in: 'path', description: 'The `webhook-id` of the message.' }],
      answer: { description: 'It is on its way again.', body: DeadLettersRetried },
      problems: ['dead_letter_not_found'],
    }),
    (c) => {
      const retried = webhooks?.retry(c.req.param('id')) ?? 0;
      if (retried === 0) return problem('dead_letter_not_found');
      return c.json({ retried } satisfies DeadLettersRetried);
    },
  );
  return routes;
}

function list(webhooks: Webhooks | undefined): DeadLetterList {
  const { endpoints = [], deadLetters } = webhooks ?? {};
  const letters = deadLetters?.all ?? [];
  return {
    endpoints: endpoints.map(({ number, ...rest }) => ({ endpoint: number, ...rest })),
    total: letters.length,
    dropped: deadLetters?.dropped ?? 0,
    data: letters.map(entry),
  };
}

function entry({ message, endpoint, attempts, error, diedMs }: DeadLetter) {
  return {
    id: message.id,
    endpoint,
    type: message.type,
    attempts,
    error,
    created_at: new Date(message.createdMs).toISOString(),
    died_at: new Date(diedMs).toISOString(),
    payload: JSON.parse(message.body) as DeadLetterList['data'][number]['payload'],
  };
}
