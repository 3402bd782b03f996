import type { Hono } from 'hono';
import { problem } from './problem.ts';
import type { RestEnv } from './rest-env.ts';

/**
 * Answers 405 to methods that a path does not take, and names those that it takes. It covers the
 * routes that the app has when this is called, so it is called last.
 */
export function refuseOtherMethods(app: Hono<RestEnv>): void {
  const methodsOf = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue;
    const methods = methodsOf.get(path) ?? new Set();
    methodsOf.set(path, methods.add(method));
    // Hono answers HEAD with the GET route.
    if (method === 'GET') methods.add('HEAD');
  }
  for (const [path, methods] of methodsOf) {
    const allow = [...methods].join(', ');
    app.all(path, (c, next) => {
      // The route has passed the request on: there is nothing at this address.
      if (methods.has(c.req.method)) return next();
      return Promise.resolve(problem('method_not_allowed', { allow }));
    });
  }
}
