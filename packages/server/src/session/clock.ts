/** A timer that a {@link Clock} started. */
export interface Timer {
  /** Stops it; it won't fire any more. */
  cancel(): void;
  /** Lets the process end while it waits. A clock of a test has no need for it. */
  unref?(): void;
}

/** Time, as sessions see it. Injected, so that tests need not wait. */
export interface Clock {
  /** Unix time in milliseconds: for what people read. May jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds that only ever grow, from any origin: for durations and timeouts. */
  monotonic(): number;
  /** Calls `callback` once, after `delay` milliseconds. */
  after(delay: number, callback: () => void): Timer;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return { cancel: () => clearTimeout(timer), unref: () => timer.unref() };
  },
};
