import { Histogram } from './histogram.ts';

/** How often it is looked, in milliseconds. A standstill as long as this is always seen. */
const EVERY_MS = 100;
/** Bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Time, as it is needed here. */
export interface DelayClock {
  monotonic(): number;
  /** Calls `callback` once, after so many milliseconds; what it returns takes that back. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The machine's; it keeps no process alive. */
const MACHINE: DelayClock = {
  monotonic: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * How much later than asked for a timer fires: as long as that, everybody waits. The runtime's own
 * `monitorEventLoopDelay` is not used, for Bun's counts the time before it was begun.
 */
export class EventLoopDelay {
  readonly histogram = new Histogram(BOUNDS);
  readonly #clock: DelayClock;
  #cancel: (() => void) | undefined;

  constructor(clock: DelayClock = MACHINE) {
    this.#clock = clock;
  }

  /** Looks from now on. Asked again, nothing changes. */
  start(): void {
    if (!this.#cancel) this.#next();
  }

  /** Looks no more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #next(): void {
    const due = this.#clock.monotonic() + EVERY_MS;
    this.#cancel = this.#clock.after(EVERY_MS, () => {
      this.histogram.observe(Math.max(this.#clock.monotonic() - due, 0) / 1000);
      this.#next();
    });
  }
}
