import {
  type CheckedBatch,
  checkBatch,
  checkBoundaries,
  checkEpoch,
  checkRange,
  checkSessionId,
  checkUserId,
  checkWhole,
} from './check.ts';
import { type LoadedCheckpoint, withEpoch } from './checkpoint.ts';
import { beginningOf } from './epoch.ts';
import {
  DEFAULT_PAGE_SIZE,
  type MinuteRange,
  type Store,
  type UserMinute,
  type UtcMinute,
} from './store.ts';
import { StoreError } from './store-error.ts';

/**
 * What each kind of store does in its own way. Everything that it is asked has been checked. The contract is that of
 * {@link Store}, where there is nothing else to say.
 */
export interface StoreBackend {
  readonly name: string;
  readonly outlivesProcess: boolean;
  readonly isShared: boolean;
  write(batch: CheckedBatch): Promise<readonly string[]>;
  outrun(batch: CheckedBatch): Promise<readonly string[]>;
  load(sessionId: string): Promise<LoadedCheckpoint>;
  /** Raises the position of what is kept of a session, of its end too, to `beginning` and its frames, where it is lower. */
  raise(sessionId: string, beginning: number): Promise<void>;
  loadByUser(userId: string): Promise<readonly LoadedCheckpoint[]>;
  expire(now: number): Promise<number>;
  /** The first `size` minutes of a range that have steps. */
  page(userId: string, range: MinuteRange, size: number): Promise<readonly UserMinute[]>;
  /** Of at least one bucket. */
  sums(userId: string, boundaries: readonly UtcMinute[]): Promise<readonly number[]>;
  total(userId: string): Promise<number>;
  /** Names behind `after`, which is empty for all. */
  users(limit: number, after: string): Promise<readonly string[]>;
  forget(userId: string): Promise<void>;
  prune(before: UtcMinute): Promise<void>;
  close(): Promise<void>;
}

/** A store that checks what it is asked and leaves the rest to a backend. */
export function storeOver(backend: StoreBackend): Store {
  let closed = false;
  const open = () => {
    if (closed) throw new StoreError('store_closed', backend.name);
    return backend;
  };
  const store: Store = {
    name: backend.name,
    outlivesProcess: backend.outlivesProcess,
    isShared: backend.isShared,
    async saveAll(batch) {
      return await open().write(checkBatch(batch));
    },
    async outrun(states) {
      return await open().outrun(checkBatch(states));
    },
    save: (checkpoints) => store.saveAll({ checkpoints }),
    async remove(removals) {
      await store.saveAll({ removals });
    },
    async record(minutes) {
      await store.saveAll({ minutes });
    },
    async load(sessionId) {
      checkSessionId(sessionId);
      return withEpoch(await open().load(sessionId));
    },
    async take(sessionId, epoch) {
      checkSessionId(sessionId);
      checkEpoch(epoch);
      await open().raise(sessionId, beginningOf(epoch));
      return withEpoch(await open().load(sessionId));
    },
    async loadByUser(userId) {
      checkUserId(userId);
      return (await open().loadByUser(userId)).map(withEpoch);
    },
    async expire(now) {
      checkWhole('now', now, Number.MAX_SAFE_INTEGER);
      return await open().expire(now);
    },
    async *minutes(userId, range, pageSize = DEFAULT_PAGE_SIZE) {
      checkUserId(userId);
      checkRange(range);
      checkWhole('pageSize', pageSize, Number.MAX_SAFE_INTEGER);
      for (let { start } = range; start < range.end; ) {
        const page = await open().page(userId, { start, end: range.end }, pageSize);
        const last = page.at(-1);
        if (!last) return;
        yield page;
        start = last.minute + 1;
      }
    },
    async sums(userId, boundaries) {
      checkUserId(userId);
      checkBoundaries(boundaries);
      return boundaries.length < 2 ? [] : await open().sums(userId, boundaries);
    },
    async total(userId) {
      checkUserId(userId);
      return await open().total(userId);
    },
    async users(limit, after = '') {
      checkWhole('limit', limit, Number.MAX_SAFE_INTEGER);
      return await open().users(limit, after);
    },
    async forget(userId) {
      checkUserId(userId);
      await open().forget(userId);
    },
    async prune(before) {
      checkWhole('before', before, Number.MAX_SAFE_INTEGER);
      await open().prune(before);
    },
    async close() {
      if (closed) return;
      closed = true;
      await backend.close();
    },
  };
  return store;
}
