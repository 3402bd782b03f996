import type { Authentication, Identity, Scope } from './events.ts';

/** Why somebody gets no session. */
export type ClaimRefusal = 'unauthenticated' | 'unavailable' | 'forbidden';

/** Whose a session may be. */
export interface UserClaim {
  readonly userId: string | undefined;
  /** Who said so; undefined where nobody decides who may connect. */
  readonly identity: Identity | undefined;
}

/** What whoever is let in may do, where nothing is said of it. */
const DEFAULT_SCOPE: readonly Scope[] = ['stream', 'history:read'];

/**
 * The user of a new session: who was authenticated, or else whom the address names.
 *
 * @param named the user in the address, if one is named there; another than one's own is forbidden
 * @param trustsNames whether whoever was not asked who they are may name a user
 */
export function claimUser(
  authenticated: Authentication,
  named: string | undefined,
  trustsNames = true,
): UserClaim | ClaimRefusal {
  if (authenticated === undefined) {
    if (named !== undefined && !trustsNames) return 'forbidden';
    return { userId: named, identity: undefined };
  }
  if (authenticated === 'unavailable') return authenticated;
  if (authenticated === false || authenticated === 'token_required') return 'unauthenticated';
  const userId = authenticated.userId ?? named;
  if (named !== undefined && named !== userId) return 'forbidden';
  const { users, scope = DEFAULT_SCOPE } = authenticated;
  if (!scope.includes('stream')) return 'forbidden';
  if (users && (userId === undefined || !users.includes(userId))) return 'forbidden';
  return { userId, identity: authenticated };
}

/** Whether somebody may read the history of a user. */
export function mayReadHistory(
  { userId, users, scope = DEFAULT_SCOPE }: Identity,
  of: string,
): boolean {
  return scope.includes('history:read') && (users ? users.includes(of) : of === userId);
}

/** Whether somebody may do what operators do: to this user, or, without one, to all. */
export function mayAdminister({ users, scope = [] }: Identity, of?: string): boolean {
  return scope.includes('admin') && (!users || (of !== undefined && users.includes(of)));
}
