import { existsSync } from 'node:fs';
import { type StoreBackend, storeOver } from '../backend.ts';
import type { CheckedBatch } from '../check.ts';
import type { LoadedCheckpoint } from '../checkpoint.ts';
import type { MinuteRange, Store, UserMinute, UtcMinute } from '../store.ts';
import { StoreError } from '../store-error.ts';
import {
  expireCheckpoints,
  isOutrun,
  loadCheckpoint,
  loadCheckpointsOf,
  removeCheckpoint,
  removeCheckpointsOf,
  saveCheckpoint,
} from './checkpoints.ts';
import { SqliteConnection } from './connection.ts';
import { type FileLock, lockFile } from './file-lock.ts';
import {
  forgetMinutes,
  pageOfMinutes,
  pageOfUsers,
  pruneMinutes,
  recordMinute,
  sumMinutes,
  totalOf,
} from './minutes.ts';
import { openFile } from './open-file.ts';
import { SameFile } from './same-file.ts';
import { WalWriter } from './wal-writer.ts';

/** What a row takes in the log beside a payload, in bytes, at most. */
const ROW_BYTES = 400;

/** How a file is opened. */
export interface SqliteOptions {
  /** Whether it is for this process's server alone. Default: false. */
  readonly exclusive?: boolean;
  /** Whether it is made where there is none. Default: true. */
  readonly create?: boolean;
}

/**
 * Opens a store in a file with the SQLite of the runtime.
 *
 * @throws {StoreError}
 */
export async function openSqliteStore(
  path: string,
  { exclusive = false, create = true }: SqliteOptions = {},
): Promise<Store> {
  const name = `sqlite:${path}`;
  if (!create && !existsSync(path)) throw new StoreError('store_database_missing', name);
  const database = await openFile(path, name);
  try {
    const lock = exclusive ? await lockFile(path, name) : undefined;
    return storeOver(new SqliteBackend(new SqliteConnection(database, name), path, lock));
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteBackend implements StoreBackend {
  readonly name: string;
  readonly outlivesProcess = true;
  readonly isShared: boolean;
  readonly #db: SqliteConnection;
  readonly #wal: WalWriter;
  readonly #file: SameFile;
  readonly #lock: FileLock | undefined;

  constructor(db: SqliteConnection, path: string, lock: FileLock | undefined) {
    this.name = db.name;
    this.isShared = lock === undefined;
    this.#db = db;
    this.#wal = new WalWriter(path, () => db.exec('PRAGMA wal_autocheckpoint = 1000'));
    this.#file = new SameFile(path, db.name);
    this.#lock = lock;
  }

  async write({ checkpoints, minutes, removals }: CheckedBatch): Promise<readonly string[]> {
    const older = this.#db.transaction(() => {
      const outrun = removals.filter((end) => !removeCheckpoint(this.#db, end));
      const stale = checkpoints.filter((checkpoint) => !saveCheckpoint(this.#db, checkpoint));
      const older = new Set([...outrun, ...stale].map(({ sessionId }) => sessionId));
      for (const minute of minutes) {
        if (!older.has(minute.sessionId)) recordMinute(this.#db, minute);
      }
      return older;
    });
    let bytes = ROW_BYTES * (checkpoints.length + minutes.length + removals.length);
    for (const { payload } of checkpoints) bytes += payload.length;
    this.#wal.wrote(bytes);
    this.#file.check();
    await this.#db.breathe();
    return [...older];
  }

  async outrun({ checkpoints, removals }: CheckedBatch): Promise<readonly string[]> {
    const all = [...checkpoints, ...removals];
    const older = this.#db.attempt(() => all.filter((one) => isOutrun(this.#db, one)));
    return older.map(({ sessionId }) => sessionId);
  }

  async load(sessionId: string): Promise<LoadedCheckpoint> {
    return this.#db.attempt(() => loadCheckpoint(this.#db, sessionId));
  }

  async loadByUser(userId: string): Promise<readonly LoadedCheckpoint[]> {
    return this.#db.attempt(() => loadCheckpointsOf(this.#db, userId));
  }

  expire(now: number): Promise<number> {
    return expireCheckpoints(this.#db, now);
  }

  async page(userId: string, range: MinuteRange, size: number): Promise<readonly UserMinute[]> {
    await this.#db.breathe();
    return this.#db.attempt(() => pageOfMinutes(this.#db, userId, range, size));
  }

  sums(userId: string, boundaries: readonly UtcMinute[]): Promise<readonly number[]> {
    return sumMinutes(this.#db, userId, boundaries);
  }

  total(userId: string): Promise<number> {
    return totalOf(this.#db, userId);
  }

  async users(limit: number, after: string): Promise<readonly string[]> {
    return this.#db.attempt(() => pageOfUsers(this.#db, limit, after));
  }

  async forget(userId: string): Promise<void> {
    this.#db.transaction(() => removeCheckpointsOf(this.#db, userId));
    await forgetMinutes(this.#db, userId);
  }

  prune(before: UtcMinute): Promise<void> {
    return pruneMinutes(this.#db, before);
  }

  async close(): Promise<void> {
    await this.#wal.close();
    this.#db.close();
    this.#lock?.release();
  }
}
