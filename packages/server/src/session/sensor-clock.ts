import {
  type Fault,
  isMillisecondStep,
  MAX_SHARED_SPACING_SECONDS,
  MIN_MILLISECOND_STEP,
  ROW_LENGTH,
  type SampleBlock,
} from '@stepstream/protocol';
import { millisecondSteps } from '@stepstream/protocol/codec';
import type { NumberIO } from './number-io.ts';
import { WholeSeconds } from './whole-seconds.ts';

/** So many steps of milliseconds in a row prove that a stream counts in them. */
const MIN_EVIDENCE = 8;
/** Another step takes so many of them back. */
const COUNTER_EVIDENCE = 2;
/** A step back by more than this is another clock, as the detector sees it, too. */
const MAX_DISORDER_SECONDS = 1;
/** Spacing of samples that share a time, where nothing tells it: 50 Hz. */
const FIRST_SPACING_SECONDS = 0.02;
/** The narrowest spacing where samples have to catch up, as a share of what it should be. */
const MIN_SPACING_SHARE = 0.1;

/**
 * Mends the times that samples bring with them, before the detector sees them:
 * - samples of a frame that share a time are spread up to the next time;
 * - so are those of a stream that tells whole seconds only, whatever its frames ({@link WholeSeconds});
 * - milliseconds, which come in steps of 2 to 50, are found out.
 *
 * Times that grow from sample to sample, as they should, are left alone, to the bit. What comes out
 * depends on the samples and their frames alone, never on when they came.
 */
export class SensorClock {
  /** Whether a time with a fraction has been seen, so that the stream's resolution is fine. */
  #isFine = false;
  /** The newest timestamp as it came, and as it was given on. */
  #stamp = Number.NaN;
  #time = Number.NaN;
  /** Samples that have shared the newest timestamp so far. */
  #sharers = 0;
  /** Spacing of the last samples that shared a time. */
  #spacing = FIRST_SPACING_SECONDS;
  /** Steps that look like milliseconds, minus those that speak against them. */
  #evidence = 0;
  /** Whether they have proved it, and it has not been disproved since. */
  #isMilliseconds = false;
  /** Made for a stream that tells whole seconds; most never do. */
  #wholeSeconds: WholeSeconds | undefined;

  /**
   * Puts right the times of a frame whose samples carry them, in order, in place.
   *
   * @returns what is wrong with a stream in milliseconds; the frame is then not to be used
   */
  take(block: SampleBlock): Fault | undefined {
    const { rows, count } = block;
    let last = this.#time;
    if (this.#isFine && this.#evidence === 0) {
      let row = 0;
      for (; row < count * ROW_LENGTH; row += ROW_LENGTH) {
        const time = rows[row] as number;
        if (!(time > last && time - last < MIN_MILLISECOND_STEP)) break;
        last = time;
      }
      if (row === count * ROW_LENGTH) {
        this.#stamp = this.#time = last;
        this.#sharers = 1;
        return undefined;
      }
    }
    return this.#mend(block);
  }

  /** Forgets the stream. */
  reset(): void {
    this.#isFine = false;
    this.#stamp = this.#time = Number.NaN;
    this.#sharers = 0;
    this.#spacing = FIRST_SPACING_SECONDS;
    this.#evidence = 0;
    this.#isMilliseconds = false;
    this.#wholeSeconds = undefined;
  }

  /** Saves or restores the state. */
  transfer(io: NumberIO): void {
    this.#isFine = io.number(this.#isFine ? 1 : 0) === 1;
    this.#stamp = io.number(this.#stamp);
    this.#time = io.number(this.#time);
    this.#sharers = io.number(this.#sharers);
    this.#spacing = io.number(this.#spacing);
    this.#evidence = io.number(this.#evidence);
    this.#isMilliseconds = io.number(this.#isMilliseconds ? 1 : 0) === 1;
    const hasWholeSeconds = io.number(this.#wholeSeconds ? 1 : 0) === 1;
    if (hasWholeSeconds) this.#wholeSeconds ??= new WholeSeconds();
    else this.#wholeSeconds = undefined;
    this.#wholeSeconds?.transfer(io);
  }

  #mend({ rows, count }: SampleBlock): Fault | undefined {
    if ((rows[0] as number) < this.#stamp - MAX_DISORDER_SECONDS) this.reset();
    const newest = rows[(count - 1) * ROW_LENGTH] as number;
    this.#weighSteps(rows, count);
    if (this.#isMilliseconds) {
      this.#stamp = this.#time = newest;
      return millisecondSteps(count === 1 ? 'timestamp' : 'samples[0].timestamp');
    }
    this.#isFine ||= hasFraction(rows, count);
    if (this.#isFine) {
      this.#spreadShared(rows, count);
    } else {
      this.#wholeSeconds ??= new WholeSeconds();
      this.#time = this.#wholeSeconds.spread(rows, count);
      this.#stamp = newest;
    }
    return undefined;
  }

  /**
   * Weighs the steps of a frame. Two samples may share a time; that says nothing. So many may that a step of
   * seconds is what they cover: a sensor's buffer, whose samples all carry the time of its reading.
   */
  #weighSteps(rows: Float64Array, count: number): void {
    let last = this.#stamp;
    for (let row = 0; row < count * ROW_LENGTH; row += ROW_LENGTH) {
      const step = (rows[row] as number) - last;
      last = rows[row] as number;
      const isCovered = step <= MAX_SHARED_SPACING_SECONDS * this.#sharers;
      this.#sharers = step === 0 ? this.#sharers + 1 : 1;
      if (isMillisecondStep(step) && !isCovered)
        this.#evidence = Math.min(this.#evidence + 1, MIN_EVIDENCE);
      else if (step !== 0) this.#evidence = Math.max(this.#evidence - COUNTER_EVIDENCE, 0);
    }
    if (this.#evidence === MIN_EVIDENCE) this.#isMilliseconds = true;
    else if (this.#evidence === 0) this.#isMilliseconds = false;
  }

  /** Spreads the samples of each time up to the next time. */
  #spreadShared(rows: Float64Array, count: number): void {
    for (let index = 0; index < count; ) {
      const stamp = rows[index * ROW_LENGTH] as number;
      let end = index + 1;
      while (end < count && rows[end * ROW_LENGTH] === stamp) end++;
      // One that repeats the time of a frame before, or is older, is not new: the detector passes it over.
      if (!(stamp <= this.#stamp)) {
        if (end - index > 1 || stamp <= this.#time) this.#spreadRun(rows, index, end, count);
        else this.#time = stamp;
        this.#stamp = stamp;
      }
      index = end;
    }
  }

  /** Spreads the samples from `index` to `end`, which share a time. */
  #spreadRun(rows: Float64Array, index: number, end: number, count: number): void {
    const stamp = rows[index * ROW_LENGTH] as number;
    // At the end of a frame the next time is not known; the last step is likely to come again.
    const covered = end < count ? (rows[end * ROW_LENGTH] as number) - stamp : stamp - this.#stamp;
    const spacing = covered / (end - index);
    if (spacing <= MAX_SHARED_SPACING_SECONDS) this.#spacing = spacing;
    // Those of the frame before may have been spread beyond this time. Then there is less room.
    const overlaps = stamp <= this.#time;
    const room = stamp + (end - index) * this.#spacing - this.#time;
    const step = overlaps
      ? Math.max(room / (end - index + 1), MIN_SPACING_SHARE * this.#spacing)
      : this.#spacing;
    const start = overlaps ? this.#time + step : stamp;
    for (let i = index; i < end; i++) {
      this.#time = start + (i - index) * step;
      rows[i * ROW_LENGTH] = this.#time;
    }
  }
}

/** Whether any of a frame's times is not whole. */
function hasFraction(rows: Float64Array, count: number): boolean {
  for (let row = 0; row < count * ROW_LENGTH; row += ROW_LENGTH) {
    if (!Number.isInteger(rows[row])) return true;
  }
  return false;
}
