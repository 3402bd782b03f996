import type { RecordingSummary } from '@stepstream/formats/browser';
import { Envelope } from './envelope.ts';
import type { Interval } from './interval.ts';
import { MedianMeter } from './median-meter.ts';

/** Samples further apart than this, in seconds, leave a hole: what was done in it is not known. */
const MAX_HOLE_SECONDS = 2;

/** Some samples in order: times in s, acceleration in m/s² with x y z interleaved. */
export interface Samples {
  readonly times: Float64Array;
  readonly accel: Float64Array;
}

/** Measures a recording while its samples go by, and keeps none of them. */
export class RecordingMeter {
  readonly envelope = new Envelope();
  readonly #intervals = new MedianMeter();
  readonly #stretches: Interval[] = [];
  #samples = 0;
  #duration = 0;
  #stretchStart = Number.NaN;
  #last = Number.NaN;
  #measured = 0;
  #mean = 0;
  #squares = 0;

  push({ times, accel }: Samples): void {
    for (let i = 0; i < times.length; i++) {
      this.#time(times[i] as number);
      const x = accel[3 * i] as number;
      const y = accel[3 * i + 1] as number;
      const z = accel[3 * i + 2] as number;
      const magnitude = Math.sqrt(x * x + y * y + z * z);
      if (Number.isFinite(magnitude)) this.#magnitude(times[i] as number, magnitude);
    }
  }

  /** How long and how dense the recording is; a clock that steps back takes nothing away. */
  get summary(): RecordingSummary {
    const { median } = this.#intervals;
    const rate = median === null ? null : 1 / median;
    return { samples: this.#samples, duration: this.#duration, rate };
  }

  /**
   * The stretches that the samples cover, in their order. Where the clock steps back a new one begins, and they may
   * overlap.
   */
  get stretches(): readonly Interval[] {
    if (this.#samples === 0) return [];
    return [...this.#stretches, { start: this.#stretchStart, end: this.#last }];
  }

  /** Standard deviation of the acceleration's magnitude, in m/s². */
  get spread(): number {
    return this.#measured === 0 ? 0 : Math.sqrt(this.#squares / this.#measured);
  }

  #time(time: number): void {
    const interval = time - this.#last;
    if (interval > 0) {
      this.#duration += interval;
      this.#intervals.push(interval);
    }
    if (this.#samples === 0) this.#stretchStart = time;
    else if (!(interval >= 0 && interval <= MAX_HOLE_SECONDS)) {
      this.#stretches.push({ start: this.#stretchStart, end: this.#last });
      this.#stretchStart = time;
    }
    this.#last = time;
    this.#samples++;
  }

  #magnitude(time: number, magnitude: number): void {
    this.envelope.push(time, magnitude);
    // Welford's way, which keeps its digits.
    const difference = magnitude - this.#mean;
    this.#mean += difference / ++this.#measured;
    this.#squares += difference * (magnitude - this.#mean);
  }
}
