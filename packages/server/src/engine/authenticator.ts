import { isUserId, MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import type { Authentication, Hooks, Identity } from '../hooks/index.ts';
import { withTimeout } from './with-timeout.ts';

/**
 * Tells who makes a request: false for somebody who may not, `unavailable` where it can't be told now.
 * Never rejects.
 */
export type Authenticator = (request: Request) => Promise<Authentication>;

/**
 * Asks the listeners of `authenticate`. Without listeners, every stream is anonymous. One that fails, takes
 * too long, or names a user that can be none, lets nobody in for now: its clients come back later.
 *
 * @param timeoutMs how long they may take together
 */
export function createAuthenticator(
  hooks: Pick<Hooks, 'authenticate' | 'authenticates' | 'emit'>,
  timeoutMs: number,
): Authenticator {
  return async (request) => {
    if (!hooks.authenticates) return {};
    try {
      return checked(await withTimeout(hooks.authenticate(request), timeoutMs));
    } catch (error) {
      hooks.emit('error', undefined, error, { during: 'authenticate' });
      return 'unavailable';
    }
  };
}

/** @throws {TypeError} where the user's name is not one that an address could have, too */
function checked(identity: Identity | false): Identity | false {
  const userId: unknown = identity === false ? undefined : identity.userId;
  if (userId === undefined) return identity;
  if (typeof userId === 'string' && isUserId(userId)) {
    return identity;
  }
  throw new TypeError(`userId must be a text of 1 to ${MAX_USER_ID_LENGTH} characters`);
}
