import { checkCheckpoint, checkSessionEnd, checkSessionMinute, checkUserId } from '../check.ts';
import { type Checkpoint, type LoadedCheckpoint, newestFirst } from '../checkpoint.ts';
import type { SessionEnd, SessionMinute, Store, StoreBatch } from '../store.ts';
import { StoreError } from '../store-error.ts';
import type { BufferClock, BufferOptions, BufferTimer } from './buffer-options.ts';
import { PendingBytes } from './pending-bytes.ts';
import {
  type Dropped,
  onItsOwn,
  type PendingLimits,
  PendingWrites,
  withoutSession,
} from './pending-writes.ts';
import { retryDelay } from './retry-delay.ts';
import { degraded, type StoreHealth } from './store-health.ts';

/** A store that takes longer for a batch counts as one that fails, in milliseconds. */
const SLOW_WRITE_MS = 5000;

/**
 * Writes behind: nobody waits for the store. What is put here is written every interval, in batches; while the store
 * fails it waits, and is tried again with longer and longer pauses. Of each session the newest checkpoint waits, and of
 * each minute the largest count; what there is no room for is dropped, oldest first, and counted.
 *
 * In memory there may be twice as much as the limits say, while a write is under way.
 */
export class BufferedStore {
  readonly #store: Store;
  readonly #clock: BufferClock;
  readonly #intervalMs: number;
  readonly #batchRows: number;
  readonly #options: BufferOptions;
  readonly #limits: PendingLimits;
  readonly #pending: PendingWrites;
  readonly #bytes = new PendingBytes();
  /** What is being written, and not yet acknowledged; and what comes next. */
  #underWay: { readonly batch: StoreBatch | undefined; readonly rest: PendingWrites };
  #writing: Promise<void> | undefined;
  #timer: BufferTimer | undefined;
  #failures = 0;
  #lastError: unknown;
  #health: StoreHealth = { state: 'healthy' };
  #closed = false;

  constructor(store: Store, options: BufferOptions) {
    const { maxSessions = 20_000, maxMinutes = 200_000 } = options;
    this.#limits = { maxSessions, maxMinutes };
    this.#store = store;
    this.#options = options;
    this.#clock = options.clock;
    this.#intervalMs = options.intervalMs ?? 1000;
    this.#batchRows = options.batchRows ?? 250;
    this.#pending = new PendingWrites(this.#limits);
    this.#underWay = { batch: undefined, rest: new PendingWrites(this.#limits) };
  }

  get health(): StoreHealth {
    return this.#health;
  }

  /** How much waits, what is under way not counted. */
  get waiting(): { readonly sessions: number; readonly minutes: number } {
    return this.#pending.size;
  }

  /** How much has not been written: what waits, and what is under way. */
  get unsaved(): { readonly sessions: number; readonly minutes: number } {
    const { batch, rest } = this.#underWay;
    const { sessions, minutes } = this.waiting;
    return {
      sessions: sessions + (batch?.checkpoints?.length ?? 0) + rest.size.sessions,
      minutes: minutes + (batch?.minutes?.length ?? 0) + rest.size.minutes,
    };
  }

  /** What was never written, since the beginning. */
  get dropped(): Dropped {
    return this.#pending.dropped;
  }

  /** Will save a checkpoint, with a copy of its payload. @throws RangeError where it can't be stored */
  save(checkpoint: Checkpoint): void {
    checkCheckpoint(checkpoint);
    const payload = this.#bytes.copy(checkpoint.payload);
    this.#pending.keep({ ...checkpoint, payload });
    this.#watch();
  }

  /** Will keep a count. @throws RangeError where it can't be stored */
  record(minute: SessionMinute): void {
    checkSessionMinute(minute);
    this.#pending.record(minute);
    this.#watch();
  }

  /** Will remove the checkpoint of a session that is over. @throws RangeError where there can be none */
  remove(end: SessionEnd): void {
    checkSessionEnd(end);
    this.#pending.remove(end);
    this.#watch();
  }

  /** Will write nothing more of a session than what may be under way already. */
  discard(sessionId: string): void {
    const { batch, rest } = this.#underWay;
    this.#pending.discard(sessionId);
    rest.discard(sessionId);
    // If it fails, it is not tried again with this.
    this.#underWay = { batch: batch && withoutSession(batch, sessionId), rest };
  }

  /**
   * The newest checkpoint of a session, written or not.
   *
   * @throws {StoreError} where the store has to be asked, and fails
   */
  async load(sessionId: string): Promise<LoadedCheckpoint> {
    const waiting = this.#newest(sessionId);
    if (waiting === 'removed') return { state: 'missing' };
    if (waiting) return { state: 'found', checkpoint: onItsOwn(waiting) };
    return await this.#store.load(sessionId);
  }

  /**
   * Takes a session over for an epoch, as the store does. What waits of it here is of one before.
   *
   * @throws {StoreError}
   */
  async take(sessionId: string, epoch: number): Promise<LoadedCheckpoint> {
    if (this.#newest(sessionId) === 'removed') return { state: 'missing' };
    return await this.#store.take(sessionId, epoch);
  }

  /**
   * The newest checkpoints of a user, written or not.
   *
   * @throws {StoreError}
   */
  async loadByUser(userId: string): Promise<readonly LoadedCheckpoint[]> {
    const stored = await this.#store.loadByUser(userId);
    const written = stored.filter((one) => {
      if (one.state === 'missing') return false;
      const id = one.state === 'found' ? one.checkpoint.sessionId : one.sessionId;
      return this.#newest(id) === undefined;
    });
    const { batch, rest } = this.#underWay;
    const all = [...(batch?.checkpoints ?? []), ...rest.checkpointsOf(userId)];
    const waiting = new Map<string, Checkpoint>();
    for (const checkpoint of [...all, ...this.#pending.checkpointsOf(userId)]) {
      const isNewest = this.#newest(checkpoint.sessionId) === checkpoint;
      if (checkpoint.userId === userId && isNewest) waiting.set(checkpoint.sessionId, checkpoint);
    }
    const found = Array.from(
      waiting.values(),
      (waits): LoadedCheckpoint => ({ state: 'found', checkpoint: onItsOwn(waits) }),
    );
    return newestFirst([...written, ...found]);
  }

  /**
   * Removes what waits and what is kept of a user. Their sessions must be over: what they add later is kept.
   *
   * @throws {StoreError} when the store fails; some may be left then
   */
  async forget(userId: string): Promise<void> {
    checkUserId(userId);
    this.#pending.forget(userId);
    await this.#writing;
    // What was under way and failed is back.
    this.#pending.forget(userId);
    await this.#store.forget(userId);
  }

  /**
   * Writes all that waits now.
   *
   * @throws {StoreError} when the store fails; it all still waits then, and is tried again
   */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#write();
    if (this.#health.state === 'degraded' && !this.#pending.isEmpty) throw this.#lastError;
  }

  /**
   * Writes what waits, and closes the store, whether that went well or not.
   *
   * @throws {StoreError} when something could not be written
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    try {
      await this.flush();
    } finally {
      this.#timer?.cancel();
      await this.#store.close();
    }
  }

  /** What waits or is under way of a session. */
  #newest(sessionId: string): Checkpoint | 'removed' | undefined {
    const { batch, rest } = this.#underWay;
    const waiting = this.#pending.get(sessionId) ?? rest.get(sessionId);
    if (waiting) return waiting;
    if (batch?.removals?.some((end) => end.sessionId === sessionId)) return 'removed';
    return batch?.checkpoints?.find((one) => one.sessionId === sessionId);
  }

  /** Sees to it that there is a timer while something waits. */
  #watch(): void {
    if (this.#timer || this.#writing || this.#closed || this.#pending.isEmpty) return;
    const { random = Math.random } = this.#options;
    const delay = this.#failures > 0 ? retryDelay(this.#failures, random()) : this.#intervalMs;
    this.#timer = this.#clock.after(delay, () => {
      this.#timer = undefined;
      void this.#write();
    });
  }

  /** One at a time; never rejects. */
  #write(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      this.#watch();
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    const rest = this.#pending.takeAll();
    this.#bytes.take();
    for (;;) {
      const batch = rest.takeBatch(this.#batchRows);
      this.#underWay = { batch, rest };
      if (!batch) return this.#bytes.written();
      const slow = this.#clock.after(SLOW_WRITE_MS, () => this.#noticeSilence());
      try {
        const stale = await this.#store.saveAll(batch).finally(() => slow.cancel());
        this.#underWay = { batch: undefined, rest };
        this.#succeeded(batch, new Set(stale));
      } catch (error) {
        this.#pending.putBack(this.#underWay.batch, rest);
        this.#bytes.failed();
        this.#underWay = { batch: undefined, rest: new PendingWrites(this.#limits) };
        this.#failed(error);
        return;
      }
    }
  }

  /** The store takes its time: whoever asks how it is should not have to wait for the end of that. */
  #noticeSilence(): void {
    const silence = `no answer for ${SLOW_WRITE_MS / 1000} s`;
    this.#lastError = new StoreError('store_unreachable', this.#store.name, silence);
    this.#setHealth(degraded(this.#health, this.#lastError, this.#clock.now()));
  }

  #succeeded({ checkpoints = [] }: StoreBatch, older: ReadonlySet<string>): void {
    this.#failures = 0;
    if (this.#health.state === 'degraded') this.#setHealth({ state: 'healthy' });
    const saved = checkpoints.filter(({ sessionId }) => !older.has(sessionId));
    const stale = checkpoints.filter(({ sessionId }) => older.has(sessionId));
    if (saved.length > 0) this.#options.onSaved?.(saved);
    // Whose end was older is over here anyway.
    if (stale.length > 0) this.#options.onStale?.(stale);
  }

  #failed(error: unknown): void {
    this.#failures++;
    this.#lastError = error;
    this.#setHealth(degraded(this.#health, error, this.#clock.now()));
  }

  #setHealth(health: StoreHealth): void {
    this.#health = health;
    this.#options.onHealth?.(health);
  }
}
