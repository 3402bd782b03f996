import type { JWTVerifyOptions, JWTVerifyResult } from 'jose';
import type { Identity } from '../../hooks/index.ts';
import { KeySource, KeysUnavailableError } from './key-source.ts';
import { readClaims } from './read-claims.ts';

/** By how much clocks may differ, in seconds. */
export const LEEWAY_SECONDS = 30;
/** No token is longer. */
export const MAX_TOKEN_LENGTH = 8192;

/** What tokens are held against. */
export interface TokenSettings {
  /** The secret of HS256; empty where the keys of an issuer are used. */
  readonly secret: string;
  /** Where the public keys of the issuer are; empty where there is a secret. */
  readonly jwksUrl: string;
  /** What `iss` must be; empty for anything. */
  readonly issuer: string;
  /** What `aud` must hold; empty for anything. */
  readonly audience: string;
}

/** What a verifier needs beside its settings. */
export interface VerifierContext {
  /** Unix time in milliseconds. */
  now(): number;
  /** Told of keys that can't be had. */
  onError(error: Error): void;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Who a token is of, or why it is refused. */
export type Verdict =
  | { readonly identity: Identity }
  /** In a few words, for the operator. */
  | { readonly refusal: string }
  | 'unavailable';

/** A secret signs and proves; a public key only proves. Which of the two it is, no token may choose. */
const SECRET_ALGORITHMS = ['HS256'];
const KEY_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Proves tokens (JWT). */
export class TokenVerifier {
  readonly #settings: TokenSettings;
  readonly #context: VerifierContext;
  readonly #secret: Uint8Array;
  readonly #source: KeySource | undefined;

  constructor(settings: TokenSettings, context: VerifierContext) {
    this.#settings = settings;
    this.#context = context;
    this.#secret = new TextEncoder().encode(settings.secret);
    this.#source = settings.jwksUrl
      ? new KeySource({ ...context, url: settings.jwksUrl })
      : undefined;
  }

  /** Proves a token. Never rejects. */
  async verify(token: string): Promise<Verdict> {
    if (token.length > MAX_TOKEN_LENGTH) return { refusal: 'it is too long' };
    // Loaded when it is needed: most servers on one machine know no tokens.
    const jose = await import('jose');
    try {
      const { payload } = await this.#prove(jose, token);
      const claims = readClaims(payload);
      return typeof claims === 'string' ? { refusal: claims } : { identity: claims };
    } catch (error) {
      if (error instanceof KeysUnavailableError) return 'unavailable';
      // What jose says of a token names claims, and not their values.
      const isOfJose = error instanceof jose.errors.JOSEError;
      return { refusal: isOfJose ? `${error.code}: ${error.message}` : "it can't be read" };
    }
  }

  async #prove(jose: typeof import('jose'), token: string): Promise<JWTVerifyResult> {
    const { issuer, audience } = this.#settings;
    const options: JWTVerifyOptions = {
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(this.#context.now()),
      requiredClaims: ['exp'],
      ...(issuer !== '' && { issuer }),
      ...(audience !== '' && { audience }),
    };
    const source = this.#source;
    if (!source) {
      const algorithms = SECRET_ALGORITHMS;
      return jose.jwtVerify(token, this.#secret, { ...options, algorithms });
    }
    const algorithms = KEY_ALGORITHMS;
    try {
      return await jose.jwtVerify(token, await source.keys(), { ...options, algorithms });
    } catch (error) {
      if (error instanceof jose.errors.JWKSMultipleMatchingKeys) {
        return proveByAny(jose, token, error, { ...options, algorithms });
      }
      if (!(error instanceof jose.errors.JWKSNoMatchingKey)) throw error;
      const newer = await source.newerKeys();
      if (!newer) throw error;
      return jose.jwtVerify(token, newer, { ...options, algorithms });
    }
  }
}

/** A token that names no key is proved by one of those that it may mean. */
async function proveByAny(
  jose: typeof import('jose'),
  token: string,
  matching: InstanceType<typeof jose.errors.JWKSMultipleMatchingKeys>,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  for await (const key of matching) {
    try {
      return await jose.jwtVerify(token, key, options);
    } catch (error) {
      if (!(error instanceof jose.errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new jose.errors.JWSSignatureVerificationFailed();
}
