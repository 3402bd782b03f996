import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token that is too long to guess and safe in a header and a URL; empty for none. */
export const TOKEN = /^([\w.~-]{16,256})?$/;
/** What {@link TOKEN} allows, in words. */
export const TOKEN_RULE =
  'expected 16 to 256 letters, digits, dots, dashes, tildes and underscores';

/** A new secret of 144 random bits, as 24 characters that are safe in a URL. */
export function createAdminToken(): string {
  return randomBytes(18).toString('base64url');
}

/** Whether two secrets are equal; the time it takes reveals nothing about them. */
export function sameSecret(expected: string, given: string): boolean {
  return timingSafeEqual(digest(expected), digest(given));
}

/** Digests have the same length, which the comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
