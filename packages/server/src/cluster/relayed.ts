import {
  CLOSE_REASONS,
  type EndedMessage,
  type FramesMessage,
  type SessionsMessage,
  type TraceMessage,
} from '@stepstream/protocol';
import { z } from 'zod';

/** What servers pass on to one another's viewers. */
export type RelayedMessage = EndedMessage | FramesMessage | SessionsMessage | TraceMessage;

const numbers = z.array(z.number());
const Change = z.object({
  id: z.uuid(),
  user_id: z.string().nullable().optional(),
  created_at: z.number().optional(),
  rate: z.number().optional(),
  cadence: z.number().optional(),
  steps: z.number().optional(),
  hints: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
  silent_since: z.number().nullable().optional(),
  away_until: z.number().nullable().optional(),
  errors: z.number().optional(),
  last_error: z.string().nullable().optional(),
});
const Sessions = z.object({
  type: z.literal('sessions'),
  fresh: z.boolean(),
  changed: z.array(Change),
  gone: z.array(z.uuid()),
});
const Ended = z.object({
  type: z.literal('ended'),
  fresh: z.boolean(),
  sessions: z.array(
    z.object({
      ...{ id: z.uuid(), user_id: z.string().nullable(), node: z.string().nullable() },
      ...{ ended_at: z.number(), duration: z.number(), steps: z.number(), errors: z.number() },
      reason: z.enum(['disconnected', ...Object.keys(CLOSE_REASONS)]),
    }),
  ),
});
const Trace = z.object({
  ...{ type: z.literal('trace'), session_id: z.uuid(), total_steps: z.number() },
  past: z.boolean().optional(),
  ...{ times: numbers, magnitudes: numbers, starts: numbers, ends: numbers },
  steps: z.array(z.object({ timestamp: z.number(), foot: z.enum(['start', 'end']) })),
});
const Frames = z.object({
  ...{ type: z.literal('frames'), session_id: z.uuid(), fresh: z.boolean() },
  frames: z.array(
    z.object({
      ...{ at: z.number(), from: z.enum(['client', 'server']) },
      ...{ kind: z.string(), size: z.number(), text: z.string() },
    }),
  ),
});
const Relayed = z.object({
  from: z.uuid(),
  message: z.discriminatedUnion('type', [Sessions, Ended, Trace, Frames]),
});

/** Reads what another server passes on; undefined where it is nothing that this version knows. */
export function readRelayed(
  text: string,
): { readonly from: string; readonly message: RelayedMessage } | undefined {
  try {
    const relayed = Relayed.safeParse(JSON.parse(text)).data;
    return relayed && { from: relayed.from, message: relayed.message as RelayedMessage };
  } catch {
    return undefined;
  }
}
