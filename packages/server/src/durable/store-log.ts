import type { Dropped, StoreHealth } from '../store/index.ts';

/** What is needed of a logger. */
export interface StoreLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Logs when a store begins to fail, and when it is well again; nothing between, however long it takes. */
export class StoreLog {
  readonly #logger: StoreLogger;
  readonly #name: string;
  #isDegraded = false;
  #droppedBefore: Dropped = { checkpoints: 0, minutes: 0 };

  /** @param name the store's, without a password */
  constructor(logger: StoreLogger, name: string) {
    this.#logger = logger;
    this.#name = name;
  }

  /** @param dropped since the beginning */
  health(health: StoreHealth, dropped: Dropped): void {
    const isDegraded = health.state === 'degraded';
    if (isDegraded === this.#isDegraded) return;
    this.#isDegraded = isDegraded;
    if (health.state === 'degraded') {
      this.#droppedBefore = dropped;
      const { code, reason } = health;
      this.#logger.warn(
        { store: this.#name, code, reason },
        'the store fails: writes wait in memory',
      );
    } else {
      const { checkpoints, minutes } = this.#droppedBefore;
      this.#logger.info(
        {
          store: this.#name,
          dropped_checkpoints: dropped.checkpoints - checkpoints,
          dropped_minutes: dropped.minutes - minutes,
        },
        'the store works again: what waited is written',
      );
    }
  }

  /** What waits can't wait any longer. */
  lost(waiting: { readonly sessions: number; readonly minutes: number }, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#logger.warn(
      { store: this.#name, ...waiting, reason },
      'lost at the end: the store did not take it',
    );
  }
}
