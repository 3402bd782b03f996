/** How many seconds' worth of samples may come at once, after a pause of the network. */
const BURST_SECONDS = 10;
/** A session may always send so many at once: the largest batch. */
const MIN_BURST_SAMPLES = 1000;
/** Refused frames, without a pause that fills the allowance again, after which a client is closed. */
const MAX_REFUSED_FRAMES = 1000;

/**
 * Holds a client to a number of samples a second, by a token bucket: what it does not use it may
 * catch up on later, up to ten seconds' worth.
 */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  #allowance: number;
  #at = Number.NEGATIVE_INFINITY;
  #refused = 0;

  /** @param perSecond samples a second that are served in the long run */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#burst = this.#allowance = Math.max(BURST_SECONDS * perSecond, MIN_BURST_SAMPLES);
  }

  /** Whether the client goes on far over the limit, as though it were never told. */
  get hasExceededRefusals(): boolean {
    return this.#refused >= MAX_REFUSED_FRAMES;
  }

  /**
   * Asks for `count` samples at a moment.
   *
   * @param now milliseconds on a clock that only grows
   * @returns whether they may pass; refused ones are not charged
   */
  admit(count: number, now: number): boolean {
    const earned = ((now - this.#at) / 1000) * this.#perSecond;
    this.#at = now;
    this.#allowance = Math.min(this.#allowance + earned, this.#burst);
    if (this.#allowance === this.#burst) this.#refused = 0;
    if (this.#allowance < count) {
      this.#refused++;
      return false;
    }
    this.#allowance -= count;
    return true;
  }
}
