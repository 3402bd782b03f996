import { Health, Liveness, Readiness } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Sessions } from '../session/index.ts';
import type { StoreHealth } from '../store/index.ts';
import { documentRoute } from './document-route.ts';
import type { RestEnv } from './rest-env.ts';
import { unixTime } from './unix-time.ts';

/** What the health route reports on. */
export interface HealthContext {
  readonly sessions: Sessions;
  /** Seconds since the server started. */
  uptime(): number;
  /** Whether this process is about to go away, so that no session begins any more. */
  isDraining(): boolean;
  /** Whether the store takes what it is given. */
  storeHealth(): StoreHealth;
  /** Unix time in milliseconds. */
  now(): number;
}

/** `GET /health`, `/healthz` and `/readyz`: whether the server is well, is there, and wants to be sent clients. */
export function createHealthRoutes(context: HealthContext): Hono<RestEnv> {
  const { sessions, uptime, now } = context;
  const routes = new Hono<RestEnv>();

  routes.get(
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

  routes.get(
    '/healthz',
    documentRoute({
      id: 'getLiveness',
      tag: 'Operation',
      summary: 'Whether the process is alive',
      description:
        'For whoever starts the process anew when this is not answered. It says nothing of the store, which a new ' +
        'process would not mend.',
      answer: { description: 'The process is alive.', body: Liveness },
    }),
    (c) => c.json({ status: 'alive' } satisfies z.infer<typeof Liveness>),
  );

  routes.get(
    '/readyz',
    documentRoute({
      id: 'getReadiness',
      tag: 'Operation',
      summary: 'Whether the server is to be sent clients',
      description:
        'For load balancers. A server whose store fails counts on, and saves later: it is degraded, and ready all ' +
        'the same. One that drains lets go of its clients and is about to end.',
      answer: { description: 'Send it clients: `ready`, or `degraded`.', body: Readiness },
      otherAnswers: { 503: { description: 'Send it none: `draining`.', body: Readiness } },
    }),
    (c) => {
      const readiness = readinessOf(context);
      return c.json(readiness, readiness.status === 'draining' ? 503 : 200);
    },
  );
  return routes;
}

function readinessOf({ isDraining, storeHealth }: HealthContext): z.infer<typeof Readiness> {
  const health = storeHealth();
  if (health.state === 'healthy') {
    return { status: isDraining() ? 'draining' : 'ready', store: { status: 'healthy' } };
  }
  const { code, since } = health;
  return {
    status: isDraining() ? 'draining' : 'degraded',
    store: { status: 'degraded', code, since: since / 1000 },
  };
}
