import { messageOf, StoreError } from '../store-error.ts';
import { loadBunSqlite } from './bun-driver.ts';
import type { OpenSqlite } from './driver.ts';
import { loadNodeSqlite } from './node-driver.ts';

/**
 * SQLite as this runtime has it.
 *
 * @param name the store's, for the error
 * @throws {StoreError} `store_unsupported`
 */
export async function loadDriver(name: string): Promise<OpenSqlite> {
  try {
    return await (process.versions['bun'] ? loadBunSqlite() : loadNodeSqlite());
  } catch (error) {
    const detail = `Node has SQLite from version 22.5 on; ${messageOf(error)}`;
    throw new StoreError('store_unsupported', name, detail);
  }
}
