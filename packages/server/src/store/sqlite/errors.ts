import { codeOf, messageOf, StoreError, type StoreErrorCode } from '../store-error.ts';
import { resultCodeOf } from './driver.ts';

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const CODES: Readonly<Record<number, StoreErrorCode>> = {
  3: 'store_read_only',
  5: 'store_busy',
  6: 'store_busy',
  8: 'store_read_only',
  11: 'store_corrupt',
  13: 'store_full',
  14: 'store_read_only',
  23: 'store_permission_denied',
  26: 'store_corrupt',
};

/** Of files and folders. */
const SYSTEM_CODES: Readonly<Record<string, StoreErrorCode>> = {
  EACCES: 'store_read_only',
  EPERM: 'store_read_only',
  EROFS: 'store_read_only',
  EISDIR: 'store_read_only',
  ENOTDIR: 'store_read_only',
  EEXIST: 'store_read_only',
  ENOSPC: 'store_full',
  EDQUOT: 'store_full',
};

/** What an error of the file or of SQLite means. */
export function sqliteError(error: unknown, store: string): StoreError {
  if (error instanceof StoreError) return error;
  const code =
    CODES[resultCodeOf(error) ?? 0] ?? SYSTEM_CODES[codeOf(error) ?? ''] ?? 'store_failed';
  return new StoreError(code, store, messageOf(error));
}
