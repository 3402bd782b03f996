import type { RecordingSummary } from '../recording-summary.ts';
import type { SampleBlock } from './sample-block.ts';
import { StillSpans } from './still-spans.ts';

/** Intervals by their size, each bin a thousandth larger than the one before, from this many seconds on. */
const MIN_INTERVAL = 1e-5;
const BIN_RATIO = Math.log(1.001);
const INTERVAL_BINS = 20_000;
/** Lengths of the acceleration, in steps of this many m/s². */
const LENGTH_STEP = 0.01;
const LENGTH_BINS = 30_000;

/** What {@link recordingSummary} says of a recording, of one that is never in memory as a whole. */
export class RunningSummary {
  readonly #intervals = new Uint32Array(INTERVAL_BINS);
  readonly #seconds = new Float64Array(INTERVAL_BINS);
  readonly #lengths = new Uint32Array(LENGTH_BINS);
  /** Where the sensor was stuck. */
  readonly stillSpans = new StillSpans();
  #samples = 0;
  #duration = 0;
  #positive = 0;
  #last = Number.NaN;

  add(block: SampleBlock): void {
    const { times, accel } = block;
    this.stillSpans.add(block);
    this.#samples += times.length;
    for (let i = 0; i < times.length; i++) {
      const interval = (times[i] as number) - this.#last;
      this.#last = times[i] as number;
      if (interval > 0) this.#addInterval(interval);
      const x = accel[3 * i] as number;
      const y = accel[3 * i + 1] as number;
      const z = accel[3 * i + 2] as number;
      const bin = Math.floor(Math.sqrt(x * x + y * y + z * z) / LENGTH_STEP);
      const kept = Math.min(bin, LENGTH_BINS - 1);
      this.#lengths[kept] = (this.#lengths[kept] as number) + 1;
    }
  }

  /** The rate is exact where the intervals are all alike, and within a thousandth where they are not. */
  get summary(): RecordingSummary {
    const bin = quantileBin(this.#intervals, this.#positive, 0.5);
    const rate =
      bin === null ? null : (this.#intervals[bin] as number) / (this.#seconds[bin] as number);
    return { samples: this.#samples, duration: this.#duration, rate };
  }

  /** How far the length of the acceleration moves, from its 5 % to its 95 %, in m/s². */
  get spread(): number {
    const low = quantileBin(this.#lengths, this.#samples, 0.05) ?? 0;
    const high = quantileBin(this.#lengths, this.#samples, 0.95) ?? 0;
    return (high - low) * LENGTH_STEP;
  }

  #addInterval(interval: number): void {
    this.#duration += interval;
    this.#positive++;
    const bin = Math.floor(Math.log(interval / MIN_INTERVAL) / BIN_RATIO);
    const kept = Math.max(0, Math.min(bin, INTERVAL_BINS - 1));
    this.#intervals[kept] = (this.#intervals[kept] as number) + 1;
    this.#seconds[kept] = (this.#seconds[kept] as number) + interval;
  }
}

/** The bin in which so large a share of all is reached; null where there is nothing. */
function quantileBin(bins: Uint32Array, total: number, share: number): number | null {
  let sum = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    sum += bins[bin] as number;
    if (sum > share * total) return bin;
  }
  return null;
}
