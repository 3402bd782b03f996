import { StepstreamError } from './errors.ts';
import type { ClientClock } from './options.ts';

/** Drops are reported no more often than this. */
const REPORT_INTERVAL_MS = 1000;

/** Keeps account of samples: each accepted one is in exactly one of the other groups, or on its way. */
export class Ledger {
  accepted = 0;
  delivered = 0;
  refused = 0;
  #dropped = 0;
  #unreported = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;
  readonly #clock: ClientClock;
  readonly #report: (error: StepstreamError) => void;

  /** @param report told of samples that were dropped */
  constructor(clock: ClientClock, report: (error: StepstreamError) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Samples are done with, and the server has taken in so many of them. */
  settle(samples: number, taken: number): void {
    this.delivered += Math.min(taken, samples);
    this.refused += Math.max(samples - taken, 0);
  }

  /** Samples were given up. */
  drop(samples: number): void {
    this.#dropped += samples;
    this.#unreported += samples;
  }

  /** Samples are dropped one by one, and reported together: once a second, unless `now`. */
  reportDrops(now = false): void {
    const samples = this.#unreported;
    const time = this.#clock.now();
    if (samples === 0 || (!now && time - this.#reportedAt < REPORT_INTERVAL_MS)) return;
    this.#unreported = 0;
    this.#reportedAt = time;
    const text = `${samples} samples could not be delivered`;
    this.#report(new StepstreamError('samples_dropped', text, { samples }));
  }
}
