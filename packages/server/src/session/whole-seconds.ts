import { ROW_LENGTH } from '@stepstream/protocol';
import type { NumberIO } from './number-io.ts';

/** Sample period that is assumed until a second has been measured, in seconds: 50 Hz. */
const FIRST_PERIOD_SECONDS = 0.02;
/** Seconds over which the rate is averaged in the long run. */
const MEMORY_SECONDS = 10;
/** Numbers of samples a second are alike where the smaller one is at least this share of the other. */
const MIN_ALIKE_SHARE = 0.8;

/**
 * Gives times to samples whose timestamps are whole seconds.
 *
 * Such a stamp is the true time, rounded down. So the first sample of a second lies at its beginning,
 * within one period; the others follow at the period that the seconds before have shown. Where a stream
 * begins, or goes on after a gap, the rest of that second is a guess, unless its end is in the same frame.
 */
export class WholeSeconds {
  #stamp = Number.NaN;
  /** Time of the newest sample. */
  #time = Number.NaN;
  #period = FIRST_PERIOD_SECONDS;
  /** Samples of the present second, and whether its first one was among them. */
  #samples = 0;
  #fromBeginning = false;
  /** What the period was measured on. */
  #measuredSeconds = 0;
  #measuredSamples = 0;
  /** Samples of the last second, if it had far more or fewer than is usual; else 0. */
  #unusualSamples = 0;

  /** Forgets the stream. */
  reset(): void {
    this.#stamp = this.#time = Number.NaN;
    this.#period = FIRST_PERIOD_SECONDS;
    this.#samples = this.#measuredSeconds = this.#measuredSamples = this.#unusualSamples = 0;
    this.#fromBeginning = false;
  }

  /**
   * Replaces the stamps of a frame by times.
   *
   * @param count rows, in order of their stamps, which are whole
   * @returns the time of the newest sample
   */
  spread(rows: Float64Array, count: number): number {
    for (let index = 0; index < count; index++) {
      const row = index * ROW_LENGTH;
      const stamp = rows[row] as number;
      if (stamp === this.#stamp) this.#continue();
      else if (stamp === this.#stamp + 1) this.#beginSecond(stamp);
      else if (stamp !== this.#stamp - 1) this.#start(stamp, rows, index, count);
      // A second too late: it gets the newest time again, and so is passed over.
      rows[row] = this.#time;
    }
    return this.#time;
  }

  /** Saves or restores the state. */
  transfer(io: NumberIO): void {
    this.#stamp = io.number(this.#stamp);
    this.#time = io.number(this.#time);
    this.#period = io.number(this.#period);
    this.#samples = io.number(this.#samples);
    this.#fromBeginning = io.number(this.#fromBeginning ? 1 : 0) === 1;
    this.#measuredSeconds = io.number(this.#measuredSeconds);
    this.#measuredSamples = io.number(this.#measuredSamples);
    this.#unusualSamples = io.number(this.#unusualSamples);
  }

  /** Another sample of the second. More of them than there is room for share its last moment. */
  #continue(): void {
    this.#samples++;
    this.#time = Math.max(
      this.#time,
      Math.min(this.#time + this.#period, this.#stamp + 1 - this.#period / 2),
    );
  }

  #beginSecond(stamp: number): void {
    this.#measure();
    this.#time = Math.max(this.#time + this.#period, stamp);
    this.#stamp = stamp;
    this.#samples = 1;
    this.#fromBeginning = true;
  }

  /** Begins a stream, or goes on after a gap, with the sample at `index` of a frame. */
  #start(stamp: number, rows: Float64Array, index: number, count: number): void {
    this.#stamp = stamp;
    this.#samples = 1;
    this.#fromBeginning = false;
    const end = endOfRun(rows, index, count);
    const samples = end - index;
    const next = end < count ? (rows[end * ROW_LENGTH] as number) : Number.NaN;
    if (this.#measuredSeconds === 0) {
      const endOfNext = end < count ? endOfRun(rows, end, count) : end;
      // A second that is in the frame as a whole tells the rate.
      const isWhole = endOfNext < count && rows[endOfNext * ROW_LENGTH] === stamp + 2;
      if (isWhole) this.#period = 1 / (endOfNext - end);
      else this.#period = Math.min(this.#period, 1 / samples);
    }
    // These samples are the last of their second, where the next one follows.
    this.#time = next === stamp + 1 ? Math.max(stamp, next - samples * this.#period) : stamp;
  }

  /** Learns the rate from the second that is over. */
  #measure(): void {
    const samples = this.#samples;
    if (!this.#fromBeginning) {
      if (this.#measuredSeconds === 0) this.#period = Math.min(this.#period, 1 / samples);
      return;
    }
    if (this.#measuredSeconds > 0 && !areAlike(samples, 1 / this.#period)) {
      // A second that has lost samples, or holds those of another; two that are alike are a new rate.
      const isNewRate = areAlike(samples, this.#unusualSamples);
      this.#unusualSamples = samples;
      if (!isNewRate) return;
      this.#measuredSeconds = this.#measuredSamples = 0;
    }
    this.#unusualSamples = 0;
    if (this.#measuredSeconds >= MEMORY_SECONDS) {
      this.#measuredSamples -= this.#measuredSamples / this.#measuredSeconds;
      this.#measuredSeconds--;
    }
    this.#measuredSeconds++;
    this.#measuredSamples += samples;
    this.#period = this.#measuredSeconds / this.#measuredSamples;
  }
}

function areAlike(a: number, b: number): boolean {
  return Math.min(a, b) >= MIN_ALIKE_SHARE * Math.max(a, b);
}

/** The index after the rows that have the same stamp as the one at `index`. */
function endOfRun(rows: Float64Array, index: number, count: number): number {
  let end = index + 1;
  while (end < count && rows[end * ROW_LENGTH] === rows[index * ROW_LENGTH]) end++;
  return end;
}
