/** Whom a limit remembers at most; those longest ago are forgotten first. */
const MAX_KEYS = 20_000;
/** So many are forgotten at once when there are more: to find the first of a map costs as much as its gaps. */
const FORGOTTEN_AT_ONCE = 1000;
/** How often those whose bucket is full again are looked for, in milliseconds. */
const FORGET_EVERY_MS = 1000;

/** So many of something in a time. */
export interface Rate {
  /** How many may come at once, and in `seconds`; 0 for any number. */
  readonly most: number;
  readonly seconds: number;
}

/** Holds each of many, by a key, to a rate: a bucket that is full at first and fills again evenly. */
export class KeyedRate {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  /** By key: when the bucket is full again. */
  readonly #fullAtMs = new Map<string, number>();
  #forgotAtMs = Number.NEGATIVE_INFINITY;

  constructor({ most, seconds }: Rate) {
    this.#intervalMs = most > 0 ? (1000 * seconds) / most : 0;
    this.#burstMs = most > 0 ? 1000 * seconds : Number.POSITIVE_INFINITY;
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#fullAtMs.size;
  }

  /** Seconds until there is room for one more; 0 where there is. */
  wait(key: string, nowMs: number): number {
    const fullAt = Math.max(this.#fullAtMs.get(key) ?? 0, nowMs);
    return Math.max(fullAt + this.#intervalMs - nowMs - this.#burstMs, 0) / 1000;
  }

  /**
   * Asks for one, and notes it where there is room.
   *
   * @param nowMs milliseconds on a clock that only grows
   * @returns seconds until there is room; 0 where there was
   */
  take(key: string, nowMs: number): number {
    const wait = this.wait(key, nowMs);
    if (wait === 0) this.note(key, nowMs);
    return wait;
  }

  /** Notes one, whether or not there is room. */
  note(key: string, nowMs: number): void {
    if (this.#intervalMs === 0) return;
    const fullAt = Math.max(this.#fullAtMs.get(key) ?? 0, nowMs) + this.#intervalMs;
    // Put at the end: those that come first are the ones longest ago.
    this.#fullAtMs.delete(key);
    this.#fullAtMs.set(key, Math.min(fullAt, nowMs + this.#burstMs + this.#intervalMs));
    this.#forget(nowMs);
  }

  #forget(nowMs: number): void {
    const isFull = this.#fullAtMs.size > MAX_KEYS;
    if (!isFull && nowMs - this.#forgotAtMs < FORGET_EVERY_MS) return;
    this.#forgotAtMs = nowMs;
    const most = isFull ? MAX_KEYS - FORGOTTEN_AT_ONCE : MAX_KEYS;
    for (const [key, fullAt] of this.#fullAtMs) {
      if (fullAt > nowMs && this.#fullAtMs.size <= most) return;
      this.#fullAtMs.delete(key);
    }
  }
}
