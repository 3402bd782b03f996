import { logistic } from './math.ts';
import { FRAME_RATE } from './resample.ts';
import { LONGEST_STEP_INTERVAL } from './rhythm.ts';
import type { StateIO } from './state-io.ts';

/** Intervals that the running cadence is the median of. */
const INTERVALS = 5;
/** Intervals that must be known before cadence has a say. */
const FEWEST_INTERVALS = 3;
/**
 * A longer usual interval, in seconds, counts as this: where one foot hardly shows, the strides would
 * pass for steps, and the other foot's landings for early ones.
 */
const SLOWEST_USUAL = 0.6;
/** How much more probable a landing must be that comes at once after the last. */
const EARLY_PENALTY = 1;
/** Share of the usual interval after which a landing is no longer early. */
const EARLY_SHARE = 0.9;

/**
 * Picks landings out of the stream of scores: a landing is a local maximum of the salience whose
 * probability is over a threshold, not sooner after the last than the refractory time; and the
 * sooner it comes against the running cadence, the more certain it must be.
 */
export class PeakPicker {
  /** Time of the landing that {@link next} found, in seconds, refined below the frame period. */
  time = 0;
  /**
   * Probability that a foot landed in the frame that {@link next} judged: 0 where there is no peak, and
   * calibrated where there is one, whether or not it was taken for a landing.
   */
  probability = 0;

  readonly #threshold: number;
  readonly #refractory: number;
  /** The salience of the two frames before, and the logit of the last. */
  #before = Number.NEGATIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #lastLogit = Number.NEGATIVE_INFINITY;
  #lastLanding = Number.NEGATIVE_INFINITY;
  readonly #intervals = new Float64Array(INTERVALS);
  #intervalCount = 0;

  /**
   * @param threshold probability that a landing needs when no cadence speaks against it
   * @param refractory shortest time between two landings, in seconds
   */
  constructor(threshold: number, refractory: number) {
    this.#threshold = threshold;
    this.#refractory = refractory;
  }

  /**
   * Takes the score of the next frame.
   *
   * @param time the moment that the score speaks of, in seconds
   * @returns whether the frame *before* was a landing; then `time` and `probability` describe it
   */
  next(time: number, salience: number, logit: number): boolean {
    const before = this.#before;
    const peak = this.#last;
    const peakLogit = this.#lastLogit;
    this.#before = peak;
    this.#last = salience;
    this.#lastLogit = logit;
    this.probability = 0;
    if (!(peak > before && peak >= salience)) return false;
    const probability = logistic(peakLogit);
    this.probability = probability;
    if (probability <= this.#threshold) return false;
    const found = time - (1 - parabolaPeak(before, peak, salience)) / FRAME_RATE;
    const interval = found - this.#lastLanding;
    if (interval < this.#refractory || probability <= this.#thresholdAfter(interval)) return false;
    this.#remember(interval);
    this.#lastLanding = found;
    this.time = found;
    return true;
  }

  /** Forgets the scores before a break in the stream, but not the landings and their cadence. */
  break(): void {
    this.probability = 0;
    this.#before = this.#last = Number.NEGATIVE_INFINITY;
  }

  transfer(io: StateIO): void {
    this.probability = io.number(this.probability);
    this.#before = io.number(this.#before);
    this.#last = io.number(this.#last);
    this.#lastLogit = io.number(this.#lastLogit);
    this.#lastLanding = io.number(this.#lastLanding);
    io.numbers(this.#intervals);
    this.#intervalCount = io.number(this.#intervalCount);
  }

  #thresholdAfter(interval: number): number {
    if (this.#intervalCount < FEWEST_INTERVALS) return this.#threshold;
    const measured = median(this.#intervals, Math.min(this.#intervalCount, INTERVALS));
    const usual = Math.min(measured, SLOWEST_USUAL);
    const early = 1 - interval / (EARLY_SHARE * usual);
    return early > 0 ? this.#threshold + EARLY_PENALTY * early : this.#threshold;
  }

  #remember(interval: number): void {
    if (interval > LONGEST_STEP_INTERVAL) {
      this.#intervalCount = 0;
      return;
    }
    this.#intervals[this.#intervalCount % INTERVALS] = interval;
    this.#intervalCount++;
  }
}

/** Where a parabola through three equally spaced points peaks, in frames from the middle one. */
function parabolaPeak(before: number, peak: number, after: number): number {
  const curvature = before - 2 * peak + after;
  if (!(curvature < 0) || !Number.isFinite(curvature)) return 0;
  return (0.5 * (before - after)) / curvature;
}

/** Median of the first `count` values, of at most {@link INTERVALS}; nothing is allocated. */
const sorted = new Float64Array(INTERVALS);
function median(values: Float64Array, count: number): number {
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    let j = i;
    while (j > 0 && (sorted[j - 1] as number) > value) {
      sorted[j] = sorted[j - 1] as number;
      j--;
    }
    sorted[j] = value;
  }
  const middle = count >> 1;
  return count % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
