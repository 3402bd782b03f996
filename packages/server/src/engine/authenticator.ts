import type { Hooks, Identity } from '../hooks/index.ts';
import { MAX_USER_ID_LENGTH } from '../stream/index.ts';
import { withTimeout } from './with-timeout.ts';

/** Tells who makes a request; false for somebody who may not. Never rejects. */
export type Authenticator = (request: Request) => Promise<Identity | false>;

/**
 * Asks the listeners of `authenticate`. Where there are none, everybody is nobody in particular. One that
 * fails, takes too long, or names a user that can be none, lets nobody in.
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
      return false;
    }
  };
}

/** @throws {TypeError} where the user's name is not one that an address could have, too */
function checked(identity: Identity | false): Identity | false {
  const userId: unknown = identity === false ? undefined : identity.userId;
  if (userId === undefined) return identity;
  if (typeof userId === 'string' && userId !== '' && userId.length <= MAX_USER_ID_LENGTH) {
    return identity;
  }
  throw new TypeError(`userId must be a text of 1 to ${MAX_USER_ID_LENGTH} characters`);
}
