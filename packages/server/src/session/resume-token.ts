import { randomBytes } from 'node:crypto';

/** Bits of a token: beyond guessing, also for somebody who may try for years. */
const TOKEN_BITS = 256;

/** A new secret, in letters that need no escape in an address. */
export function createResumeToken(): string {
  return randomBytes(TOKEN_BITS / 8).toString('base64url');
}
