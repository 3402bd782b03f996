import { existsSync } from 'node:fs';
import { type StoreBackend, storeOver } from '../backend.ts';
import type { CheckedBatch } from '../check.ts';
import type { Checkpoint, LoadedCheckpoint } from '../checkpoint.ts';
import type { MinuteRange, SessionEnd, Store, UserMinute, UtcMinute } from '../store.ts';
import { StoreError } from '../store-error.ts';
import {
  endingOf,
  expireCheckpoints,
  isOutrun,
  loadCheckpoint,
  loadCheckpointsOf,
  raisingOf,
  removalOfAll,
  savingOf,
} from './checkpoints.ts';
import { SqliteConnection } from './connection.ts';
import { type FileLock, lockFile } from './file-lock.ts';
import {
  forgetMinutes,
  pageOfMinutes,
  pageOfUsers,
  pruneMinutes,
  recordingOf,
  sumMinutes,
  totalOf,
} from './minutes.ts';
import { CONNECTION_SETTINGS, openFile } from './open-file.ts';
import { SameFile } from './same-file.ts';
import { type Write, WriteThread } from './write-thread.ts';

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
  if (!create && !existsSync(path)) throw new StoreError('store_file_missing', name);
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
  readonly #thread: WriteThread;
  readonly #file: SameFile;
  readonly #lock: FileLock | undefined;

  constructor(db: SqliteConnection, path: string, lock: FileLock | undefined) {
    this.name = db.name;
    this.isShared = lock === undefined;
    this.#db = db;
    this.#thread = new WriteThread({ path, name: db.name, settings: CONNECTION_SETTINGS });
    this.#file = new SameFile(path, db.name);
    this.#lock = lock;
  }

  async write({ checkpoints, minutes, removals }: CheckedBatch): Promise<readonly string[]> {
    const bySession = Map.groupBy(minutes, ({ sessionId }) => sessionId);
    /** Minutes are kept where the checkpoint or the end is that covers them. */
    const withMinutes = (write: Write, { sessionId }: Checkpoint | SessionEnd): Write => {
      const covered = bySession.get(sessionId) ?? [];
      bySession.delete(sessionId);
      return { ...write, ifChanged: covered.map(recordingOf) };
    };
    const writes = [
      ...checkpoints.map((one) => withMinutes(savingOf(one), one)),
      ...removals.map((one) => withMinutes(endingOf(one), one)),
    ];
    const others = [...bySession.values()].flat().map(recordingOf);
    // A thread that starts opens what is there now.
    this.#file.checkDatabase();
    const changes = await this.#thread.transaction([...writes, ...others]);
    this.#file.check();
    const older = [...checkpoints, ...removals].filter((_, i) => changes[i] === 0);
    return older.map(({ sessionId }) => sessionId);
  }

  async outrun({ checkpoints, removals }: CheckedBatch): Promise<readonly string[]> {
    const all = [...checkpoints, ...removals];
    const older = this.#db.attempt(() => all.filter((one) => isOutrun(this.#db, one)));
    return older.map(({ sessionId }) => sessionId);
  }

  async load(sessionId: string): Promise<LoadedCheckpoint> {
    return this.#db.attempt(() => loadCheckpoint(this.#db, sessionId));
  }

  async raise(sessionId: string, beginning: number): Promise<void> {
    this.#file.checkDatabase();
    await this.#thread.transaction([raisingOf(sessionId, beginning)]);
  }

  async loadByUser(userId: string): Promise<readonly LoadedCheckpoint[]> {
    return this.#db.attempt(() => loadCheckpointsOf(this.#db, userId));
  }

  expire(now: number): Promise<number> {
    return expireCheckpoints(this.#thread, now);
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
    await this.#thread.transaction([removalOfAll(userId)]);
    await forgetMinutes(this.#db, this.#thread, userId);
  }

  prune(before: UtcMinute): Promise<void> {
    return pruneMinutes(this.#db, this.#thread, before);
  }

  async close(): Promise<void> {
    await this.#thread.close();
    this.#db.close();
    this.#lock?.release();
  }
}
