import { z } from 'zod';
import { Envelope } from './envelope.ts';

/** What the server says before it closes a connection. */

export const TimeoutResponse = Envelope.extend({
  type: z.literal('timeout_response'),
  status: z.literal('timeout'),
  message: z.string().regex(/^Connection closed due to .+ of inactivity$/),
});

export const SessionReplaced = Envelope.extend({
  type: z.literal('session_replaced'),
  status: z.literal('replaced'),
  message: z.literal('Session closed due to new connection from same user'),
});

export const SessionTerminated = Envelope.extend({
  type: z.literal('session_terminated'),
  status: z.literal('terminated'),
  message: z.string(),
});

export const ServerDraining = Envelope.extend({
  type: z.literal('server_draining'),
  message: z.string(),
  reconnect_after_ms: z
    .int()
    .min(0)
    .meta({
      description:
        'How long the client should wait before it connects again, in milliseconds. Clients are disconnected, ' +
        'or told to come back, each at another time, so that they do not all come back at once.',
    }),
});
