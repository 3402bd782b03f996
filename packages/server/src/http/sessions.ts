import { SessionDetails, SessionEnded, SessionList } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Access } from '../auth/access.ts';
import type { Sessions, StepSession } from '../session/index.ts';
import { type Audit, audited, NO_AUDIT } from './audited.ts';
import { documentRoute } from './document-route.ts';
import { operatorsOnly } from './operators-only.ts';
import { problem } from './problem.ts';
import type { RestEnv } from './rest-env.ts';
import { unixTime } from './unix-time.ts';

/** What the routes of sessions need. */
export interface SessionsContext {
  readonly sessions: Sessions;
  readonly access: Access;
  readonly audit?: Audit;
  /** Unix time in milliseconds. */
  now(): number;
}

const ID = { name: 'id', in: 'path', description: 'The id of the session.' } as const;
const COMMON = { tag: 'Sessions', operatorsOnly: true } as const;

/** `/sessions`: operators list, see and end the live sessions. */
export function createSessionRoutes(context: SessionsContext): Hono<RestEnv> {
  const { sessions, access, now, audit = NO_AUDIT } = context;
  const routes = new Hono<RestEnv>();
  routes.use('/sessions/*', operatorsOnly(access));

  routes.get(
    '/sessions',
    documentRoute({
      ...COMMON,
      id: 'listSessions',
      summary: 'The live sessions',
      answer: { description: 'All live sessions, by id.', body: SessionList },
    }),
    (c) =>
      c.json({
        active_sessions: sessions.size,
        total_requests: sessions.totalRequests,
        sessions: Object.fromEntries([...sessions.list()].map((s) => [s.id, summary(s)])),
      } satisfies z.infer<typeof SessionList>),
  );

  routes.get(
    '/sessions/:id',
    documentRoute({
      ...COMMON,
      id: 'getSession',
      summary: 'One live session',
      parameters: [ID],
      answer: { description: 'The session, with its counts.', body: SessionDetails },
      problems: ['session_not_found'],
    }),
    (c) => {
      const session = sessions.get(c.req.param('id'));
      return session ? c.json(details(session)) : problem('session_not_found');
    },
  );

  routes.delete(
    '/sessions/:id',
    audited(audit, 'session.end', (c) => {
      const session = c.req.param('id');
      return { session, user: session && sessions.get(session)?.userId };
    }),
    documentRoute({
      ...COMMON,
      id: 'endSession',
      summary: 'Ends a session and its connection',
      parameters: [ID],
      answer: { description: 'The session has been ended.', body: SessionEnded },
      problems: ['session_not_found'],
    }),
    (c) => {
      const id = c.req.param('id');
      if (!sessions.end(id)) return problem('session_not_found');
      return c.json({
        message: `Session ${id} terminated successfully`,
        timestamp: unixTime(now()),
      } satisfies z.infer<typeof SessionEnded>);
    },
  );
  return routes;
}

function summary(session: StepSession): z.infer<typeof SessionList>['sessions'][string] {
  return {
    duration: session.duration,
    requests: session.requests,
    last_activity: session.lastActivity,
    ...(session.userId !== undefined && { user_id: session.userId }),
    steps: session.steps,
  };
}

function details(session: StepSession): z.infer<typeof SessionDetails> {
  return {
    session_id: session.id,
    ...(session.userId !== undefined && { user_id: session.userId }),
    created_at: session.createdAt,
    last_activity: session.lastActivity,
    duration: session.duration,
    total_requests: session.requests,
    total_steps: session.steps,
    is_active: true,
    ...(session.hints.length > 0 && {
      hints: session.hints.map(({ code, message }) => ({ code, message })),
    }),
  };
}
