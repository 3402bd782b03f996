import { Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import { type Caller, hostOf, isLoopbackName } from '../auth/caller.ts';
import { isLoopbackAddress } from '../auth/ip-address.ts';
import { documentRoute } from '../http/document-route.ts';
import { operatorsOnly } from '../http/operators-only.ts';
import { problem } from '../http/problem.ts';
import { callerOf, connectionOf, type RestEnv } from '../http/rest-env.ts';
import type { MetricsText } from './write-metrics.ts';

/** What the route of the metrics needs. */
export interface MetricsRouteContext {
  readonly access: Access;
  /** Whether whoever reaches the operators' side may read them: it is a port of its own then. */
  readonly isOpen: boolean;
  readonly metrics: { scrape(): Promise<MetricsText> };
}

/**
 * `GET /metrics`. Nothing in it names anybody, but it tells how the server fares: where operators have a port of their
 * own, it is there, as health is; else it is for operators alone.
 */
export function createMetricsRoute({
  access,
  isOpen,
  metrics,
}: MetricsRouteContext): Hono<RestEnv> {
  const guard = operatorsOnly(access);
  return new Hono<RestEnv>().get(
    '/metrics',
    documentRoute({
      id: 'getMetrics',
      tag: 'Operation',
      summary: 'What Prometheus scrapes',
      description:
        'Sessions, samples, steps, times of answers, what waits, what was refused, checkpoints, the store, the process. ' +
        'No label names a user, a session or an address. Where operators have a port of their own (`--admin-port`), it ' +
        'is there, and needs no token; else it needs the admin token where the calls for operators do.',
      answer: {
        description: 'The metrics, in the text format of Prometheus.',
        contentType: 'text/plain',
      },
      problems: ['not_found'],
      operatorsOnly: true,
    }),
    (c, next) => {
      const { offer = 'everything' } = connectionOf(c);
      if (offer !== 'everything') return Promise.resolve(problem('not_found'));
      return isOpen && !isRebound(callerOf(c)) ? next() : guard(c, next);
    },
    async () => {
      const { contentType, text } = await metrics.scrape();
      return new Response(text, { headers: { 'content-type': contentType } });
    },
  );
}

/** Whether a request from this machine names another one: a page may have had its own name point here. */
function isRebound(caller: Caller): boolean {
  const host = hostOf(caller);
  return isLoopbackAddress(caller.peer) && host !== undefined && !isLoopbackName(host.hostname);
}
