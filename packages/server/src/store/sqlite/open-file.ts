import { setTimeout as sleep } from 'node:timers/promises';
import { pendingMigrations } from '../migrations.ts';
import { StoreError } from '../store-error.ts';
import { type OpenSqlite, resultCodeOf, SQLITE_BUSY, type SqliteDatabase } from './driver.ts';
import { sqliteError } from './errors.ts';
import { loadDriver } from './load-driver.ts';
import { makePrivateFile } from './make-private-file.ts';
import { SQLITE_MIGRATIONS } from './migrations/index.ts';

/** Says whose file it is, in the header of each database: `SSdb`. */
const APPLICATION_ID = 0x53536462;
/** How long another process may take to make or change the tables. */
const OPEN_WAIT_MS = 10_000;
const OPEN_RETRY_MS = 25;
/** How long a write waits for another process's, in milliseconds. */
const BUSY_WAIT_MS = 2000;
const MAX_LOG_BYTES = 64_000_000;
/** Pages in the log before they go to their places, 32 MB: what is saved again meanwhile goes there once. */
const LOG_PAGES = 4000;

/**
 * Of each connection: it reads and writes at once with others, and nothing is lost with the process. A power cut may
 * take the last seconds.
 */
export const CONNECTION_SETTINGS = `
  PRAGMA busy_timeout = ${BUSY_WAIT_MS};
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_size_limit = ${MAX_LOG_BYTES};
  PRAGMA wal_autocheckpoint = ${LOG_PAGES};
  PRAGMA cache_size = -2000;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF`;

/**
 * Opens a database, makes it where there is none, and brings its tables up to date. Any number of processes may do
 * so at once.
 *
 * @param name the store's, for errors
 * @throws {StoreError}
 */
export async function openFile(path: string, name: string): Promise<SqliteDatabase> {
  const open = await loadDriver(name);
  try {
    makePrivateFile(path);
    const deadline = performance.now() + OPEN_WAIT_MS;
    for (;;) {
      try {
        return openOnce(open, path, name);
      } catch (error) {
        // SQLite does not wait by itself for one who changes the kind of log.
        if (resultCodeOf(error) !== SQLITE_BUSY || performance.now() > deadline) throw error;
        await sleep(OPEN_RETRY_MS);
      }
    }
  } catch (error) {
    throw sqliteError(error, name);
  }
}

function openOnce(open: OpenSqlite, path: string, name: string): SqliteDatabase {
  const database = open(path);
  try {
    // Large pages: two checkpoints fit into one, and half as much is written.
    database.exec(`PRAGMA busy_timeout = ${BUSY_WAIT_MS}; PRAGMA page_size = 8192`);
    checkOwner(database, name);
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(CONNECTION_SETTINGS);
    migrate(database, name);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws {StoreError} `store_foreign` */
function checkOwner(database: SqliteDatabase, name: string): void {
  const tables = database.prepare<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema');
  if ((tables.get()?.count ?? 0) === 0) return;
  const id = database.prepare<{ application_id: number }>('PRAGMA application_id').get();
  if (id?.application_id !== APPLICATION_ID) throw new StoreError('store_foreign', name);
}

function migrate(database: SqliteDatabase, name: string): void {
  const version = () =>
    database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
  if (pendingMigrations(SQLITE_MIGRATIONS, version(), name).length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited for the lock.
    for (const { version: next, sql } of pendingMigrations(SQLITE_MIGRATIONS, version(), name)) {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${next}; PRAGMA application_id = ${APPLICATION_ID}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
