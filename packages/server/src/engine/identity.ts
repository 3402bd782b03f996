import { createAccess } from '../auth/access.ts';
import { createAdminToken } from '../auth/admin-token.ts';
import { type Caller, isLocal } from '../auth/caller.ts';
import { withToken } from '../auth/tokens/token-of-request.ts';
import { type TokenSettings, TokenVerifier } from '../auth/tokens/token-verifier.ts';
import type { Config } from '../config.ts';
import { claimUser, type Hooks } from '../hooks/index.ts';
import type { RequestConnection } from '../http/rest-env.ts';
import type { Limits } from '../limits/limits.ts';
import type { Clock } from '../session/index.ts';
import type { ClaimResult } from '../stream/index.ts';
import { createAuthenticator } from './authenticator.ts';
import type { Logger } from './logger.ts';

/** The settings that say who is who. */
export type IdentitySettings = Pick<
  Config,
  'admin' | 'adminToken' | 'allowedOrigins' | 'publicUrl' | 'trustProxy' | 'trustUserIds'
> & {
  /** What tokens are held against, where they are wanted. */
  readonly tokens: TokenSettings | undefined;
  readonly authenticateTimeout?: number | undefined;
};

/** What the identity of callers needs. */
export interface IdentityContext {
  readonly config: IdentitySettings;
  readonly hooks: Hooks;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Who has said too many wrong tokens. */
  readonly limits: Pick<Limits, 'authentication' | 'authenticationFailed'>;
}

/** How long listeners of `authenticate` may take, in seconds, where nobody says. */
const DEFAULT_TIMEOUT_SECONDS = 10;

/** Whose a session may be: whom the request, or the token that came after it, is of, and whom it names. */
export type Claim = (
  request: Request,
  connection: Pick<RequestConnection, 'address' | 'peer'>,
  named: string | undefined,
  token?: string,
) => Promise<ClaimResult>;

/** Makes what tells who somebody is, and what they may do. */
export function createIdentity({ config, hooks, clock, logger, limits }: IdentityContext) {
  const { tokens, trustUserIds } = config;
  const isPublished = config.publicUrl !== '' || config.trustProxy > 0;
  const adminToken = config.adminToken || createAdminToken();
  const now = () => clock.now();
  const onRefused = (address: string | undefined, reason: string) => {
    limits.authenticationFailed(address);
    logger.warn({ address, reason }, 'token refused');
  };
  const onError = (err: Error) => logger.error({ err }, "tokens can't be verified: no keys");
  const verifier = tokens && new TokenVerifier(tokens, { now, onError });
  const timeoutMs = 1000 * (config.authenticateTimeout ?? DEFAULT_TIMEOUT_SECONDS);
  const authenticate = createAuthenticator({ hooks, timeoutMs, verifier, onRefused });
  const access = createAccess({
    ...{ adminToken, authenticate, onRefused, now },
    allowedOrigins: withPublicOrigin(config),
    admin: config.admin || 'token',
  });
  // A proxy on this machine looks like a program here.
  const trustsNames = (caller: Caller) => trustUserIds || (!isPublished && isLocal(caller));
  /** For whoever mounts the engine: a token is all that it can say. */
  const identify = async (request: Request, address?: string) => {
    const said = await authenticate(request, address);
    return said === 'token_required' ? false : (said ?? {});
  };
  const claim: Claim = async (request, { peer, address = peer }, named, token) => {
    // Who says a token by message has passed the gate already.
    if (token !== undefined && limits.authentication(address) > 0) return 'unauthenticated';
    const asked = token === undefined ? request : withToken(request, token);
    const said = await authenticate(asked, address);
    if (said === 'token_required') return said;
    const claimed = claimUser(said, named, trustsNames({ headers: request.headers, peer }));
    if (claimed === 'forbidden') {
      const help = said ? {} : { help: 'use --auth token, or --trust-user-ids' };
      logger.warn({ address, ...help }, 'a user name was refused');
    }
    return claimed;
  };
  const streamsAs = (caller: Caller) =>
    tokens ? 'token' : trustsNames(caller) ? 'named' : 'unnamed';
  return { adminToken, access, identify, claim, streamsAs };
}

/** The page that a proxy publishes is the server's own, whatever host the proxy names to it. */
function withPublicOrigin({ allowedOrigins, publicUrl }: IdentitySettings): string {
  const origin = publicUrl === '' ? '' : new URL(publicUrl).origin;
  return [allowedOrigins, origin].filter((each) => each !== '').join(',');
}
