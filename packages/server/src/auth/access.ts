import { sameSecret } from './admin-token.ts';
import { type Caller, isLocal } from './caller.ts';
import { createOriginPolicy, type OriginPolicy } from './origins.ts';

/** Who may do what. */
export interface Access {
  /** Whether a request may come from the web page that it comes from, if it comes from one. */
  readonly originAllowed: OriginPolicy;
  /** Whether the caller may see and end the sessions of others: from this machine, or with the token. */
  isOperator(caller: Caller): boolean;
  /** Whether this is the admin token. */
  isToken(text: string): boolean;
}

/**
 * Makes the access rules of a server from its settings.
 *
 * @param adminToken - the secret of operators
 * @param allowedOrigins - as {@link createOriginPolicy} takes them
 */
export function createAccess(adminToken: string, allowedOrigins: string): Access {
  const isToken = (text: string) => sameSecret(adminToken, text);
  return {
    originAllowed: createOriginPolicy(allowedOrigins),
    isOperator(caller) {
      if (isLocal(caller)) return true;
      const bearer = /^Bearer +(\S+)$/i.exec(caller.headers.get('authorization') ?? '')?.[1];
      return bearer !== undefined && isToken(bearer);
    },
    isToken,
  };
}
