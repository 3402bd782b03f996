import { stat } from 'node:fs/promises';
import { fingerprint, type KeyPair, type Logger, readKeyPair, TlsError } from '../index.ts';

/** How often the files are looked at. */
const CHECK_MS = 2000;

/** What is watched, and whom it is for. */
export interface CertificateFilesOptions {
  /** Paths of both, as `readKeyPair` takes them. */
  readonly cert: string;
  readonly key: string;
  /** What is in use already. */
  readonly current: KeyPair;
  readonly logger: Logger;
  /** Puts another pair into use. */
  use(pair: KeyPair): void;
}

/**
 * Puts a certificate into use as soon as its files change, as programs that renew certificates change them: rewritten,
 * replaced, or by links that point elsewhere. A pair that can't be used is logged, and the one before stays.
 */
export class CertificateFiles {
  readonly #options: CertificateFilesOptions;
  #current: KeyPair;
  /** What the files were like when they were last looked at, and when they were last read in earnest. */
  #seen: string | undefined;
  #read: string | undefined;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: CertificateFilesOptions, checkMs = CHECK_MS) {
    this.#options = options;
    this.#current = options.current;
    this.#timer = setInterval(() => void this.#check(), checkMs);
    this.#timer.unref();
  }

  /** Reads the files now, and says what came of it. */
  reload(): void {
    if (this.#readFiles() !== 'same') return;
    const certificate = fingerprint(this.#current);
    this.#options.logger.info({ certificate }, 'certificate is in use already');
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #readFiles(): 'same' | 'changed' | 'unusable' {
    const { cert, key, logger, use } = this.#options;
    try {
      const pair = readKeyPair(cert, key);
      if (pair.cert === this.#current.cert && pair.key === this.#current.key) return 'same';
      use(pair);
      this.#current = pair;
      logger.info({ certificate: fingerprint(pair) }, 'certificate reloaded');
      return 'changed';
    } catch (error) {
      if (!(error instanceof TlsError)) throw error;
      logger.error({ reason: error.message }, 'certificate not reloaded: the previous one stays');
      return 'unusable';
    }
  }

  /** Reads files that are no longer as they were, once they stay as they are: two do not change in one moment. */
  async #check(): Promise<void> {
    const { cert, key } = this.#options;
    const now = (await Promise.all([describe(cert), describe(key)])).join();
    const isSettled = now === this.#seen;
    this.#seen = now;
    if (!isSettled || now === this.#read) return;
    this.#read = now;
    this.#readFiles();
  }
}

/** Changes with a file, links followed; empty where there is none. */
async function describe(path: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return '';
  }
}
