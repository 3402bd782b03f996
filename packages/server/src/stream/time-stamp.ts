import type { Clock } from '../session/index.ts';

/** Answers within so many milliseconds carry the same time. */
const RESOLUTION_MS = 1;

/**
 * The time that messages carry, as text: Unix seconds with three digits. Read and written out once a
 * millisecond, however many messages go out in it.
 */
export class TimeStamp {
  readonly #clock: Clock;
  #readAt = Number.NEGATIVE_INFINITY;
  #text = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param monotonic the clock's monotonic time, as the caller has read it */
  at(monotonic: number): string {
    if (!(monotonic - this.#readAt < RESOLUTION_MS)) {
      this.#readAt = monotonic;
      this.#text = (this.#clock.now() / 1000).toFixed(3);
    }
    return this.#text;
  }
}
