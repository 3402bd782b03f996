import { StoreError } from '../store-error.ts';
import { resultCodeOf, SQLITE_BUSY, type SqliteDatabase } from './driver.ts';
import { sqliteError } from './errors.ts';
import { loadDriver } from './load-driver.ts';
import { makePrivateFile } from './make-private-file.ts';

/** What nobody refers to may be closed by the garbage collector. */
const held = new Set<SqliteDatabase>();

/** Held while a server uses a database. */
export interface FileLock {
  release(): void;
}

/**
 * Takes a database for one server alone. The lock is the system's, on an empty file beside the database, so it goes
 * with the process however that ends. Whoever does not ask for it can use the database meanwhile.
 *
 * @param path of the database
 * @throws {StoreError} `store_in_use`, or why the file can't be made
 */
export async function lockFile(path: string, name: string): Promise<FileLock> {
  const open = await loadDriver(name);
  try {
    makePrivateFile(`${path}.lock`);
    const database = open(`${path}.lock`);
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      throw error;
    }
    held.add(database);
    return {
      release() {
        held.delete(database);
        database.close();
      },
    };
  } catch (error) {
    if (resultCodeOf(error) === SQLITE_BUSY) throw new StoreError('store_in_use', name);
    throw sqliteError(error, name);
  }
}
