import { Worker } from 'node:worker_threads';
import { messageOf, StoreError } from '../store-error.ts';
import type { SqliteValue } from './driver.ts';
import { sqliteError } from './errors.ts';
import { SharedBytes } from './shared-bytes.ts';

/** A statement that writes, and its values. */
export interface Write {
  readonly sql: string;
  readonly values: readonly SqliteValue[];
  /** Another statement, with the same values, in its place where this one changes nothing. */
  readonly otherwise?: string;
  /** Written only where this one has changed something; or where it has not. */
  readonly ifChanged?: readonly Write[];
  readonly ifUnchanged?: readonly Write[];
}

/** What a thread opens, and how. */
export interface WriteThreadOptions {
  readonly path: string;
  /** The store's name, for errors. */
  readonly name: string;
  /** Statements that make a new connection ready. */
  readonly settings: string;
}

/** What the thread answers to a transaction. */
interface Answer {
  readonly id: number;
  readonly changes?: readonly number[];
  readonly error?: { readonly message: string; readonly errcode?: number };
}

/**
 * A write on its way to the thread, as JSON, which costs a third of what a clone of the objects does: its statement by
 * number, and bytes by their place among all that go with it.
 */
type Posted = readonly [
  sql: number,
  otherwise: number | null,
  values: readonly (string | number | null | Place)[],
  ifChanged: readonly Posted[],
  ifUnchanged: readonly Posted[],
];
type Place = readonly [start: number, end: number];

/**
 * The thread's program, as text: it must be found wherever a bundler puts this module. It runs one transaction after the
 * other, and ends with `null`.
 */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const database = process.versions.bun
    ? new (require('bun:sqlite').Database)(workerData.path, { readwrite: true, create: false })
    : new (require('node:sqlite').DatabaseSync)(workerData.path);
  database.exec(workerData.settings);
  const known = [];
  const statements = [];
  const execute = (sql, values) => {
    statements[sql] ??= database.prepare(known[sql]);
    return Number(statements[sql].run(...values).changes);
  };
  const run = (write, blobs) => {
    const [sql, otherwise, values, ifChanged, ifUnchanged] = write;
    const bound = values.map((value) => Array.isArray(value) ? blobs.subarray(...value) : value);
    const changes = execute(sql, bound) || (otherwise === null ? 0 : execute(otherwise, bound));
    for (const next of changes > 0 ? ifChanged : ifUnchanged) run(next, blobs);
    return changes;
  };
  const transaction = ({ id, added, writes, shared }) => {
    known.push(...added);
    try {
      const blobs = new Uint8Array(shared);
      database.exec('BEGIN IMMEDIATE');
      const changes = JSON.parse(writes).map((write) => run(write, blobs));
      database.exec('COMMIT');
      return { id, changes };
    } catch (error) {
      try { database.exec('ROLLBACK'); } catch {}
      return { id, error: { message: error.message, errcode: error.errcode ?? error.errno } };
    }
  };
  parentPort.on('message', (message) => {
    if (message !== null) return parentPort.postMessage(transaction(message));
    for (const statement of statements) statement?.finalize?.();
    database.close();
    parentPort.close();
  });`;

/**
 * Writes to a database in a thread of its own, which starts with the first write: SQLite waits for the disk, and for
 * other processes, and while it does no frame would be answered. One whose program has ended is started anew.
 */
export class WriteThread {
  readonly #options: WriteThreadOptions;
  #worker: Worker | undefined;
  /** Statements that the thread knows, by their numbers. */
  readonly #numbers = new Map<string, number>();
  /** Those that it gets to know with the next transaction. */
  #added: string[] = [];
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #shared = new SharedBytes();
  #closed = false;

  constructor(options: WriteThreadOptions) {
    this.#options = options;
  }

  /**
   * Writes in a transaction: all or nothing.
   *
   * @returns how many rows each write has changed, without those that followed it
   * @throws {StoreError}
   */
  transaction(writes: readonly Write[]): Promise<readonly number[]> {
    const { name } = this.#options;
    if (this.#closed) return Promise.reject(new StoreError('store_closed', name));
    const answered = Promise.withResolvers<readonly number[]>();
    try {
      this.#worker ??= this.#start();
      const blobs = new Blobs();
      const posted = JSON.stringify(writes.map((write) => this.#posted(write, blobs)));
      const shared = this.#shared.take(blobs.size);
      blobs.copyTo(new Uint8Array(shared));
      const id = ++this.#lastId;
      this.#worker.postMessage({ id, added: this.#added, writes: posted, shared });
      this.#added = [];
      // Whoever waits for an answer keeps the process going.
      if (this.#waiting.size === 0) this.#worker.ref();
      this.#waiting.set(id, { answered, shared });
    } catch (error) {
      answered.reject(sqliteError(error, name));
    }
    return answered.promise;
  }

  /** Waits until all is written, and the thread has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    worker.ref();
    await new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.postMessage(null);
    });
  }

  #posted(
    { sql, otherwise, values, ifChanged = [], ifUnchanged = [] }: Write,
    blobs: Blobs,
  ): Posted {
    const post = (write: Write) => this.#posted(write, blobs);
    const plain = values.map((value) => (value instanceof Uint8Array ? blobs.add(value) : value));
    const instead = otherwise === undefined ? null : this.#numberOf(otherwise);
    return [this.#numberOf(sql), instead, plain, ifChanged.map(post), ifUnchanged.map(post)];
  }

  #numberOf(sql: string): number {
    let number = this.#numbers.get(sql);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(sql, number);
      this.#added.push(sql);
    }
    return number;
  }

  #start(): Worker {
    const { path, settings } = this.#options;
    const worker = new Worker(PROGRAM, { eval: true, workerData: { path, settings } });
    let failure: unknown;
    worker.unref();
    worker.on('message', (answer: Answer) => this.#answered(answer));
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', () => this.#ended(failure));
    return worker;
  }

  #answered({ id, changes, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (!waiting) return;
    this.#shared.giveBack(waiting.shared);
    if (changes) waiting.answered.resolve(changes);
    else waiting.answered.reject(sqliteError(error, this.#options.name));
  }

  /** What was not answered was not written, or may have been: who asked writes it again. */
  #ended(failure: unknown): void {
    this.#worker = undefined;
    this.#numbers.clear();
    this.#added = [];
    const why = failure === undefined ? 'its thread has ended' : messageOf(failure);
    for (const { answered } of this.#waiting.values()) {
      answered.reject(new StoreError('store_failed', this.#options.name, why));
    }
    this.#waiting.clear();
  }
}

/** Who waits for a transaction, and the memory in which its bytes went. */
interface Waiting {
  readonly answered: PromiseWithResolvers<readonly number[]>;
  readonly shared: SharedArrayBuffer;
}

/** Bytes that go to the thread together. */
class Blobs {
  readonly #blobs: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Where they will lie. */
  add(blob: Uint8Array): Place {
    const start = this.#size;
    this.#size += blob.length;
    this.#blobs.push(blob);
    return [start, this.#size];
  }

  copyTo(bytes: Uint8Array): void {
    let at = 0;
    for (const blob of this.#blobs) {
      bytes.set(blob, at);
      at += blob.length;
    }
  }
}
