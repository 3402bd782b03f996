import { setImmediate } from 'node:timers/promises';
import { StoreError } from '../store-error.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';
import { sqliteError } from './errors.ts';

/** After so long the event loop has its turn, in milliseconds. */
const TURN_MS = 5;

/**
 * An open database of this process. SQLite works while everybody waits, so what takes long is done in pieces, with
 * {@link breathe} between them.
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

  /**
   * Writes in a transaction: all or nothing.
   *
   * @throws {StoreError}
   */
  transaction<Result>(work: () => Result): Result {
    return this.attempt(() => {
      const database = this.#open;
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(database);
        throw error;
      }
    });
  }

  /** Gives the event loop its turn, where it has had none for a while. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#lastTurn < TURN_MS) return;
    await setImmediate();
    this.#lastTurn = performance.now();
  }

  exec(sql: string): void {
    this.attempt(() => this.#open.exec(sql));
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

/** SQLite has rolled back by itself after some errors; then there is nothing to roll back. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK');
  } catch {}
}
