import { setImmediate } from 'node:timers/promises';
import { StoreError } from '../store-error.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';
import { sqliteError } from './errors.ts';

/** After so long the event loop has its turn, in milliseconds. */
const TURN_MS = 5;

/**
 * Reads an open database, while everybody waits: what takes long is done in pieces, with {@link breathe} between them.
 */
export class SqliteConnection {
  readonly name: string;
  #database: SqliteDatabase | undefined;
  readonly #statements = new Map<string, SqliteStatement<unknown>>();
  #lastTurn = 0;

  /** @param name the store's name, for errors */
  constructor(database: SqliteDatabase, name: string) {
    this.#database = database;
    this.name = name;
  }

  /** A statement, prepared when it is first asked for. */
  prepare<Row>(sql: string): SqliteStatement<Row> {
    const known = this.#statements.get(sql);
    if (known) return known as SqliteStatement<Row>;
    const statement = this.#open.prepare<Row>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * Does what can fail.
   *
   * @throws {StoreError}
   */
  attempt<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw sqliteError(error, this.name);
    }
  }

  /** Gives the event loop its turn, where it has had none for a while. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#lastTurn < TURN_MS) return;
    await setImmediate();
    this.#lastTurn = performance.now();
  }

  close(): void {
    this.#statements.clear();
    const database = this.#database;
    this.#database = undefined;
    this.attempt(() => database?.close());
  }

  get #open(): SqliteDatabase {
    if (!this.#database) throw new StoreError('store_closed', this.name);
    return this.#database;
  }
}
