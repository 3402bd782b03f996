import { z } from 'zod';
import { UnixTime } from './server-messages.ts';

/** What the HTTP interface answers, as schemas: the documents come from these. */

const count = z.int().min(0);
const seconds = z.number().min(0).meta({ description: 'Seconds.' });
const unixSeconds = z.number().meta({ description: 'Unix seconds.' });
const user = z
  .string()
  .optional()
  .meta({ description: 'The user, where the connection named one.' });

/** One of the live sessions, in a list of them. */
export const SessionSummary = z.object({
  duration: seconds,
  requests: count.meta({ description: 'Messages of this client, of every kind.' }),
  last_activity: unixSeconds,
  user_id: user,
  steps: count,
});

export const SessionList = z.object({
  active_sessions: count,
  total_requests: count.meta({ description: 'Messages of all clients since the server began.' }),
  sessions: z
    .record(z.string(), SessionSummary)
    .meta({ description: 'The live sessions, by their ids.' }),
});

export const SessionDetails = z.object({
  session_id: z.uuid(),
  user_id: user,
  created_at: unixSeconds,
  last_activity: unixSeconds,
  duration: seconds,
  total_requests: count,
  total_steps: count,
  is_active: z.literal(true),
});

export const SessionEnded = z.object({ message: z.string(), timestamp: UnixTime });

export const Health = z.object({
  status: z.literal('healthy'),
  model_loaded: z.literal(true),
  device: z.literal('cpu'),
  active_sessions: count,
  timestamp: UnixTime,
  uptime: seconds,
});

/** An error over HTTP (RFC 9457). */
export const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().meta({ description: 'What is wrong, for a person.' }),
  code: z
    .string()
    .regex(/^[a-z][a-z_]*$/)
    .meta({ description: 'What is wrong, for a program. Stable.' }),
  field: z.string().optional().meta({ description: 'The offending field of the body.' }),
});
