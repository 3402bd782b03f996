import type { Checkpoint } from '../checkpoint.ts';
import type { StoreHealth } from './store-health.ts';

/** A timer that a {@link BufferClock} started. */
export interface BufferTimer {
  cancel(): void;
}

/** Time, as the buffer sees it; that of sessions fits. Injected, so that tests need not wait. */
export interface BufferClock {
  /** Unix time in milliseconds. */
  now(): number;
  /** Calls `callback` once, after `delay` milliseconds. */
  after(delay: number, callback: () => void): BufferTimer;
}

/** How writes are buffered. */
export interface BufferOptions {
  readonly clock: BufferClock;
  /** Between writes, in milliseconds; from 1. Default: 1000. */
  readonly intervalMs?: number;
  /** Sessions whose checkpoint or removal may wait; 4 KB each at most. Default: 20,000. */
  readonly maxSessions?: number;
  /** Counts that may wait; some 200 bytes each. Default: 200,000. */
  readonly maxMinutes?: number;
  /** Rows that are written at once, whose making takes some milliseconds. Default: 250. */
  readonly batchRows?: number;
  /** Told of checkpoints that will survive this process. It must not throw. */
  readonly onSaved?: (checkpoints: readonly Checkpoint[]) => void;
  /** Told of checkpoints that are older than what another server has saved of their sessions. It must not throw. */
  readonly onStale?: (checkpoints: readonly Checkpoint[]) => void;
  /** Told when the health has changed. It must not throw. */
  readonly onHealth?: (health: StoreHealth) => void;
  /** From 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}
