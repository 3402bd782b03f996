import type { Context, MiddlewareHandler } from 'hono';
import type { AuditAction, AuditEntry } from '../audit/audit-entry.ts';
import { connectionOf, type RestEnv } from './rest-env.ts';
import { userInPath } from './user-in-path.ts';

/** Where it is kept what operators and users have done. */
export interface Audit {
  record(entry: AuditEntry): void;
}

/** To whom something is done. */
type Target = Pick<AuditEntry, 'session' | 'user'>;

/** Nothing is kept. */
export const NO_AUDIT: Audit = { record() {} };

/**
 * Keeps that somebody has called a route that only some may call; it stands behind what lets them on.
 *
 * @param targetOf to whom it is done; asked before it is
 */
export function audited(
  audit: Audit,
  action: AuditAction,
  targetOf: (c: Context<RestEnv>) => Target | Promise<Target> = () => ({}),
): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    const target = await targetOf(c);
    await next();
    const { peer, address = peer } = connectionOf(c);
    const { by, user } = c.get('actor');
    audit.record({ action, actor: { by, user }, address, ...target, status: c.res.status });
  };
}

/** The user whom a path below `/users/` names. */
export function userTarget(c: Context<RestEnv>): Pick<AuditEntry, 'user'> {
  return { user: userInPath(c) };
}
