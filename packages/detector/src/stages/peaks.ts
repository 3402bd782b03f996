import { log, logistic } from '../math.ts';
import type { StateIO } from '../state-io.ts';
import type { Cadence } from './cadence.ts';
import { FRAME_RATE } from './resample.ts';

/**
 * Longer usual intervals count as this. Where one foot hardly shows, the usual interval is that of
 * strides, and the other foot's contacts would seem early.
 */
const MAX_USUAL_SECONDS = 0.6;
/** A contact is early before this share of the usual interval has passed. */
const EARLY_SHARE = 0.95;
/** An early contact needs a logit higher by up to this: by all of it right after the last contact. */
const EARLY_PENALTY = 7.7;
/** A contact is hurried within this time of the last, whatever the cadence: few people step faster. */
const HURRIED_SECONDS = 0.45;
/** A hurried contact needs a logit higher by up to this. */
const HURRY_PENALTY = 4.5;

/**
 * A contact may have been overlooked where one was due: one usual interval after the last, give or take
 * this share of it.
 */
const OVERLOOKED_REACH = 0.3;
/** An overlooked contact has at least this logit, a probability of 0.06. */
const MIN_OVERLOOKED_LOGIT = -2.8;
/** It counts if the next contact comes two usual intervals after the last, give or take this share. */
const DOUBLE_REACH = 0.4;

/**
 * Picks contacts out of the stream of scores: a contact is a local maximum of the salience whose
 * probability is over a threshold, not sooner after the last than the refractory time; and the
 * sooner it comes against the running cadence, the more certain it must be.
 *
 * A walk is also judged in hindsight. Where the next contact comes after twice the usual interval, and
 * there was a smaller peak in between, there must have been a contact: walking skips no step.
 */
export class PeakPicker {
  /** Time of the contact that {@link next} found, in seconds, refined below the frame period. */
  time = 0;
  /**
   * Probability of a contact in the frame that {@link next} judged: 0 where there is no peak, and
   * calibrated where there is one, whether or not it was taken for a contact.
   */
  probability = 0;
  /** Whether {@link next} found, in hindsight, that an earlier contact had been overlooked. */
  foundOverlooked = false;
  /** Time of the overlooked contact, in seconds, and its probability. */
  overlookedTime = 0;
  overlookedProbability = 0;

  readonly #threshold: number;
  readonly #refractory: number;
  readonly #cadence: Cadence;
  /** The salience of the two frames before, and the logit of the last. */
  #before = Number.NEGATIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #lastLogit = Number.NEGATIVE_INFINITY;
  /** The surest peak where the next contact was due; its logit is minus infinity if there is none. */
  #candidateTime = 0;
  #candidateLogit = Number.NEGATIVE_INFINITY;

  /**
   * @param threshold probability that a contact needs when no cadence speaks against it
   * @param refractory shortest time between two contacts, in seconds
   * @param cadence is told of the contacts
   */
  constructor(threshold: number, refractory: number, cadence: Cadence) {
    this.#threshold = log(threshold / (1 - threshold));
    this.#refractory = refractory;
    this.#cadence = cadence;
  }

  /**
   * Takes the score of the next frame.
   *
   * @param time the moment that the score speaks of, in seconds
   * @param inWalk whether the last contact belongs to a confirmed walk
   * @returns whether the frame *before* was a contact; then `time` and `probability` describe it
   */
  next(time: number, salience: number, logit: number, inWalk: boolean): boolean {
    const before = this.#before;
    const peak = this.#last;
    const peakLogit = this.#lastLogit;
    this.#before = peak;
    this.#last = salience;
    this.#lastLogit = logit;
    this.probability = 0;
    this.foundOverlooked = false;
    if (!(peak > before && peak >= salience)) return false;
    this.probability = logistic(peakLogit);
    const found = time - (1 - parabolaPeak(before, peak, salience)) / FRAME_RATE;
    const interval = found - this.#cadence.lastContact;
    if (interval < this.#refractory) return false;
    if (peakLogit <= this.#thresholdAfter(interval)) {
      if (inWalk) this.#remember(found, interval, peakLogit);
      return false;
    }
    if (inWalk) this.#lookBack(found, interval);
    this.#candidateLogit = Number.NEGATIVE_INFINITY;
    this.#cadence.add(found);
    this.time = found;
    return true;
  }

  /** Forgets the scores before a break in the stream, but not the contacts and their cadence. */
  break(): void {
    this.probability = 0;
    this.#before = this.#last = Number.NEGATIVE_INFINITY;
    this.#candidateLogit = Number.NEGATIVE_INFINITY;
  }

  transfer(io: StateIO): void {
    this.probability = io.number(this.probability);
    this.#before = io.number(this.#before);
    this.#last = io.number(this.#last);
    this.#lastLogit = io.number(this.#lastLogit);
    this.#candidateTime = io.number(this.#candidateTime);
    this.#candidateLogit = io.number(this.#candidateLogit);
  }

  #thresholdAfter(interval: number): number {
    const { usual } = this.#cadence;
    let threshold = this.#threshold;
    if (interval < HURRIED_SECONDS) threshold += HURRY_PENALTY * (1 - interval / HURRIED_SECONDS);
    if (usual === 0) return threshold;
    const early = 1 - interval / (EARLY_SHARE * Math.min(usual, MAX_USUAL_SECONDS));
    return early > 0 ? threshold + EARLY_PENALTY * early : threshold;
  }

  /** Remembers the surest peak where the next contact was due. */
  #remember(time: number, interval: number, logit: number): void {
    const { usual } = this.#cadence;
    if (Math.abs(interval - usual) > OVERLOOKED_REACH * usual) return;
    if (logit < MIN_OVERLOOKED_LOGIT || logit <= this.#candidateLogit) return;
    this.#candidateTime = time;
    this.#candidateLogit = logit;
  }

  /** Decides whether a contact was overlooked before the one at `time`, `interval` after the last. */
  #lookBack(time: number, interval: number): void {
    const { usual } = this.#cadence;
    if (this.#candidateLogit === Number.NEGATIVE_INFINITY) return;
    if (Math.abs(interval - 2 * usual) > DOUBLE_REACH * usual) return;
    if (time - this.#candidateTime < this.#refractory) return;
    // Hindsight may have found the same contact before.
    if (this.#candidateTime - this.#cadence.lastContact < this.#refractory) return;
    this.foundOverlooked = true;
    this.overlookedTime = this.#candidateTime;
    this.overlookedProbability = logistic(this.#candidateLogit);
    this.#cadence.add(this.overlookedTime);
  }
}

/** Where a parabola through three equally spaced points peaks, in frames from the middle one. */
function parabolaPeak(before: number, peak: number, after: number): number {
  const curvature = before - 2 * peak + after;
  if (!(curvature < 0) || !Number.isFinite(curvature)) return 0;
  return (0.5 * (before - after)) / curvature;
}
