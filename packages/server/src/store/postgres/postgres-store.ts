import { type StoreBackend, storeOver } from '../backend.ts';
import type { Store } from '../store.ts';
import {
  expireCheckpoints,
  findOutrun,
  loadCheckpoint,
  loadCheckpointsOf,
  raiseCheckpoint,
  removeCheckpoints,
  removeCheckpointsOf,
  saveCheckpoints,
} from './checkpoints.ts';
import { PostgresConnection, type PostgresOptions } from './connection.ts';
import { migrate } from './migrate.ts';
import {
  forgetMinutes,
  pageOfMinutes,
  pageOfUsers,
  pruneMinutes,
  recordMinutes,
  sumMinutes,
  totalOf,
} from './minutes.ts';

/**
 * Opens a store in a PostgreSQL database, from version 12 on. Its tables are in the first schema of its user's
 * search path.
 *
 * @param name the URL without its password
 * @throws {StoreError}
 */
export async function openPostgresStore(
  url: string,
  name: string,
  options: PostgresOptions = {},
): Promise<Store> {
  const db = new PostgresConnection(url, name, options);
  try {
    await migrate(db);
    return storeOver(backendOf(db));
  } catch (error) {
    await db.close();
    throw error;
  }
}

function backendOf(db: PostgresConnection): StoreBackend {
  const { query } = db;
  return {
    name: db.name,
    outlivesProcess: true,
    isShared: true,
    write: ({ checkpoints, minutes, removals }) =>
      db.transaction(async (query) => {
        const outrun = await removeCheckpoints(query, removals);
        const stale = await saveCheckpoints(query, checkpoints);
        const older = new Set([...outrun, ...stale]);
        const counts = minutes.filter(({ sessionId }) => !older.has(sessionId));
        await recordMinutes(query, counts);
        return [...older];
      }),
    outrun: (batch) => findOutrun(query, batch),
    load: (sessionId) => loadCheckpoint(query, sessionId),
    raise: (sessionId, beginning) => raiseCheckpoint(query, sessionId, beginning),
    loadByUser: (userId) => loadCheckpointsOf(query, userId),
    expire: (now) => expireCheckpoints(query, now),
    page: (userId, range, size) => pageOfMinutes(query, userId, range, size),
    sums: (userId, boundaries) => sumMinutes(query, userId, boundaries),
    total: (userId) => totalOf(query, userId),
    users: (limit, after) => pageOfUsers(query, limit, after),
    forget: (userId) =>
      db.transaction(async (query) => {
        await removeCheckpointsOf(query, userId);
        await forgetMinutes(query, userId);
      }),
    prune: (before) => pruneMinutes(db, before),
    close: () => db.close(),
  };
}
