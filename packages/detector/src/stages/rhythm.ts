import type { StateIO } from '../state-io.ts';
import { type Cadence, MAX_STEP_INTERVAL_SECONDS } from './cadence.ts';
import { Hold } from './hold.ts';

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

/** Contacts that hindsight must agree with before a walk that ended sooner counts. */
const MIN_VOUCHED = 2;
/** Hindsight means the same contact within so many seconds. */
const SAME_CONTACT_SECONDS = 0.2;
/** After a counted contact, hindsight finds no other within this share of the usual interval… */
const NEXT_CONTACT_SHARE = 0.5;
/** …and none within so many seconds. */
const NEXT_CONTACT_SECONDS = 0.3;
/** A walk in which hindsight sees no contact for so many seconds is none. */
const MAX_UNSEEN_SECONDS = 2;

const NONE: readonly ConfirmedStep[] = [];

/**
 * Tells a walk from a bump: contacts are held until `confirmAfter` of them follow one another at
 * walking rhythm with a sufficient mean probability. Then all held contacts are confirmed together. In a
 * confirmed walk each contact is confirmed at once. A confirmed step is never taken back.
 *
 * So there are two thresholds: a lenient one for a possible contact, and a stricter one for a walk. The
 * first, often weak, contacts of a walk are kept until its rhythm shows.
 *
 * Rhythm is not all that tells a walk. {@link vouch} brings what the model thinks in hindsight: unless a
 * client named a number, it counts walks that end sooner, and doubts rhythm that is none of feet. The
 * last contact of a walk, which is often weak, is added to a confirmed walk.
 */
export class RhythmGate {
  /** Contacts that wait. */
  readonly #hold = new Hold(MAX_CONFIRM_AFTER);
  #confirmAfter: number;
  /** Whether hindsight may count a walk of fewer contacts, or doubt one of more. */
  #weighs: boolean;
  /** Time of the last contact, held or confirmed. */
  #lastTime = Number.NEGATIVE_INFINITY;
  #walking = false;
  /** Contacts confirmed in this walk; even: the next one is a `start`. */
  #confirmedInWalk = 0;
  #lastConfirmed = Number.NEGATIVE_INFINITY;
  /** Time of the last contact with which the walk was confirmed. */
  #walkStart = Number.NEGATIVE_INFINITY;
  /** Until when hindsight has spoken, and the last contact that it saw. */
  #spokenUntil = Number.NEGATIVE_INFINITY;
  #lastVouched = Number.NEGATIVE_INFINITY;

  readonly #walkThreshold: number;
  readonly #cadence: Cadence;

  /**
   * @param confirmAfter contacts in rhythm that confirm a walk; null for the usual number, where
   *   hindsight has a say
   * @param walkThreshold mean probability that these must reach
   * @param cadence the rhythm of all contacts
   */
  constructor(confirmAfter: number | null, walkThreshold: number, cadence: Cadence) {
    this.#confirmAfter = confirmAfter ?? DEFAULT_CONFIRM_AFTER;
    this.#weighs = confirmAfter === null;
    this.#walkThreshold = walkThreshold;
    this.#cadence = cadence;
  }

  /** A gate with the same rules and no past. */
  anew(cadence: Cadence): RhythmGate {
    return new RhythmGate(this.#weighs ? null : this.#confirmAfter, this.#walkThreshold, cadence);
  }

  /** Contacts in rhythm that confirm a walk, 1 … {@link MAX_CONFIRM_AFTER}. */
  get confirmAfter(): number {
    return this.#confirmAfter;
  }

  /** Whoever names a number gets a walk of exactly so many, whatever hindsight thinks. */
  set confirmAfter(contacts: number) {
    this.#confirmAfter = contacts;
    this.#weighs = false;
  }

  /** Whether the last contact belongs to a confirmed walk. */
  get walking(): boolean {
    return this.#walking;
  }

  /** Contacts held now. */
  get pending(): number {
    return this.#hold.count;
  }

  /** Whether a `start` waits for its `end`. */
  get inStep(): boolean {
    return this.#walking && this.#confirmedInWalk % 2 === 1;
  }

  /** The class that the next contact will have. */
  get nextFoot(): Foot {
    const ordinal = this.#walking ? this.#confirmedInWalk : this.#hold.count;
    return ordinal % 2 === 0 ? 'start' : 'end';
  }

  /** Takes a contact, later than all before; returns what it confirms, oldest first. */
  add(time: number, confidence: number): readonly ConfirmedStep[] {
    const ended = this.advance(time);
    const steps = this.#walking ? [this.#confirm(time, confidence)] : this.#take(time, confidence);
    this.#lastTime = Math.max(this.#lastTime, time);
    return joined(ended, steps);
  }

  /** Lets time pass: a walk or a hold whose next contact is overdue at `time` is over. */
  advance(time: number): readonly ConfirmedStep[] {
    if (time - this.#lastTime <= this.#maxPause()) return NONE;
    const counts = this.#weighs && this.#hold.vouched >= MIN_VOUCHED;
    const steps = counts ? this.#release(true) : NONE;
    this.#walking = false;
    this.#hold.drop(this.#hold.count);
    return steps;
  }

  /**
   * Takes what hindsight says: up to `until`, and, where it sees a contact, of its time and
   * probability. Returns what that confirms, oldest first.
   */
  vouch(time: number, confidence: number): readonly ConfirmedStep[] {
    this.#lastVouched = time;
    if (this.#walking) {
      const { usual } = this.#cadence;
      const soonest = Math.max(NEXT_CONTACT_SECONDS, NEXT_CONTACT_SHARE * usual);
      if (time - this.#lastTime < soonest) return NONE;
      this.#lastTime = time;
      return [this.#confirm(time, confidence)];
    }
    if (!this.#weighs) return NONE;
    if (!this.#hold.vouch(time, SAME_CONTACT_SECONDS)) {
      // What was confirmed already is not found anew.
      if (time - this.#lastConfirmed < NEXT_CONTACT_SECONDS) return NONE;
      this.#hold.add(time, confidence, true);
      this.#lastTime = Math.max(this.#lastTime, time);
    }
    return this.#hold.vouched >= this.#confirmAfter ? this.#release(false) : NONE;
  }

  /** Tells up to when hindsight has spoken, in seconds. A walk that it does not see is over. */
  look(until: number): void {
    this.#spokenUntil = until;
    if (!this.#weighs || !this.#walking) return;
    const seen = Math.max(this.#lastVouched, this.#walkStart);
    if (until - seen > MAX_UNSEEN_SECONDS) this.#walking = false;
  }

  /** Holds a contact; returns what it confirms. */
  #take(time: number, confidence: number): readonly ConfirmedStep[] {
    if (!this.#weighs) while (this.#hold.count > 0 && !this.#fits(time)) this.#hold.drop(1);
    this.#hold.add(time, confidence, false);
    return this.#isWalk() ? this.#release(false) : NONE;
  }

  transfer(io: StateIO): void {
    this.#confirmAfter = io.number(this.#confirmAfter);
    this.#weighs = io.number(this.#weighs ? 1 : 0) === 1;
    this.#hold.transfer(io);
    this.#lastTime = io.number(this.#lastTime);
    this.#walking = io.number(this.#walking ? 1 : 0) === 1;
    this.#confirmedInWalk = io.number(this.#confirmedInWalk);
    this.#lastConfirmed = io.number(this.#lastConfirmed);
    this.#walkStart = io.number(this.#walkStart);
    this.#spokenUntil = io.number(this.#spokenUntil);
    this.#lastVouched = io.number(this.#lastVouched);
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
    const hold = this.#hold;
    return alike(hold, 0, time - hold.time(hold.count - 1));
  }

  /** Whether the newest `confirmAfter` held contacts are enough, and probable enough, for a walk. */
  #isWalk(): boolean {
    const hold = this.#hold;
    const count = this.#confirmAfter;
    if (hold.count < count) return false;
    // A client that asks for every contact accepts false ones.
    if (count === 1) return true;
    if (this.#weighs) return this.#isSeen() && this.#isRhythm();
    // So many in rhythm are a walk, however doubtful each of them is.
    return hold.count === MAX_CONFIRM_AFTER || this.#isProbable();
  }

  #isRhythm(): boolean {
    const first = this.#hold.count - this.#confirmAfter;
    return this.#isProbable() && alike(this.#hold, first, Number.NaN);
  }

  #isProbable(): boolean {
    let sum = 0;
    for (let i = this.#hold.count - this.#confirmAfter; i < this.#hold.count; i++) {
      sum += this.#hold.confidence(i);
    }
    return sum >= this.#walkThreshold * this.#confirmAfter;
  }

  /** Whether hindsight agrees with at least half of what it has spoken of. */
  #isSeen(): boolean {
    const hold = this.#hold;
    let known = 0;
    let seen = 0;
    for (let i = hold.count - this.#confirmAfter; i < hold.count; i++) {
      if (hold.time(i) > this.#spokenUntil - SAME_CONTACT_SECONDS) continue;
      known++;
      if (hold.isVouched(i)) seen++;
    }
    return 2 * seen >= known;
  }

  /** Confirms held contacts: they are a walk. */
  #release(vouchedOnly: boolean): readonly ConfirmedStep[] {
    this.#walking = true;
    this.#confirmedInWalk = 0;
    const hold = this.#hold;
    const steps: ConfirmedStep[] = [];
    const rhythmFrom = hold.count - this.#confirmAfter;
    for (let i = 0; i < hold.count; i++) {
      const counts = hold.isVouched(i) || (!vouchedOnly && (i >= rhythmFrom || !this.#weighs));
      if (counts) steps.push(this.#confirm(hold.time(i), hold.confidence(i)));
    }
    this.#walkStart = hold.time(hold.count - 1);
    hold.drop(hold.count);
    return steps;
  }

  #confirm(timestamp: number, confidence: number): ConfirmedStep {
    const foot = this.#confirmedInWalk % 2 === 0 ? 'start' : 'end';
    this.#confirmedInWalk++;
    this.#lastConfirmed = timestamp;
    return { timestamp, foot, confidence };
  }
}

/** Whether the intervals of the held contacts from `first` on, and one more, are alike. */
function alike(hold: Hold, first: number, more: number): boolean {
  let shortest = more;
  let longest = more;
  for (let i = first + 1; i < hold.count; i++) {
    const interval = hold.time(i) - hold.time(i - 1);
    if (!(shortest <= interval)) shortest = interval;
    if (!(longest >= interval)) longest = interval;
  }
  return !(longest > MAX_INTERVAL_RATIO * shortest);
}

function joined(
  some: readonly ConfirmedStep[],
  more: readonly ConfirmedStep[],
): readonly ConfirmedStep[] {
  return some.length === 0 ? more : [...some, ...more];
}
