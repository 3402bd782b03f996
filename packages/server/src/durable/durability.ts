import type { Clock } from '../session/index.ts';
import { BufferedStore, type Dropped, type Store, type StoreHealth } from '../store/index.ts';
import type { StoreLog } from './store-log.ts';

/** Most that waits before it is written, in milliseconds. */
const MAX_WRITE_DELAY_MS = 1000;
/** What is saved is written within this part of the interval in which it is saved. */
const WRITE_PART = 1 / 5;
const MIN_WRITE_DELAY_MS = 20;

/** What keeps sessions and history beyond the process needs. */
export interface DurabilityOptions {
  /** It is this one's from now on, and closed with it. */
  readonly store: Store;
  readonly clock: Clock;
  /** Seconds in which each session that has changed is saved once. */
  readonly intervalSeconds: number;
  readonly log: StoreLog;
}

/** What of an engine outlives its process, and where. */
export class Durability {
  /** Reads what is written. Who wants what still waits, too, flushes the buffer before. */
  readonly store: Store;
  /** Writes behind. */
  readonly buffer: BufferedStore;

  constructor({ store, clock, intervalSeconds, log }: DurabilityOptions) {
    this.store = store;
    const delay = 1000 * intervalSeconds * WRITE_PART;
    this.buffer = new BufferedStore(store, {
      clock,
      intervalMs: Math.max(Math.min(delay, MAX_WRITE_DELAY_MS), MIN_WRITE_DELAY_MS),
      onHealth: (health) => log.health(health, this.dropped),
    });
  }

  /** Whether the store takes what it is given. */
  get health(): StoreHealth {
    return this.buffer.health;
  }

  /** What was never written, since the beginning. */
  get dropped(): Dropped {
    return this.buffer.dropped;
  }

  /** Writes what waits, and closes the store. Never rejects: what could not be written is logged. */
  async close(): Promise<void> {
    await this.buffer.close().catch(() => {
      // The log has been told of the store's health already.
    });
  }
}
