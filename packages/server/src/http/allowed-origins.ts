import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Access } from '../auth/access.ts';
import { problem } from './problem.ts';
import { callerOf, type RestEnv } from './rest-env.ts';

/** Refuses web pages that may not use this server, and lets the browser know of those that may. */
export function allowedOrigins(access: Access): MiddlewareHandler<RestEnv> {
  // Only requests whose origin is allowed reach this.
  const share = cors({
    origin: (origin) => origin,
    allowMethods: ['GET', 'DELETE'],
    allowHeaders: ['authorization'],
  });
  return async (c, next) => {
    if (!access.originAllowed(callerOf(c))) return problem('origin_not_allowed');
    return c.req.header('origin') === undefined ? next() : share(c, next);
  };
}
