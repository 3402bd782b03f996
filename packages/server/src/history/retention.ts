import type { Clock, Timer } from '../session/index.ts';
import type { UserHistory } from './user-history.ts';

const HOUR_MS = 3_600_000;
const MINUTES_OF_DAY = 1440;

/** What keeps a history short needs. */
export interface RetentionOptions {
  readonly history: Pick<UserHistory, 'prune'>;
  readonly clock: Clock;
  /** How long minutes are kept; 0 for ever. */
  readonly days: number;
  /** Told of a store that fails; it is tried again an hour later. */
  onError(error: unknown): void;
}

/** Removes minutes that are too old: at once, and then every hour. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: Timer | undefined;
  #pruning: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    // Not while the program that makes it is still at it.
    if (options.days > 0) this.#wait(0);
  }

  /** Stops the timer, and waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#pruning;
  }

  #wait(delay: number): void {
    this.#timer = this.#options.clock.after(delay, () => {
      this.#pruning = this.#prune().finally(() => {
        if (!this.#isClosed) this.#wait(HOUR_MS);
      });
    });
    // A program is not kept running by an engine that it has done with.
    this.#timer.unref?.();
  }

  async #prune(): Promise<void> {
    const { history, clock, days, onError } = this.#options;
    const before = Math.floor(clock.now() / 60_000) - days * MINUTES_OF_DAY;
    try {
      if (before > 0) await history.prune(before);
    } catch (error) {
      onError(error);
    }
  }
}
