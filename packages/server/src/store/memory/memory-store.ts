import { type StoreBackend, storeOver } from '../backend.ts';
import type { CheckedBatch } from '../check.ts';
import {
  type Checkpoint,
  isCheckpoint,
  type LoadedCheckpoint,
  newestFirst,
} from '../checkpoint.ts';
import { sequenceOf } from '../epoch.ts';
import type {
  MinuteRange,
  SessionEnd,
  SessionMinute,
  Store,
  UserMinute,
  UtcMinute,
} from '../store.ts';
import { compareUtf8 } from '../utf8-order.ts';

/** A store that keeps everything in this process, and so nothing beyond it. */
export function createMemoryStore(): Store {
  return storeOver(new MemoryBackend());
}

class MemoryBackend implements StoreBackend {
  readonly name = 'memory';
  readonly outlivesProcess = false;
  readonly isShared = false;
  /** By their sessions, as are the ends of those that are over. */
  readonly #checkpoints = new Map<string, Checkpoint | SessionEnd>();
  /** Counts by user, then by minute, then by session. */
  readonly #history = new Map<string, Map<UtcMinute, Map<string, number>>>();

  async write({ checkpoints, minutes, removals }: CheckedBatch): Promise<readonly string[]> {
    const older = this.#outrun({ checkpoints, removals });
    for (const { sessionId, sequence, expiresAt } of removals) {
      if (older.has(sessionId)) continue;
      this.#checkpoints.set(sessionId, { sessionId, sequence, expiresAt });
    }
    for (const checkpoint of checkpoints) {
      const { sessionId } = checkpoint;
      if (!older.has(sessionId)) this.#checkpoints.set(sessionId, copyOf(checkpoint));
    }
    for (const minute of minutes) if (!older.has(minute.sessionId)) this.#keepMinute(minute);
    return [...older];
  }

  async outrun(batch: CheckedBatch): Promise<readonly string[]> {
    return [...this.#outrun(batch)];
  }

  #outrun({ checkpoints, removals }: Pick<CheckedBatch, 'checkpoints' | 'removals'>): Set<string> {
    const older = [...checkpoints, ...removals].filter((one) => this.#isOutrun(one));
    return new Set(older.map(({ sessionId }) => sessionId));
  }

  /** Whether something newer is kept. */
  #isOutrun(what: Checkpoint | SessionEnd): boolean {
    const kept = this.#checkpoints.get(what.sessionId);
    if (!kept) return false;
    const isRevived = isCheckpoint(what) && !isCheckpoint(kept);
    return kept.sequence > what.sequence || (isRevived && kept.sequence === what.sequence);
  }

  async load(sessionId: string): Promise<LoadedCheckpoint> {
    const kept = this.#checkpoints.get(sessionId);
    const isThere = kept !== undefined && isCheckpoint(kept);
    return isThere ? { state: 'found', checkpoint: copyOf(kept) } : { state: 'missing' };
  }

  async raise(sessionId: string, beginning: number): Promise<void> {
    const kept = this.#checkpoints.get(sessionId);
    if (!kept || kept.sequence >= beginning) return;
    const sequence = beginning + sequenceOf(kept.sequence);
    this.#checkpoints.set(sessionId, { ...kept, sequence });
  }

  async loadByUser(userId: string): Promise<readonly LoadedCheckpoint[]> {
    const all = [...this.#checkpoints.values()].filter(isCheckpoint);
    const own = all.filter((one) => one.userId === userId);
    return newestFirst(own.map((one) => ({ state: 'found', checkpoint: copyOf(one) })));
  }

  async expire(now: number): Promise<number> {
    const before = this.#checkpoints.size;
    for (const { sessionId, expiresAt } of this.#checkpoints.values()) {
      if (expiresAt <= now) this.#checkpoints.delete(sessionId);
    }
    return before - this.#checkpoints.size;
  }

  async page(userId: string, { start, end }: MinuteRange, size: number) {
    return this.#minutesOf(userId)
      .filter(({ minute }) => minute >= start && minute < end)
      .slice(0, size);
  }

  async sums(userId: string, boundaries: readonly UtcMinute[]): Promise<readonly number[]> {
    const sums = new Array<number>(boundaries.length - 1).fill(0);
    let bucket = -1;
    for (const { minute, count } of this.#minutesOf(userId)) {
      while (minute >= (boundaries[bucket + 1] ?? Number.POSITIVE_INFINITY)) bucket++;
      if (bucket >= 0 && bucket < sums.length) sums[bucket] = (sums[bucket] ?? 0) + count;
    }
    return sums;
  }

  async total(userId: string): Promise<number> {
    return this.#minutesOf(userId).reduce((sum, { count }) => sum + count, 0);
  }

  async users(limit: number, after: string): Promise<readonly string[]> {
    return [...this.#history.keys()]
      .filter((userId) => compareUtf8(userId, after) > 0)
      .sort(compareUtf8)
      .slice(0, limit);
  }

  async forget(userId: string): Promise<void> {
    this.#history.delete(userId);
    for (const checkpoint of this.#checkpoints.values()) {
      if (isCheckpoint(checkpoint) && checkpoint.userId === userId)
        this.#checkpoints.delete(checkpoint.sessionId);
    }
  }

  async prune(before: UtcMinute): Promise<void> {
    for (const [userId, minutes] of this.#history) {
      for (const minute of minutes.keys()) if (minute < before) minutes.delete(minute);
      if (minutes.size === 0) this.#history.delete(userId);
    }
  }

  async close(): Promise<void> {}

  #keepMinute({ userId, sessionId, minute, count }: SessionMinute): void {
    const minutes = this.#history.get(userId) ?? new Map<UtcMinute, Map<string, number>>();
    const counts = minutes.get(minute) ?? new Map<string, number>();
    counts.set(sessionId, Math.max(counts.get(sessionId) ?? 0, count));
    this.#history.set(userId, minutes.set(minute, counts));
  }

  /** In order. */
  #minutesOf(userId: string): UserMinute[] {
    const minutes = [...(this.#history.get(userId) ?? [])].sort(([a], [b]) => a - b);
    return minutes.map(([minute, counts]) => ({
      minute,
      count: counts.values().reduce((sum, count) => sum + count, 0),
    }));
  }
}

/** Neither side alters what the other holds. */
function copyOf(checkpoint: Checkpoint): Checkpoint {
  return { ...checkpoint, payload: checkpoint.payload.slice() };
}
