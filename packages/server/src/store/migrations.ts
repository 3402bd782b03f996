import { StoreError } from './store-error.ts';

/** A step from one version of a database's tables to the next; the first is 1. */
export interface Migration {
  readonly version: number;
  /** Its statements, separated by semicolons. */
  readonly sql: string;
}

/** Migrations in their order: their files' numbers are their versions. */
export function numbered(...files: readonly string[]): readonly Migration[] {
  return files.map((sql, i) => ({ version: i + 1, sql }));
}

/**
 * The migrations that a database still lacks.
 *
 * @param version of the database; 0 for an empty one
 * @param store its name, for the error
 * @throws {StoreError} `store_too_new`
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  version: number,
  store: string,
): readonly Migration[] {
  if (version > migrations.length) {
    const detail = `its tables have version ${version}, and this version knows ${migrations.length}`;
    throw new StoreError('store_too_new', store, detail);
  }
  return migrations.slice(version);
}
