import type { Authentication } from './events.ts';

/** Why somebody gets no session. */
export type ClaimRefusal = 'unauthenticated' | 'unavailable' | 'forbidden';

/**
 * The user of a new session: who was authenticated, or else whom the address names.
 *
 * @param named the user in the address, if one is named there; another than one's own is forbidden
 */
export function claimUser(
  authenticated: Authentication,
  named: string | undefined,
): { readonly userId: string | undefined } | ClaimRefusal {
  if (authenticated === false) return 'unauthenticated';
  if (authenticated === 'unavailable') return authenticated;
  const userId = authenticated.userId ?? named;
  return named !== undefined && named !== userId ? 'forbidden' : { userId };
}
