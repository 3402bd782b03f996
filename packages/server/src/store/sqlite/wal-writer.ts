import { Worker } from 'node:worker_threads';

/** What is written to the log before it is copied into the database, in bytes. */
const COPY_AFTER_BYTES = 2_000_000;

/**
 * The thread's program, as text: it must be found wherever a bundler puts this module. It copies what is in the log
 * whenever it gets a message, and ends with `null`.
 */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = process.versions.bun
    ? require('bun:sqlite').Database
    : require('node:sqlite').DatabaseSync;
  const database = new Database(workerData);
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -500');
  parentPort.on('message', (message) => {
    if (message === null) {
      database.close();
      parentPort.close();
    } else {
      database.prepare('PRAGMA wal_checkpoint(PASSIVE)').all();
    }
  });`;

/**
 * Copies what SQLite has written to its log (WAL) into the database, in a thread of its own.
 *
 * Writing to the log waits for no disk. Copying does, twice: 50 ms for 4 MB on a common disk, with 10,000
 * sessions once a second, in which no frame would be answered. The thread costs some 9 MB, and starts with the first
 * 2 MB written.
 */
export class WalWriter {
  readonly #path: string;
  readonly #onFailure: () => void;
  #worker: Worker | undefined;
  /** Whether there is no thread any more, and none is to be started. */
  #ended = false;
  #bytes = 0;

  /** @param onFailure told once when there is no such thread, or it has died: SQLite is to copy by itself then */
  constructor(path: string, onFailure: () => void) {
    this.#path = path;
    this.#onFailure = onFailure;
  }

  /** Tells of so many bytes that were written to the log. */
  wrote(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < COPY_AFTER_BYTES || this.#ended) return;
    this.#bytes = 0;
    this.#worker ??= this.#start();
    this.#worker?.postMessage(1);
  }

  /** Waits until the thread has finished. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (this.#ended) return;
    this.#ended = true;
    if (!worker) return;
    worker.ref();
    await new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.postMessage(null);
    });
  }

  #start(): Worker | undefined {
    try {
      const worker = new Worker(PROGRAM, { eval: true, workerData: this.#path });
      worker.on('error', () => this.#fail());
      worker.on('exit', () => this.#fail());
      worker.unref();
      return worker;
    } catch {
      this.#fail();
      return undefined;
    }
  }

  #fail(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onFailure();
  }
}
