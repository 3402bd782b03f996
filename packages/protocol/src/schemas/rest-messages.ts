import { z } from 'zod';
import { HINT_CODES, type HintCode } from '../hints.ts';
import { UnixTime } from './envelope.ts';

/*
 * What the HTTP interface answers, as schemas. The documents are made from these: `id` is the name
 * of a schema in openapi.json.
 */

const count = z.int().min(0);
const seconds = z.number().min(0).meta({ description: 'Seconds.' });
const unixSeconds = z.number().meta({ description: 'Unix seconds.' });
const requests = count.meta({ description: 'Messages of this client, of every kind.' });
const steps = count.meta({ description: 'Steps since the session began, or its last reset.' });
const user = z
  .string()
  .optional()
  .meta({ description: 'The user, where the connection named one.' });

const EXAMPLE_ID = 'd8f2a1c4-6b7e-4f0a-9c3d-5e1b2a7f4c60';

/** One of the live sessions, in a list of them. */
export const SessionSummary = z
  .object({
    duration: seconds,
    requests,
    last_activity: unixSeconds,
    user_id: user,
    steps,
  })
  .meta({ id: 'SessionSummary' });

/** The answer to `GET /sessions`. */
export const SessionList = z
  .object({
    active_sessions: count,
    total_requests: count.meta({ description: 'Messages of all clients since the server began.' }),
    sessions: z
      .record(z.string(), SessionSummary)
      .meta({ description: 'The live sessions, by their ids.' }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Asks for the next part, as `cursor`; null after the last one.' }),
  })
  .meta({
    id: 'SessionList',
    examples: [
      {
        active_sessions: 1,
        total_requests: 7,
        sessions: {
          [EXAMPLE_ID]: { duration: 1.2, requests: 7, last_activity: 1234567890.1, steps: 2 },
        },
        next_cursor: null,
      },
    ],
  });

/** The answer to `GET /sessions/{id}`. */
export const SessionDetails = z
  .object({
    session_id: z.uuid(),
    user_id: user,
    created_at: unixSeconds,
    last_activity: unixSeconds,
    duration: seconds,
    total_requests: requests,
    total_steps: steps,
    is_active: z.literal(true),
    hints: z
      .array(
        z.object({
          code: z.enum(Object.keys(HINT_CODES) as [HintCode, ...HintCode[]]),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'What seems wrong with the signal, where something does.' }),
  })
  .meta({
    id: 'SessionDetails',
    examples: [
      {
        session_id: EXAMPLE_ID,
        user_id: 'ann',
        created_at: 1234567888.9,
        last_activity: 1234567890.1,
        duration: 1.2,
        total_requests: 7,
        total_steps: 2,
        is_active: true,
      },
    ],
  });

/** The answer to `DELETE /sessions/{id}`. */
export const SessionEnded = z.object({ message: z.string(), timestamp: UnixTime }).meta({
  id: 'SessionEnded',
  examples: [
    { message: `Session ${EXAMPLE_ID} terminated successfully`, timestamp: '1234567890.123' },
  ],
});

/** The answer to `GET /health`. */
export const Health = z
  .object({
    status: z.literal('healthy'),
    model_loaded: z.literal(true),
    device: z.literal('cpu'),
    active_sessions: count,
    timestamp: UnixTime,
    uptime: seconds,
  })
  .meta({
    id: 'Health',
    examples: [
      {
        status: 'healthy',
        model_loaded: true,
        device: 'cpu',
        active_sessions: 0,
        timestamp: '1234567890.123',
        uptime: 12.3,
      },
    ],
  });

/** The answer to `GET /healthz`. */
export const Liveness = z
  .object({ status: z.literal('alive') })
  .meta({ id: 'Liveness', examples: [{ status: 'alive' }] });

/** The answer to `GET /readyz`. */
export const Readiness = z
  .object({
    status: z.enum(['ready', 'degraded', 'broken', 'draining']).meta({
      description:
        '`ready`; `degraded`, while the store fails, or the Redis of the cluster has just gone away: all goes on but ' +
        'saving, which is made up for; `broken`, when it has been away for a minute; `draining`, before its end.',
    }),
    store: z.object({
      status: z.enum(['healthy', 'degraded']),
      code: z
        .string()
        .optional()
        .meta({ description: 'Why the store fails, for a program. Stable.' }),
      since: unixSeconds.optional().meta({ description: 'Since when it fails, in Unix seconds.' }),
    }),
    cluster: z
      .object({
        status: z.enum(['healthy', 'away']),
        since: unixSeconds.optional().meta({ description: 'Since when its Redis is away.' }),
      })
      .optional()
      .meta({ description: 'Of a server that acts as one with others.' }),
  })
  .meta({
    id: 'Readiness',
    examples: [
      { status: 'ready', store: { status: 'healthy' } },
      {
        status: 'degraded',
        store: { status: 'degraded', code: 'store_unreachable', since: 1234567890.123 },
      },
    ],
  });

/** An error over HTTP (RFC 9457). The server's document names every `code`. */
export const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().meta({ description: 'What is wrong, for a person.' }),
  code: z
    .string()
    .regex(/^[a-z][a-z_]*$/)
    .meta({ description: 'What is wrong, for a program. Stable.' }),
  field: z
    .string()
    .optional()
    .meta({ description: 'The offending field of the body, or the parameter.' }),
  request_id: z.string().optional().meta({
    description:
      'What the request is called in the log of the server; `X-Request-Id` says it, too.',
  }),
});
