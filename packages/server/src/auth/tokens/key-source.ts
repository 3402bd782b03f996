import type { JSONWebKeySet, LocalJWKSet } from 'jose';

/** Keys that are older than this are fetched anew, while they go on being used. */
const FRESH_MS = 10 * 60_000;
/** An issuer that can't be reached leaves its keys as they are for so long. */
const MAX_STALE_MS = 24 * 3600_000;
/** A key that nobody knows has the keys fetched anew, but not more often than this. */
const COOLDOWN_MS = 30_000;
/** After a failure it is tried again no sooner than this. */
const RETRY_MS = 5000;
const FETCH_TIMEOUT_MS = 5000;
/** No set of keys is longer, in bytes, or has more keys. */
const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 100;

/** What a source of keys needs. */
export interface KeySourceOptions {
  readonly url: string;
  /** Unix time in milliseconds. */
  now(): number;
  /** Told of each time that the keys could not be had. */
  onError(error: Error): void;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** The keys can't be had now. */
export class KeysUnavailableError extends Error {}

/**
 * The public keys of an issuer (JWKS). They are fetched when they are first needed, kept, and fetched anew when they are
 * old or a token names one that is not among them: so an issuer may change its keys, and be away for a day.
 */
export class KeySource {
  readonly #options: KeySourceOptions;
  #keys: LocalJWKSet | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #hasFailed = false;
  #loading: Promise<boolean> | undefined;

  constructor(options: KeySourceOptions) {
    this.#options = options;
  }

  /**
   * The keys as they are known.
   *
   * @throws {KeysUnavailableError}
   */
  async keys(): Promise<LocalJWKSet> {
    const age = this.#options.now() - this.#fetchedAt;
    if (!this.#keys || age > MAX_STALE_MS) {
      if (!(await this.#load(RETRY_MS)))
        throw new KeysUnavailableError("the keys can't be fetched");
    } else if (age > FRESH_MS) {
      void this.#load(COOLDOWN_MS);
    }
    if (!this.#keys) throw new KeysUnavailableError("the keys can't be fetched");
    return this.#keys;
  }

  /**
   * The keys, fetched anew because one that is wanted was not among them.
   *
   * @returns undefined where they were fetched just now, so that it is nobody's
   * @throws {KeysUnavailableError} where nobody can say whose it is
   */
  async newerKeys(): Promise<LocalJWKSet | undefined> {
    const before = this.#fetchedAt;
    const isNew = await this.#load(this.#hasFailed ? RETRY_MS : COOLDOWN_MS);
    if (this.#hasFailed) throw new KeysUnavailableError("the keys can't be fetched again");
    return isNew && this.#fetchedAt !== before ? this.#keys : undefined;
  }

  /** Fetches the keys, unless that was tried just now. @returns whether it was done, and went well */
  async #load(pauseMs: number): Promise<boolean> {
    const now = this.#options.now();
    if (!this.#loading && now - this.#triedAt < pauseMs) return false;
    this.#triedAt = now;
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #fetch(): Promise<boolean> {
    try {
      const [{ createLocalJWKSet }, keys] = await Promise.all([import('jose'), this.#read()]);
      this.#keys = createLocalJWKSet(keys);
      this.#fetchedAt = this.#options.now();
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      const { origin } = new URL(this.#options.url);
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.onError(
        new KeysUnavailableError(`the keys of ${origin} can't be fetched: ${reason}`),
      );
    }
    return !this.#hasFailed;
  }

  async #read(): Promise<JSONWebKeySet> {
    const { url, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(url, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`it answers ${response.status}`);
    }
    const set: unknown = JSON.parse(await readText(response));
    const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : 0;
    if (!Array.isArray(keys) || keys.length > MAX_KEYS) {
      throw new Error(`it answers no set of at most ${MAX_KEYS} keys`);
    }
    return { keys };
  }
}

/** The text of an answer that must not be long. */
async function readText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > MAX_BYTES) throw new Error(`it answers more than ${MAX_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
