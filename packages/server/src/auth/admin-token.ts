import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a token may look like: enough of it that nobody guesses it, and fit for a header and a URL. */
export const TOKEN = /^([\w.~-]{16,256})?$/;
/** The same in words. */
export const TOKEN_RULE =
  'expected 16 to 256 letters, digits, dots, dashes, tildes and underscores';

/** A new secret of 144 random bits, as 24 characters that fit into a URL. */
export function createAdminToken(): string {
  return randomBytes(18).toString('base64url');
}

/** Whether two secrets are the same, in a time that tells nothing of either. */
export function sameSecret(expected: string, given: string): boolean {
  return timingSafeEqual(digest(expected), digest(given));
}

/** All digests have one length, as the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
