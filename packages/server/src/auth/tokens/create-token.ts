import type { Identity } from '../../hooks/index.ts';
import type { TokenSettings } from './token-verifier.ts';

/**
 * Makes a token (HS256) that a server with the same settings takes.
 *
 * @param identity whom it is for, and what it allows; `expiresAt` must be there
 */
export async function createToken(
  { userId, scope, users, expiresAt }: Identity & { readonly expiresAt: number },
  { secret, issuer, audience }: Pick<TokenSettings, 'secret' | 'issuer' | 'audience'>,
): Promise<string> {
  const { SignJWT } = await import('jose');
  const narrowing = { ...(scope && { scope }), ...(users && { users }) };
  const isNarrowed = scope !== undefined || users !== undefined;
  const token = new SignJWT(isNarrowed ? { stepstream: narrowing } : {})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(expiresAt);
  if (userId !== undefined) token.setSubject(userId);
  if (issuer !== '') token.setIssuer(issuer);
  if (audience !== '') token.setAudience(audience);
  return token.sign(new TextEncoder().encode(secret));
}
