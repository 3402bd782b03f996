import type { SessionStarted, StepDetection, StopResponse } from '@stepstream/protocol';
import type { StepEvent } from './events.ts';

type Confirmed = Omit<StepEvent, 'total'>;

/** A count, to be kept beyond the page. */
export interface StepCountSnapshot {
  /** Steps of earlier sessions, and of the present one as far as we were told. */
  readonly before: number;
  readonly steps: number;
  /** Samples of the present session of whose answers we know. */
  readonly answered: number;
  /** Whether the session's own count is another one than ours. */
  readonly isAstray: boolean;
}

/** Steps over all sessions: each counts from zero or goes back to a checkpoint, and people don't. */
export class StepCount {
  readonly #onStep: (step: StepEvent) => void;
  /** Steps of earlier sessions. */
  #before = 0;
  /** Steps of the present session, as far as we were told. */
  #steps = 0;
  #answered = 0;
  /** The session counts from elsewhere: the next total that tells something new is ours, anew. */
  #isAstray = false;

  constructor(onStep: (step: StepEvent) => void) {
    this.#onStep = onStep;
  }

  /** Steps so far. */
  get total(): number {
    return this.#before + this.#steps;
  }

  /** Samples of the present session of whose answers we know; what to tell when resuming. */
  get answered(): number {
    return this.#answered;
  }

  /** Takes an answer to samples. */
  add({ total_steps, total_predictions, steps }: StepDetection): void {
    this.#take(total_steps, total_predictions, steps);
  }

  /** The session goes on: takes what its lost answers would have told. */
  resume({ total_steps = 0, total_predictions = 0, missed_steps = [] }: SessionStarted): void {
    this.#take(total_steps, total_predictions, missed_steps);
  }

  /** The session has ended: takes what its end has confirmed. Earlier servers told nothing of it. */
  finish({ total_steps = this.#steps, steps = [] }: Partial<StopResponse>): void {
    this.#take(total_steps, this.#answered, steps);
  }

  /**
   * The session has gone back, or a new one has begun, and counts from zero. What was told stays told.
   *
   * @param answered samples of the session whose answers we had, although it may not have them yet
   */
  goBack(answered: number): void {
    this.#answered = Math.min(answered, this.#answered);
    this.#isAstray = true;
  }

  /** Everything counts from zero. */
  reset(): void {
    this.#before = this.#steps = 0;
    this.#isAstray = false;
  }

  snapshot(): StepCountSnapshot {
    return {
      before: this.#before,
      steps: this.#steps,
      answered: this.#answered,
      isAstray: this.#isAstray,
    };
  }

  /** Goes on from a snapshot; before anything else. */
  restore({ before, steps, answered, isAstray }: StepCountSnapshot): void {
    this.#before = before;
    this.#steps = steps;
    this.#answered = answered;
    this.#isAstray = isAstray;
  }

  #take(total: number, answered: number, steps: readonly Confirmed[]): void {
    if (this.#isAstray) this.#before = this.total + steps.length - total;
    this.#isAstray = false;
    this.#steps = total;
    this.#answered = answered;
    const first = this.total - steps.length + 1;
    steps.forEach(({ timestamp, foot, confidence }, i) => {
      this.#onStep({ timestamp, foot, confidence, total: first + i });
    });
  }
}
