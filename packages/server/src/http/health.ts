import { Health, Liveness, Readiness } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Sessions } from '../session/index.ts';
import type { StoreHealth } from '../store/index.ts';
import { documentRoute } from './document-route.ts';
import type { RestEnv } from './rest-env.ts';
import { unixTime } from './unix-time.ts';

/** How long servers go on each on its own while the Redis of their cluster is away, in milliseconds. */
export const ALONE_MS = 60_000;

/** Whether the Redis of a cluster answers; since when it does not, in Unix milliseconds. */
export type ClusterHealth =
  | { readonly state: 'healthy' }
  | { readonly state: 'away'; readonly since: number };

/** What the health route reports on. */
export interface HealthContext {
  readonly sessions: Sessions;
  /** Seconds since the server started. */
  uptime(): number;
  /** Whether this process is about to go away, so that no session begins any more. */
  isDraining(): boolean;
  /** Whether the store takes what it is given. */
  storeHealth(): StoreHealth;
  /** Whether the Redis answers through which servers act as one. Absent for a server that is alone. */
  clusterHealth?: (() => ClusterHealth | undefined) | undefined;
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
        'the same. One that has not heard of its cluster for a minute is broken. One that drains lets go of its clients ' +
        'and is about to end.',
      answer: { description: 'Send it clients: `ready`, or `degraded`.', body: Readiness },
      otherAnswers: {
        503: { description: 'Send it none: `draining`, or `broken`.', body: Readiness },
      },
    }),
    (c) => {
      const readiness = readinessOf(context);
      const { status } = readiness;
      return c.json(readiness, status === 'draining' || status === 'broken' ? 503 : 200);
    },
  );
  return routes;
}

function readinessOf(context: HealthContext): z.infer<typeof Readiness> {
  const { isDraining, storeHealth, clusterHealth, now } = context;
  const store = storeHealth();
  const cluster = clusterHealth?.();
  const isAway = cluster?.state === 'away';
  const isBroken = isAway && now() - cluster.since >= ALONE_MS;
  const isDegraded = isAway || store.state !== 'healthy';
  const status = isBroken ? 'broken' : isDegraded ? 'degraded' : 'ready';
  return {
    status: isDraining() ? 'draining' : status,
    store:
      store.state === 'healthy'
        ? { status: 'healthy' }
        : { status: 'degraded', code: store.code, since: store.since / 1000 },
    ...(cluster && {
      cluster: isAway ? { status: 'away', since: cluster.since / 1000 } : { status: 'healthy' },
    }),
  };
}
