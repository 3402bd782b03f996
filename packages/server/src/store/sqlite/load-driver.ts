import { messageOf, StoreError } from '../store-error.ts';
import type { OpenSqlite } from './driver.ts';

/**
 * SQLite as this runtime has it.
 *
 * @param name the store's, for the error
 * @throws {StoreError} `store_unsupported`
 */
export async function loadDriver(name: string): Promise<OpenSqlite> {
  try {
    const { openDatabase } = process.versions['bun']
      ? await import('./bun-driver.ts')
      : await import('./node-driver.ts');
    return openDatabase;
  } catch (error) {
    const detail = `Node has SQLite from version 22.5 on; ${messageOf(error)}`;
    throw new StoreError('store_unsupported', name, detail);
  }
}
