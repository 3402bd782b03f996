import type { Context, MiddlewareHandler } from 'hono';
import type { Access } from '../auth/access.ts';
import type { AccessRefusal, Need } from '../auth/operator.ts';
import { problem } from './problem.ts';
import { connectionOf, type RestEnv } from './rest-env.ts';
import { userInPath } from './user-in-path.ts';

/** Lets only operators on: they may see and end the sessions of others. */
export function operatorsOnly(access: Access): MiddlewareHandler<RestEnv> {
  return only(access, () => ({ scope: 'admin' }));
}

/** Lets operators on, also those of this user alone, on routes below `/users/:id`. */
export function operatorsOfUser(access: Access): MiddlewareHandler<RestEnv> {
  return only(access, (c) => ({ scope: 'admin', user: userInPath(c) }));
}

/** Lets whoever may read a user's history on, on routes below `/users/:id`. */
export function readersOfUser(access: Access): MiddlewareHandler<RestEnv> {
  return only(access, (c) => ({ scope: 'history:read', user: userInPath(c) }));
}

function only(access: Access, need: (c: Context<RestEnv>) => Need): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    const judged = await access.judge(c.req.raw, connectionOf(c), need(c));
    if ('refusal' in judged) return problem(judged.refusal, headersOf(judged.refusal));
    c.set('actor', judged);
    return next();
  };
}

function headersOf(refusal: AccessRefusal): Record<string, string> {
  const isUnknown = refusal === 'unauthenticated' || refusal === 'admin_token_required';
  return isUnknown ? { 'www-authenticate': 'Bearer' } : {};
}
