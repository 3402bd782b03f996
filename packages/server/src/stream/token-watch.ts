import type { Clock, Timer } from '../session/index.ts';

/** How long before its end a client is told that its token ends, in seconds. */
export const NOTICE_SECONDS = 60;
/** A token that has ended is still taken for so long, as clocks differ. */
const LEEWAY_SECONDS = 30;
/** Runtimes have no longer timers. */
const MAX_TIMER_MS = 2_000_000_000;

/** Whom a watch tells. */
export interface TokenWatchListener {
  /** The token ends soon; `expiresAt` is when, in Unix seconds. */
  expiring(expiresAt: number): void;
  expired(): void;
}

/** Watches how long the token of a session holds. */
export class TokenWatch {
  readonly #clock: Clock;
  readonly #listener: TokenWatchListener;
  #timer: Timer | undefined;

  constructor(clock: Clock, listener: TokenWatchListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Watches a token from now on, in place of the one before; without a time it holds for good. */
  watch(expiresAt: number | undefined): void {
    this.stop();
    if (expiresAt === undefined) return;
    // One that was taken although it has ended is not cut off at once.
    const endsAt = this.#leftMs(expiresAt) > 0 ? expiresAt : expiresAt + LEEWAY_SECONDS;
    this.#at(expiresAt - NOTICE_SECONDS, () => {
      this.#at(endsAt, () => this.#listener.expired());
      this.#listener.expiring(expiresAt);
    });
  }

  /** Tells nothing any more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #at(seconds: number, act: () => void): void {
    const left = this.#leftMs(seconds);
    const wait = Math.min(Math.max(left, 0), MAX_TIMER_MS);
    this.#timer = this.#clock.after(wait, () => {
      if (left > MAX_TIMER_MS) this.#at(seconds, act);
      else act();
    });
  }

  #leftMs(seconds: number): number {
    return 1000 * seconds - this.#clock.now();
  }
}
