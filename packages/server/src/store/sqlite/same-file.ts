import { statSync } from 'node:fs';
import { codeOf, StoreError } from '../store-error.ts';

/**
 * Notices when a database is no longer where it was opened: deleted, moved away, or replaced by another one. SQLite
 * would go on with the file that it has open, which nobody else can find, and which goes with this process.
 */
export class SameFile {
  readonly #path: string;
  readonly #name: string;
  readonly #opened: string;
  /** The log beside it, made with the first write, is there until the last one closes the database. */
  #log: string | undefined;

  /**
   * @param path of a database that has just been opened
   * @param name the store's, for errors
   */
  constructor(path: string, name: string) {
    this.#path = path;
    this.#name = name;
    this.#opened = identityOf(path);
  }

  /**
   * Looks, which takes some 10 µs. To be asked after a write, before anybody is told that it is safe.
   *
   * @throws {StoreError} `store_moved`
   */
  check(): void {
    if (process.platform === 'win32') return; // There a file that is open stays where it is.
    this.checkDatabase();
    const log = identityOf(`${this.#path}-wal`);
    this.#log ??= log;
    if (log !== this.#log) throw new StoreError('store_moved', this.#name);
  }

  /**
   * Looks at the database alone, as long as the log may not be there.
   *
   * @throws {StoreError} `store_moved`
   */
  checkDatabase(): void {
    if (process.platform === 'win32' || identityOf(this.#path) === this.#opened) return;
    throw new StoreError('store_moved', this.#name);
  }
}

/** What tells a file from every other on this machine; an empty text where there is none. */
function identityOf(path: string): string {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    // Whoever may not look can't tell.
    return codeOf(error) === 'ENOENT' ? '' : 'unknown';
  }
}
