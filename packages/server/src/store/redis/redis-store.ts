import type { RedisAddress } from '../../redis/redis-address.ts';
import { type StoreBackend, storeOver } from '../backend.ts';
import type { CheckedBatch } from '../check.ts';
import { pendingMigrations } from '../migrations.ts';
import type { Store } from '../store.ts';
import {
  compareCheckpoint,
  compareEnd,
  keepCheckpoint,
  keepEnd,
  keepSession,
  loadCheckpoint,
  loadCheckpointsOf,
  raiseCheckpoint,
  removeCheckpointsOf,
} from './checkpoints.ts';
import { RedisConnection, type RedisOptions } from './connection.ts';
import { type Keys, keysOf } from './keys.ts';
import {
  forgetMinutes,
  keepMinutes,
  pageOfMinutes,
  pageOfUsers,
  pruneMinutes,
  sumMinutes,
  totalOf,
} from './minutes.ts';
import { writeSpread } from './write-spread.ts';

/** There is nothing to make in Redis; this is how keys and values are laid out. */
const LAYOUTS = [{ version: 1, sql: '' }];

/**
 * Opens a store in Redis or Valkey, from version 6.2 on. Good for sessions of several servers; a year of somebody's
 * minutes is better kept in a database.
 *
 * @param name the URL without its password
 * @param prefix what tells its keys from those of other programs
 * @throws {StoreError}
 */
export async function openRedisStore(
  address: RedisAddress,
  name: string,
  prefix: string,
  options: RedisOptions = {},
): Promise<Store> {
  const db = new RedisConnection(address, name, options);
  await db.connect();
  const keys = keysOf(prefix);
  try {
    await checkLayout(db, keys);
    return storeOver(backendOf(db, keys));
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** @throws {StoreError} `store_too_new` */
async function checkLayout(db: RedisConnection, keys: Keys): Promise<void> {
  await db.ask((client) => client.set(keys.schema, LAYOUTS.length, 'NX'));
  const version = await db.ask((client) => client.get(keys.schema));
  pendingMigrations(LAYOUTS, Number(version), db.name);
}

function backendOf(db: RedisConnection, keys: Keys): StoreBackend {
  return {
    name: db.name,
    outlivesProcess: true,
    isShared: true,
    write: (batch) => (db.isSpread ? writeSpread(db, keys, batch) : write(db, keys, batch)),
    outrun: (batch) => outrun(db, keys, batch),
    load: (sessionId) => loadCheckpoint(db, keys, sessionId),
    raise: (sessionId, beginning) => raiseCheckpoint(db, keys, sessionId, beginning),
    loadByUser: (userId) => loadCheckpointsOf(db, keys, userId),
    // Redis has a clock of its own.
    expire: async () => 0,
    page: (userId, range, size) => pageOfMinutes(db, keys, userId, range, size),
    sums: (userId, boundaries) => sumMinutes(db, keys, userId, boundaries),
    total: (userId) => totalOf(db, keys, userId),
    users: (limit, after) => pageOfUsers(db, keys, limit, after),
    async forget(userId) {
      await removeCheckpointsOf(db, keys, userId);
      await forgetMinutes(db, keys, userId);
    },
    prune: (before) => pruneMinutes(db, keys, before),
    close: () => db.close(),
  };
}

/** Writes a batch: all or none of it, with nobody else's commands between. */
async function write(db: RedisConnection, keys: Keys, batch: CheckedBatch): Promise<string[]> {
  const { checkpoints, minutes, removals } = batch;
  const refused = await db.write([
    // What is compared comes first: it says which minutes are left out.
    ...checkpoints.map((checkpoint) => keepCheckpoint(keys, checkpoint)),
    ...removals.map((end) => compareEnd(keys, end)),
    ...checkpoints.flatMap((checkpoint) => keepSession(keys, checkpoint)),
    ...keepMinutes(keys, minutes),
    ...removals.map((end) => keepEnd(keys, end)),
  ]);
  return outrunOf(batch, refused);
}

/** The sessions of which something newer is there. */
async function outrun(
  db: RedisConnection,
  keys: Keys,
  { checkpoints, removals }: CheckedBatch,
): Promise<string[]> {
  const isNewer = await db.writeGroups([
    ...checkpoints.map((checkpoint) => [compareCheckpoint(keys, checkpoint)]),
    ...removals.map((end) => [compareEnd(keys, end)]),
  ]);
  return [...checkpoints, ...removals]
    .filter((_, i) => isNewer[i])
    .map(({ sessionId }) => sessionId);
}

/** @param refused places among operations of which each session's first one is in the batch's order */
function outrunOf({ checkpoints, removals }: CheckedBatch, refused: readonly number[]): string[] {
  const all = [...checkpoints, ...removals];
  return refused.flatMap((place) => all[place]?.sessionId ?? []);
}
