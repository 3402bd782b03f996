import { close, fstat, openSync, type Stats, stat, statSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { type AuditEntry, auditLine, droppedLine } from './audit-entry.ts';

/** Lines that may wait to be written; beyond it the newest are counted, and not kept. */
const MAX_WAITING = 10_000;
/** How often it looks whether the file was moved away, at most, in milliseconds. */
const LOOK_MS = 1000;
/** How long the end of the process waits for what is left, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2000;

const writeTo = promisify(write);
const closeFile = promisify(close);
const statOf = promisify(stat);
const statOfOpen = promisify(fstat);

/** What an audit log needs. */
export interface AuditLogOptions {
  readonly path: string;
  /** Unix time in milliseconds. */
  now(): number;
  /** What a user is called in it. */
  label(userId: string): string;
  /** Told of a file that can't be written; of the same failure once, until it is over. */
  onError(error: unknown): void;
}

/**
 * Who has done what to whom, as JSON lines in a file of its own. Nobody waits for it: lines are written one batch after
 * the other, and where the disk does not keep up they are counted, and the count is written.
 */
export class AuditLog {
  readonly #options: AuditLogOptions;
  #file: number;
  #waiting: string[] = [];
  #dropped = 0;
  #writing: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isFailing = false;
  #isClosed = false;

  /** @throws {Error} where the file can't be written */
  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#file = openAudit(options.path);
  }

  /** Lines that were given up. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Keeps an entry. Never throws, and never waits. */
  record(entry: AuditEntry): void {
    if (this.#isClosed) return;
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped++;
      return;
    }
    const { now, label } = this.#options;
    this.#waiting.push(auditLine(entry, now(), label));
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Writes what is left, as far as that is quick, and closes the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    });
    await Promise.race([this.#writing, limit]);
    clearTimeout(timer);
    if (this.#file >= 0) await closeFile(this.#file).catch(() => {});
    this.#file = -1;
  }

  /** Writes all that waits. What can't be written goes on waiting for the next entry. */
  async #write(): Promise<void> {
    // Those of one moment are written together.
    await Promise.resolve();
    while (this.#waiting.length > 0 && this.#file >= 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const dropped = this.#dropped;
      const told = dropped > 0 ? droppedLine(dropped, this.#options.now()) : '';
      try {
        await this.#follow();
        await this.#append(Buffer.from(batch.join('') + told));
        this.#dropped -= dropped;
        this.#isFailing = false;
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting].slice(0, MAX_WAITING);
        if (!this.#isFailing) this.#options.onError(error);
        this.#isFailing = true;
        return;
      }
    }
  }

  async #append(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await writeTo(this.#file, bytes, at, bytes.length - at);
      at += bytesWritten;
    }
  }

  /** Where the file was moved away, as by a program that rotates logs, a new one is begun. */
  async #follow(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = now;
    const { path } = this.#options;
    const named = await statOf(path).catch(() => undefined);
    const opened: Stats = await statOfOpen(this.#file);
    if (named && named.ino === opened.ino && named.dev === opened.dev) return;
    const file = openAudit(path);
    await closeFile(this.#file);
    this.#file = file;
  }
}

/** Opens a file to write at its end; made for its owner alone where there is none. */
export function openAudit(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  // To open a pipe may take for ever.
  if (found && !found.isFile()) throw new Error('it is not a file');
  return openSync(path, 'a', 0o600);
}
