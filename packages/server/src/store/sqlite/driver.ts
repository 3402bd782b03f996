/** What is bound to a statement's parameters, and what columns hold. */
export type SqliteValue = string | number | null | Uint8Array;

/** A prepared statement. Parameters are `?1`, `?2` and so on. */
export interface SqliteStatement<Row> {
  /** Runs it; returns how many rows it changed. */
  run(...values: SqliteValue[]): number;
  get(...values: SqliteValue[]): Row | undefined;
  all(...values: SqliteValue[]): Row[];
}

/**
 * What the runtimes' own SQLite have in common. All of it is synchronous, and throws the runtime's own errors,
 * which {@link resultCodeOf} reads.
 */
export interface SqliteDatabase {
  /** Runs any number of statements that have no parameters. */
  exec(sql: string): void;
  /** The columns of a row are those that the statement names: `Row` is the caller's word for them. */
  prepare<Row = unknown>(sql: string): SqliteStatement<Row>;
  /** Statements are finished with it. */
  close(): void;
}

/** Opens a file, which is made where there is none. */
export type OpenSqlite = (path: string) => SqliteDatabase;

/** A result code: another connection has the lock. */
export const SQLITE_BUSY = 5;

/** SQLite's primary result code of an error that a driver threw; undefined for any other error. */
export function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  // Node's has `errcode`, Bun's has `errno`, and both are extended codes.
  const code = 'errcode' in error ? error.errcode : 'errno' in error ? error.errno : undefined;
  return typeof code === 'number' && code > 0 ? code & 0xff : undefined;
}
