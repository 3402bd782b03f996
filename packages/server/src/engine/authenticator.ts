import { isUserId, MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import { tokenOf } from '../auth/tokens/token-of-request.ts';
import type { TokenVerifier } from '../auth/tokens/token-verifier.ts';
import type { Authentication, Hooks, Said } from '../hooks/index.ts';
import { withTimeout } from './with-timeout.ts';

/**
 * Tells who makes a request. Never rejects.
 *
 * @param address of who makes it, for the log
 */
export type Authenticator = (request: Request, address?: string) => Promise<Authentication>;

/** What decides who somebody is. */
export interface AuthenticatorOptions {
  readonly hooks: Pick<Hooks, 'authenticate' | 'authenticates' | 'emit'>;
  /** How long all of it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Proves tokens, where they are wanted. */
  readonly verifier?: Pick<TokenVerifier, 'verify'> | undefined;
  /** Told of each token, or request, that was refused. */
  onRefused?(address: string | undefined, reason: string): void;
}

/**
 * Proves the token, where tokens are wanted, and asks the listeners of `authenticate`. Where there are neither, nobody
 * decides. One that fails, takes too long, or names a user that can be none, lets nobody in for now: its clients come
 * back later.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { hooks, timeoutMs, verifier } = options;

  async function ask(request: Request, address: string | undefined): Promise<Authentication> {
    if (!verifier) return told(await hooks.authenticate(request), address);
    const token = tokenOf(request);
    if (token === undefined) return 'token_required';
    const verdict = await verifier.verify(token);
    if (verdict === 'unavailable') return verdict;
    if ('refusal' in verdict) {
      options.onRefused?.(address, verdict.refusal);
      return false;
    }
    return told(await hooks.authenticate(request, verdict.identity), address);
  }

  /** What the listeners have said. */
  function told(said: Said, address: string | undefined): Said {
    if (said === false) options.onRefused?.(address, 'a listener refused it');
    return checked(said);
  }

  return async (request, address) => {
    if (!verifier && !hooks.authenticates) return undefined;
    try {
      return await withTimeout(ask(request, address), timeoutMs);
    } catch (error) {
      hooks.emit('error', undefined, error, { during: 'authenticate' });
      return 'unavailable';
    }
  };
}

/** @throws {TypeError} where the user's name is not one that an address could have, too */
function checked(said: Said): Said {
  const userId: unknown = typeof said === 'object' ? said.userId : undefined;
  if (userId === undefined) return said;
  if (typeof userId === 'string' && isUserId(userId)) return said;
  throw new TypeError(`userId must be a text of 1 to ${MAX_USER_ID_LENGTH} characters`);
}
