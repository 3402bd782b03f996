const NANOSECONDS = /^\d{1,20}$/;
/** Later than this since boot no phone runs: a count of nanoseconds beyond is Unix time. */
const EARLIEST_UNIX = 100_000_000_000_000_000n;

/**
 * Nanoseconds since 1970 or since boot as seconds of a recording. They are beyond 2^53, so the
 * difference to the first is taken before they become a double.
 */
export class NanosecondClock {
  #origin: bigint | undefined;

  /**
   * Seconds since the recording began.
   *
   * @param time - whole nanoseconds, as text
   * @param elapsed - what the file says of the same, in seconds; only the first is used
   * @returns NaN when the text is no such number
   */
  seconds(time: string, elapsed = 0): number {
    if (!NANOSECONDS.test(time)) return Number.NaN;
    const nanoseconds = BigInt(time);
    this.#origin ??= nanoseconds - BigInt(Math.round(elapsed * 1e9));
    return Number(nanoseconds - this.#origin) / 1e9;
  }

  /** Unix seconds of time 0; null before the first time, or when times count from boot. */
  get startedAt(): number | null {
    if (this.#origin === undefined || this.#origin < EARLIEST_UNIX) return null;
    return Number(this.#origin) / 1e9;
  }
}
