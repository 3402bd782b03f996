import { Health } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Sessions } from '../session/index.ts';
import { documentRoute } from './document-route.ts';
import type { RestEnv } from './rest-env.ts';
import { unixTime } from './unix-time.ts';

/** What the health route reports on. */
export interface HealthContext {
  readonly sessions: Sessions;
  /** Seconds since the server started. */
  uptime(): number;
  /** Unix time in milliseconds. */
  now(): number;
}

/** `GET /health`: whether the server is well. */
export function createHealthRoutes({ sessions, uptime, now }: HealthContext): Hono<RestEnv> {
  return new Hono<RestEnv>().get(
    '/health',
    documentRoute({
      id: 'getHealth',
      tag: 'Operation',
      summary: 'Whether the server is well',
      answer: { description: 'The server is well, and this is its load.', body: Health },
    }),
    (c) =>
      c.json({
        status: 'healthy',
        model_loaded: true,
        device: 'cpu',
        active_sessions: sessions.size,
        timestamp: unixTime(now()),
        uptime: uptime(),
      } satisfies z.infer<typeof Health>),
  );
}
