import { type Fault, fault } from '../faults.ts';
import { MAX_TOKEN_LENGTH } from '../token.ts';
import { isObject, type JsonObject } from './json-object.ts';

/** A client says who it is. */
export interface AuthenticateFrame {
  readonly kind: 'authenticate';
  readonly token: string;
}

/** Reads `{"action":"authenticate","token":"…"}`. */
export function readAuthenticate({ token }: JsonObject): AuthenticateFrame | Fault {
  if (typeof token === 'string' && token !== '' && token.length <= MAX_TOKEN_LENGTH) {
    return { kind: 'authenticate', token };
  }
  const allowed = `a text of 1 to ${MAX_TOKEN_LENGTH} characters`;
  return fault('invalid_value', `token must be ${allowed}`, 'token');
}

/** What a message may have beside its token, in UTF-16 units. */
const MAX_REST_LENGTH = 1024;

/** The token of a connection's first message; undefined where it says none. */
export function readFirstToken(text: string): string | undefined {
  if (text.length > MAX_TOKEN_LENGTH + MAX_REST_LENGTH) return undefined;
  try {
    const message: unknown = JSON.parse(text);
    if (!isObject(message) || message['action'] !== 'authenticate') return undefined;
    const read = readAuthenticate(message);
    return read.kind === 'authenticate' ? read.token : undefined;
  } catch {
    return undefined;
  }
}
