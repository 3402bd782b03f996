import type { StateIO } from '../state-io.ts';
import { type Cadence, MAX_STEP_INTERVAL_SECONDS } from './cadence.ts';
import { type ConfirmedStep, type Foot, joined } from './confirmed-step.ts';
import { Hold } from './hold.ts';

/** Contacts in rhythm that confirm a walk, unless the client says otherwise. */
export const DEFAULT_CONFIRM_AFTER = 4;
/** The largest number that a client may ask for. */
export const MAX_CONFIRM_AFTER = 10;

/**
 * A walk ends when no contact comes for this many usual intervals, so that it survives one missed
 * contact; but not before {@link MIN_PAUSE_SECONDS}, and at the latest after
 * {@link MAX_STEP_INTERVAL_SECONDS}.
 */
const MAX_PAUSE_INTERVALS = 2.1;
const MIN_PAUSE_SECONDS = 1.2;
/** A walk of fewer contacts than are asked for counts if so many are sure in hindsight. */
const MIN_SURE = 3;
/** With those in rhythm, contacts before them count if they are so probable in hindsight. */
const MIN_BEFORE = 0.4;
/** What only hindsight sees is a contact if it is so probable. */
const MIN_ADDED = 0.5;
/** Hindsight means the same contact within so many seconds. */
const SAME_CONTACT_SECONDS = 0.2;
/** After a counted contact, hindsight adds none within this share of the usual interval… */
const NEXT_CONTACT_SHARE = 0.5;
/** …and none within so many seconds. */
const NEXT_CONTACT_SECONDS = 0.3;

const NONE: readonly ConfirmedStep[] = [];

/** What a {@link RhythmGate} goes by. */
export interface RhythmRules {
  /** Contacts in rhythm that confirm a walk; null: the usual number, and hindsight has a say. */
  readonly confirmAfter: number | null;
  /** Mean probability that they need; and, in hindsight, at which one is sure. */
  readonly walkThreshold: number;
  readonly hindsightThreshold: number;
}

/**
 * Tells a walk from a bump: contacts are held until `confirmAfter` of them follow one another at
 * walking rhythm with a sufficient mean probability. Then all held contacts are confirmed together. In a
 * confirmed walk each contact is confirmed at once. A confirmed step is never taken back.
 *
 * So there are two thresholds: a lenient one for a possible contact, and a stricter one for a walk. The
 * first, often weak, contacts of a walk are kept until its rhythm shows.
 *
 * Rhythm is not all that tells a walk. Through {@link look} and {@link see} the gate hears what the model
 * thinks in hindsight. That adds the last contact of a walk, which is weak; and unless a client named a
 * number, it finds contacts for the hold, and counts walks of fewer contacts once they are over.
 */
export class RhythmGate {
  readonly #rules: RhythmRules;
  readonly #cadence: Cadence;
  readonly #hold = new Hold(MAX_CONFIRM_AFTER);
  #confirmAfter: number;
  /** Whether hindsight may count a walk of fewer contacts. */
  #weighs: boolean;
  #walking = false;
  /** Contacts confirmed in this walk; even: the next one is a `start`. */
  #confirmedInWalk = 0;
  /** Times of the last contact, held or confirmed, and of the last confirmed. */
  #lastTime = Number.NEGATIVE_INFINITY;
  #lastConfirmed = Number.NEGATIVE_INFINITY;
  /** Until when hindsight has spoken. */
  #spokenUntil = Number.NEGATIVE_INFINITY;

  /** @param cadence the rhythm of all contacts */
  constructor(rules: RhythmRules, cadence: Cadence) {
    this.#rules = rules;
    this.#cadence = cadence;
    this.#confirmAfter = rules.confirmAfter ?? DEFAULT_CONFIRM_AFTER;
    this.#weighs = rules.confirmAfter === null;
  }

  /** The number that a client named; null if none did. */
  get namedNumber(): number | null {
    return this.#weighs ? null : this.#confirmAfter;
  }

  /** Contacts in rhythm that confirm a walk, 1 … {@link MAX_CONFIRM_AFTER}. */
  get confirmAfter(): number {
    return this.#confirmAfter;
  }

  /** Whoever names a number gets walks of exactly so many, whatever hindsight thinks. */
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
    return time - this.#lastTime > this.#maxPause() ? this.end() : NONE;
  }

  /** No contact follows: the walk or the hold is over. Returns what of a hold counts all the same. */
  end(): readonly ConfirmedStep[] {
    const sure = this.#hold.countSure(this.#rules.hindsightThreshold);
    const steps = this.#weighs && sure >= MIN_SURE ? this.#release(0) : NONE;
    this.#walking = false;
    this.#hold.clear();
    return steps;
  }

  /** Tells up to when hindsight has spoken, in seconds. */
  look(until: number): void {
    this.#spokenUntil = until;
  }

  /** Takes a contact that is seen in hindsight; returns what that confirms, oldest first. */
  see(time: number, probability: number): readonly ConfirmedStep[] {
    if (this.#goesOnAt(time)) return this.#addLast(time, probability);
    if (!this.#weighs) return NONE;
    if (!this.#hold.note(time, SAME_CONTACT_SECONDS, probability)) {
      // What was confirmed already is not found anew.
      const isNew = time - this.#lastConfirmed >= NEXT_CONTACT_SECONDS;
      if (!isNew || probability < MIN_ADDED) return NONE;
      this.#hold.add(time, probability, probability);
      this.#lastTime = Math.max(this.#lastTime, time);
    }
    const sure = this.#hold.countSure(this.#rules.hindsightThreshold);
    return sure >= this.#confirmAfter ? this.#release(0) : NONE;
  }

  transfer(io: StateIO): void {
    this.#hold.transfer(io);
    this.#confirmAfter = io.whole(this.#confirmAfter);
    this.#weighs = io.flag(this.#weighs);
    this.#walking = io.flag(this.#walking);
    this.#confirmedInWalk = io.whole(this.#confirmedInWalk);
    this.#lastTime = io.number(this.#lastTime);
    this.#lastConfirmed = io.number(this.#lastConfirmed);
    this.#spokenUntil = io.number(this.#spokenUntil);
  }

  /**
   * Whether a contact at `time` belongs to the walk that was confirmed last. By the time that hindsight
   * speaks of it, that walk may be over for want of this very contact.
   */
  #goesOnAt(time: number): boolean {
    if (this.#walking) return true;
    return this.#hold.count === 0 && time - this.#lastConfirmed <= this.#maxPause();
  }

  /** How long after a contact the next may come, in seconds. */
  #maxPause(): number {
    const { usual } = this.#cadence;
    if (usual === 0) return MAX_STEP_INTERVAL_SECONDS;
    const pause = Math.max(MAX_PAUSE_INTERVALS * usual, MIN_PAUSE_SECONDS);
    return Math.min(pause, MAX_STEP_INTERVAL_SECONDS);
  }

  /** In a walk, hindsight adds a contact only after all others: those before have been told. */
  #addLast(time: number, probability: number): readonly ConfirmedStep[] {
    const soonest = Math.max(NEXT_CONTACT_SECONDS, NEXT_CONTACT_SHARE * this.#cadence.usual);
    if (probability < MIN_ADDED || time - this.#lastTime < soonest) return NONE;
    this.#lastTime = time;
    this.#walking = true;
    // So that it is not found overlooked when the next contact comes.
    if (time > this.#cadence.lastContact) this.#cadence.add(time);
    return [this.#confirm(time, probability)];
  }

  /** Holds a contact; returns what it confirms. */
  #take(time: number, confidence: number): readonly ConfirmedStep[] {
    const hold = this.#hold;
    // Whoever names a number wants all of the hold in rhythm.
    while (!this.#weighs && hold.count > 0 && !hold.isRhythm(hold.count, time - this.#lastTime)) {
      hold.drop(1);
    }
    hold.add(time, confidence, 0);
    const newest = this.#inWalk();
    return newest > 0 ? this.#release(newest) : NONE;
  }

  /** How many of the newest held contacts are enough, and probable enough, for a walk; 0: none. */
  #inWalk(): number {
    const hold = this.#hold;
    const newest = this.#confirmAfter;
    if (hold.count < newest) return 0;
    // A client that asks for every contact accepts false ones.
    if (newest === 1) return 1;
    // So many in rhythm are a walk, however doubtful each of them is.
    const isLong = hold.count === MAX_CONFIRM_AFTER && hold.isRhythm(MAX_CONFIRM_AFTER);
    const isProbable = isLong || hold.meanConfidence(newest) >= this.#rules.walkThreshold;
    if (!isProbable || !hold.isRhythm(newest)) return 0;
    return isLong || !this.#weighs ? hold.count : newest;
  }

  /**
   * Confirms the newest held contacts, and of those before what is sure in hindsight, or what hindsight
   * has not spoken of yet: a walk.
   */
  #release(newest: number): readonly ConfirmedStep[] {
    const hold = this.#hold;
    this.#walking = true;
    this.#confirmedInWalk = 0;
    const needed = newest > 0 ? MIN_BEFORE : this.#rules.hindsightThreshold;
    const steps: ConfirmedStep[] = [];
    for (let i = 0; i < hold.count; i++) {
      const isSure = hold.hindsight(i) >= needed;
      const isNew = hold.time(i) > this.#spokenUntil - SAME_CONTACT_SECONDS;
      if (isSure || isNew || i >= hold.count - newest) {
        steps.push(this.#confirm(hold.time(i), hold.confidence(i)));
      }
    }
    hold.clear();
    return steps;
  }

  #confirm(timestamp: number, confidence: number): ConfirmedStep {
    const foot = this.#confirmedInWalk % 2 === 0 ? 'start' : 'end';
    this.#confirmedInWalk++;
    this.#lastConfirmed = timestamp;
    return { timestamp, foot, confidence };
  }
}
