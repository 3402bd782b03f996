import {
  type Authentication,
  type Identity,
  mayAdminister,
  mayReadHistory,
} from '../hooks/index.ts';
import { sameSecret } from './admin-token.ts';
import { isLocal } from './caller.ts';
import { type ConsoleCookie, createConsoleCookie } from './console-cookie.ts';
import type { AccessRefusal, Actor, Need, Offer } from './operator.ts';
import { createOriginPolicy, type OriginPolicy } from './origins.ts';
import { bearerOf } from './tokens/token-of-request.ts';

/** The connection that a request came on, as far as it matters here. */
export interface AccessConnection {
  /** Address of the other end. */
  readonly peer?: string | undefined;
  /** Address of the client, behind proxies that are trusted; as limits count it. */
  readonly address?: string | undefined;
  /** What this way into the server is for. Default: everything. */
  readonly offer?: Offer | undefined;
}

/** Who may do what. */
export interface Access {
  /** Whether a request may come from the web page that it comes from, if it comes from one. */
  readonly originAllowed: OriginPolicy;
  readonly cookie: ConsoleCookie;
  /** Who makes a request, where they may do what they want; else why not. Never rejects. */
  judge(
    request: Request,
    connection: AccessConnection,
    need: Need,
  ): Promise<Actor | { readonly refusal: AccessRefusal }>;
}

/** What access is decided by. */
export interface AccessOptions {
  /** The secret of operators. */
  readonly adminToken: string;
  /** As {@link createOriginPolicy} takes them. Default: none. */
  readonly allowedOrigins?: string;
  /** Whether callers on this machine are operators without a token. Default: `token`, they are not. */
  readonly admin?: 'open' | 'token';
  /** Tells who makes a request. Default: nobody can. */
  authenticate?(request: Request, address: string | undefined): Promise<Authentication>;
  /** Told of each admin token that is none. */
  onRefused?(address: string | undefined, reason: string): void;
  /** Unix time in milliseconds. Default: the machine's. */
  now?(): number;
}

/** Makes the access rules of a server from its settings. */
export function createAccess(options: AccessOptions): Access {
  const { adminToken, allowedOrigins = '', admin = 'token', now = Date.now } = options;
  const cookie = createConsoleCookie(adminToken, now);

  /** An operator by other means than a token of their own. */
  function operatorOf(request: Request, { peer }: AccessConnection): Actor | undefined {
    const caller = { headers: request.headers, peer };
    if (admin === 'open' && isLocal(caller)) return { by: 'this_machine' };
    const bearer = bearerOf(request.headers);
    if (bearer !== undefined && sameSecret(adminToken, bearer)) return { by: 'admin_token' };
    return cookie.actorOf(caller, request.method);
  }

  return {
    originAllowed: createOriginPolicy(allowedOrigins),
    cookie,
    async judge(request, connection, need) {
      const { peer, address = peer, offer = 'everything' } = connection;
      const isAdmin = need.scope === 'admin';
      const isOperators = offer === 'everything';
      // Where operators have a port of their own, nothing of theirs is here.
      if (isAdmin && !isOperators) return { refusal: 'not_found' };
      const operator = isOperators ? operatorOf(request, connection) : undefined;
      if (operator) return operator;
      const said = await options.authenticate?.(request, address);
      if (said === 'unavailable') return { refusal: said };
      if (typeof said !== 'object') {
        const hasToken = request.headers.has('authorization');
        if (said === undefined && hasToken)
          options.onRefused?.(address, 'it is not the admin token');
        return {
          refusal: isAdmin || said === undefined ? 'admin_token_required' : 'unauthenticated',
        };
      }
      const { userId: user, expiresAt } = said;
      return mayDo(said, need, isOperators)
        ? { by: 'token', user, expiresAt }
        : { refusal: 'forbidden' };
    },
  };
}

function mayDo(identity: Identity, { scope, user }: Need, isOperators: boolean): boolean {
  if (isOperators && mayAdminister(identity, user)) return true;
  return scope === 'history:read' && user !== undefined && mayReadHistory(identity, user);
}
