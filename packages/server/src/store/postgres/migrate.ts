import { pendingMigrations } from '../migrations.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { POSTGRES_MIGRATIONS } from './migrations/index.ts';

/** The lock of those who make and change the tables; any number that others are unlikely to use. */
const LOCK = 0x53536462;

/**
 * Makes the tables, or brings them up to date; one process at a time.
 *
 * @throws {StoreError}
 */
export async function migrate(db: PostgresConnection): Promise<void> {
  // Whoever may only read and write rows can use tables that are up to date.
  const version = await versionOf(db.query);
  if (pendingMigrations(POSTGRES_MIGRATIONS, version, db.name).length === 0) return;
  await db.transaction(async (query) => {
    await query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await query(`CREATE TABLE IF NOT EXISTS stepstream_migrations (
      version integer PRIMARY KEY,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
    const pending = pendingMigrations(POSTGRES_MIGRATIONS, await versionOf(query), db.name);
    for (const { version: next, sql } of pending) {
      await query(sql);
      await query('INSERT INTO stepstream_migrations (version) VALUES ($1)', [next]);
    }
  });
}

async function versionOf(query: Query): Promise<number> {
  const [found] = await query<{ there: boolean }>(
    `SELECT to_regclass('stepstream_migrations') IS NOT NULL AS there`,
  );
  if (!found?.there) return 0;
  const [row] = await query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM stepstream_migrations',
  );
  return row?.version ?? 0;
}
