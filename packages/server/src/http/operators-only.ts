import type { MiddlewareHandler } from 'hono';
import type { Access } from '../auth/access.ts';
import { problem } from './problem.ts';
import { callerOf, type RestEnv } from './rest-env.ts';

/** Lets only operators on: they may see and end the sessions of others. */
export function operatorsOnly(access: Access): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    if (access.isOperator(callerOf(c))) return next();
    return problem('admin_token_required', { 'www-authenticate': 'Bearer' });
  };
}
