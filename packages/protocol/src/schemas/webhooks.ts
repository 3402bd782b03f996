import { z } from 'zod';
import { SessionEndReason } from './user-events.ts';

/*
 * What webhooks send, and what the HTTP interface tells of them.
 */

const count = z.int().min(0);
const isoTime = z.iso.datetime({ offset: true });

const EXAMPLE_TIME = '2026-03-01T10:16:05.000Z';
const EXAMPLE_SESSION = 'd8f2a1c4-6b7e-4f0a-9c3d-5e1b2a7f4c60';

const about = { user_id: z.string(), session_id: z.uuid() };

/** A session of a named user has begun. */
export const SessionStartedWebhook = z
  .object({
    type: z.literal('session.started'),
    timestamp: isoTime,
    data: z.object({
      ...about,
      created_at: isoTime.meta({ description: 'When the session began.' }),
      resumed: z.boolean().meta({
        description:
          'True where the session goes on that another run of the server had begun, or ended as it stopped.',
      }),
    }),
  })
  .meta({
    id: 'SessionStartedWebhook',
    examples: [
      {
        type: 'session.started',
        timestamp: EXAMPLE_TIME,
        data: {
          user_id: 'ann',
          session_id: EXAMPLE_SESSION,
          created_at: EXAMPLE_TIME,
          resumed: false,
        },
      },
    ],
  });

/** A session of a named user has ended. */
export const SessionEndedWebhook = z
  .object({
    type: z.literal('session.ended'),
    timestamp: isoTime,
    data: z.object({
      ...about,
      reason: SessionEndReason,
      created_at: isoTime.meta({ description: 'When the session began.' }),
      duration: z.number().min(0).meta({ description: 'Seconds.' }),
      total_steps: count.meta({ description: 'Steps since the session began or was reset.' }),
    }),
  })
  .meta({
    id: 'SessionEndedWebhook',
    examples: [
      {
        type: 'session.ended',
        timestamp: '2026-03-01T10:20:00.000Z',
        data: {
          user_id: 'ann',
          session_id: EXAMPLE_SESSION,
          reason: 'stopped',
          created_at: EXAMPLE_TIME,
          duration: 235,
          total_steps: 391,
        },
      },
    ],
  });

/** How many steps a named user made in a minute. */
export const StepsMinuteWebhook = z
  .object({
    type: z.literal('steps.minute'),
    timestamp: isoTime,
    data: z.object({
      user_id: z.string(),
      start_time: isoTime.meta({
        description: 'The minute in UTC, as `GET /users/{id}/steps` has it.',
      }),
      end_time: isoTime,
      count: count.min(1).meta({
        description:
          'All steps of the minute. A larger count of the same minute replaces a smaller.',
      }),
    }),
  })
  .meta({
    id: 'StepsMinuteWebhook',
    examples: [
      {
        type: 'steps.minute',
        timestamp: EXAMPLE_TIME,
        data: {
          user_id: 'ann',
          start_time: '2026-03-01T10:15:00+00:00',
          end_time: '2026-03-01T10:16:00+00:00',
          count: 98,
        },
      },
    ],
  });

/** The payload of a webhook. */
export const WebhookPayload = z.discriminatedUnion('type', [
  SessionStartedWebhook,
  SessionEndedWebhook,
  StepsMinuteWebhook,
]);
export type WebhookPayload = z.infer<typeof WebhookPayload>;

const endpoint = z
  .int()
  .min(1)
  .meta({ description: 'Which of the addresses of `--webhook-url`, counted from 1.' });

/** The answer to `GET /webhooks/dead-letters`. */
export const DeadLetterList = z
  .object({
    endpoints: z.array(
      z.object({
        endpoint,
        origin: z.string().meta({ description: 'Where it is; its path may be secret.' }),
        state: z.enum(['working', 'failing', 'gone']).meta({
          description: 'Gone: it answered with 410, and gets nothing until somebody retries.',
        }),
        waiting: count.meta({ description: 'Messages that have not been delivered yet.' }),
        delivered: count.meta({ description: 'Messages that were, since the server began.' }),
      }),
    ),
    total: count.meta({ description: 'Dead letters that are kept.' }),
    dropped: count.meta({ description: 'How many were too many to keep.' }),
    data: z.array(
      z.object({
        id: z.string().meta({ description: 'The `webhook-id` of the message.' }),
        endpoint,
        type: z.string(),
        attempts: count,
        error: z.string().meta({ description: 'Why the last attempt failed, for a person.' }),
        created_at: isoTime,
        died_at: isoTime.meta({ description: 'When it was given up.' }),
        payload: WebhookPayload,
      }),
    ),
  })
  .meta({
    id: 'DeadLetterList',
    examples: [
      {
        endpoints: [
          {
            endpoint: 1,
            origin: 'https://app.example.org',
            state: 'failing',
            waiting: 3,
            delivered: 1200,
          },
        ],
        total: 0,
        dropped: 0,
        data: [],
      },
    ],
  });
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** The answer to retrying dead letters. */
export const DeadLettersRetried = z
  .object({ retried: count.meta({ description: 'How many are on their way again.' }) })
  .meta({ id: 'DeadLettersRetried', examples: [{ retried: 1 }] });
export type DeadLettersRetried = z.infer<typeof DeadLettersRetried>;
