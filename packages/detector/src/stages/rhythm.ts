import type { StateIO } from '../state-io.ts';
import { type Cadence, MAX_STEP_INTERVAL_SECONDS } from './cadence.ts';

/** The class of a step. Feet alternate, and so do the classes; a walk begins with a `start`. */
export type Foot = 'start' | 'end';

/** A step: a contact that counts. */
export interface ConfirmedStep {
  /** The moment of the contact, in seconds on the sensor's clock. */
  readonly timestamp: number;
  readonly foot: Foot;
  /** Probability that this was a contact, 0 … 1. */
  readonly confidence: number;
}

/**
 * A walk ends when no contact comes for this many usual intervals, so that it survives one missed
 * contact; but not before {@link MIN_PAUSE_SECONDS}, and at the latest after
 * {@link MAX_STEP_INTERVAL_SECONDS}.
 */
const MAX_PAUSE_INTERVALS = 2.1;
const MIN_PAUSE_SECONDS = 1.2;
/** In a beginning walk, the longest interval may be this many times the shortest. */
const MAX_INTERVAL_RATIO = 1.6;
/** Contacts in rhythm that confirm a walk, unless the client says otherwise. */
export const DEFAULT_CONFIRM_AFTER = 4;
/** The largest number that a client may ask for. */
export const MAX_CONFIRM_AFTER = 10;

const NONE: readonly ConfirmedStep[] = [];

/**
 * Tells a walk from a bump: contacts are held until `confirmAfter` of them follow one another at
 * walking rhythm with a sufficient mean probability, or until {@link MAX_CONFIRM_AFTER} do with any
 * probability. Then all held contacts are confirmed together. In a confirmed walk each contact is
 * confirmed at once. A confirmed step is never taken back.
 *
 * So there are two thresholds: a lenient one for a possible contact, and a stricter one for a walk. The
 * first, often weak, contacts of a walk are kept until its rhythm shows.
 */
export class RhythmGate {
  /** Contacts in rhythm that confirm a walk, 1 … {@link MAX_CONFIRM_AFTER}. */
  confirmAfter: number;

  /** Held contacts, oldest first, in the first `#heldCount` places. */
  readonly #heldTimes = new Float64Array(MAX_CONFIRM_AFTER);
  readonly #heldConfidences = new Float64Array(MAX_CONFIRM_AFTER);
  #heldCount = 0;
  /** Time of the last contact, held or confirmed. */
  #lastTime = Number.NEGATIVE_INFINITY;
  #walking = false;
  /** Contacts confirmed in this walk; even: the next one is a `start`. */
  #confirmedInWalk = 0;

  readonly #walkThreshold: number;
  readonly #cadence: Cadence;

  /**
   * @param confirmAfter contacts in rhythm that confirm a walk
   * @param walkThreshold mean probability that these must reach
   * @param cadence the rhythm of all contacts
   */
  constructor(confirmAfter: number, walkThreshold: number, cadence: Cadence) {
    this.confirmAfter = confirmAfter;
    this.#walkThreshold = walkThreshold;
    this.#cadence = cadence;
  }

  /** Whether the last contact belongs to a confirmed walk. */
  get walking(): boolean {
    return this.#walking;
  }

  /** Contacts held now. */
  get pending(): number {
    return this.#heldCount;
  }

  /** Whether a `start` waits for its `end`. */
  get inStep(): boolean {
    return this.#walking && this.#confirmedInWalk % 2 === 1;
  }

  /** The class that the next contact will have. */
  get nextFoot(): Foot {
    const ordinal = this.#walking ? this.#confirmedInWalk : this.#heldCount;
    return ordinal % 2 === 0 ? 'start' : 'end';
  }

  /** Takes a contact, later than all before; returns what it confirms, oldest first. */
  add(time: number, confidence: number): readonly ConfirmedStep[] {
    this.advance(time);
    if (this.#walking) {
      this.#lastTime = time;
      return [this.#confirm(time, confidence)];
    }
    while (this.#heldCount > 0 && !this.#fits(time)) this.#dropOldest();
    this.#lastTime = time;
    this.#heldTimes[this.#heldCount] = time;
    this.#heldConfidences[this.#heldCount] = confidence;
    this.#heldCount++;
    return this.#isWalk() ? this.#release() : NONE;
  }

  /** Lets time pass: a walk or a hold whose next contact is overdue at `time` is over. */
  advance(time: number): void {
    if (time - this.#lastTime <= this.#maxPause()) return;
    this.#walking = false;
    this.#heldCount = 0;
  }

  transfer(io: StateIO): void {
    this.confirmAfter = io.number(this.confirmAfter);
    io.numbers(this.#heldTimes);
    io.numbers(this.#heldConfidences);
    this.#heldCount = io.number(this.#heldCount);
    this.#lastTime = io.number(this.#lastTime);
    this.#walking = io.number(this.#walking ? 1 : 0) === 1;
    this.#confirmedInWalk = io.number(this.#confirmedInWalk);
  }

  /** How long after a contact the next may come, in seconds. */
  #maxPause(): number {
    const { usual } = this.#cadence;
    if (usual === 0) return MAX_STEP_INTERVAL_SECONDS;
    return Math.min(
      Math.max(MAX_PAUSE_INTERVALS * usual, MIN_PAUSE_SECONDS),
      MAX_STEP_INTERVAL_SECONDS,
    );
  }

  /** Whether the intervals of the hold would stay alike if a contact came at `time`. */
  #fits(time: number): boolean {
    let shortest = time - this.#lastTime;
    let longest = shortest;
    for (let i = 1; i < this.#heldCount; i++) {
      const interval = (this.#heldTimes[i] as number) - (this.#heldTimes[i - 1] as number);
      if (interval < shortest) shortest = interval;
      if (interval > longest) longest = interval;
    }
    return longest <= MAX_INTERVAL_RATIO * shortest;
  }

  /** Whether the newest `confirmAfter` held contacts are enough, and probable enough, for a walk. */
  #isWalk(): boolean {
    if (this.#heldCount < this.confirmAfter) return false;
    // A client that asks for every contact accepts false ones.
    if (this.confirmAfter === 1) return true;
    // So many in rhythm are a walk, however doubtful each of them is.
    if (this.#heldCount === MAX_CONFIRM_AFTER) return true;
    let sum = 0;
    for (let i = this.#heldCount - this.confirmAfter; i < this.#heldCount; i++) {
      sum += this.#heldConfidences[i] as number;
    }
    return sum >= this.#walkThreshold * this.confirmAfter;
  }

  #dropOldest(): void {
    this.#heldTimes.copyWithin(0, 1, this.#heldCount);
    this.#heldConfidences.copyWithin(0, 1, this.#heldCount);
    this.#heldCount--;
  }

  /** Confirms all held contacts: they are a walk. */
  #release(): readonly ConfirmedStep[] {
    this.#walking = true;
    this.#confirmedInWalk = 0;
    const steps: ConfirmedStep[] = [];
    for (let i = 0; i < this.#heldCount; i++) {
      steps.push(this.#confirm(this.#heldTimes[i] as number, this.#heldConfidences[i] as number));
    }
    this.#heldCount = 0;
    return steps;
  }

  #confirm(timestamp: number, confidence: number): ConfirmedStep {
    const foot = this.#confirmedInWalk % 2 === 0 ? 'start' : 'end';
    this.#confirmedInWalk++;
    return { timestamp, foot, confidence };
  }
}
