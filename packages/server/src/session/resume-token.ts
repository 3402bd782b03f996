import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of a session's id, which a token begins with: whoever has a token knows whose state to look for. */
const ID_BYTES = 16;
/** Bytes of the secret: beyond guessing, also for somebody who may try for years. */
const SECRET_BYTES = 32;
/** Base64 has four letters for three bytes; there is nothing to pad. */
const TOKEN = new RegExp(`^[A-Za-z0-9_-]{${((ID_BYTES + SECRET_BYTES) / 3) * 4}}$`);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a token holds. Clients know nothing of it. */
export interface ResumeToken {
  /** A UUID in lower case. */
  readonly sessionId: string;
  readonly secret: Uint8Array;
}

/**
 * A new token of a session, in letters that need no escape in an address.
 *
 * @throws {RangeError} where the id is no UUID in lower case
 */
export function createResumeToken(sessionId: string): string {
  if (!UUID.test(sessionId)) throw new RangeError('A session id is a UUID in lower case.');
  const id = Buffer.from(sessionId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, randomBytes(SECRET_BYTES)]).toString('base64url');
}

/** What a token holds; undefined where this is none. */
export function parseResumeToken(text: string): ResumeToken | undefined {
  if (!TOKEN.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const hex = bytes.toString('hex', 0, ID_BYTES);
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { sessionId, secret: new Uint8Array(bytes.subarray(ID_BYTES)) };
}

/** What tells a secret from others and does not tell the secret: 32 bytes. */
export function digestOf(secret: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(secret).digest());
}

/** The digest of a token's secret, by which others can tell whether it is right; undefined where this is no token. */
export function tokenDigest(token: string): Uint8Array | undefined {
  const parsed = parseResumeToken(token);
  return parsed && digestOf(parsed.secret);
}

/** Whether two digests are the same. Takes as long whether they are or not. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Whether this is the secret of a digest. Takes as long whether it is or not. */
export function isSecretOf(digest: Uint8Array, secret: Uint8Array): boolean {
  return isSame(digest, digestOf(secret));
}
