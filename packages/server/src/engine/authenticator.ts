import type { Hooks, Identity } from '../hooks/index.ts';
import { withTimeout } from './with-timeout.ts';

/** Tells who makes a request; false for somebody who may not. Never rejects. */
export type Authenticator = (request: Request) => Promise<Identity | false>;

/**
 * Asks the listeners of `authenticate`. Where there are none, everybody is nobody in particular. One that
 * fails, or takes too long, lets nobody in.
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
      return await withTimeout(hooks.authenticate(request), timeoutMs);
    } catch (error) {
      hooks.emit('error', undefined, error, { during: 'authenticate' });
      return false;
    }
  };
}
