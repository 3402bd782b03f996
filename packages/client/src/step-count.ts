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
}

/** Steps over all sessions: each counts from zero, and people don't. */
export class StepCount {
  readonly #onStep: (step: StepEvent) => void;
  /** Steps of earlier sessions. */
  #before = 0;
  /** Steps of the present session, as far as we were told. */
  #steps = 0;
  #answered = 0;

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

  /** A new session counts from zero, and goes on from here. */
  restart(): void {
    this.#before = this.total;
    this.#steps = this.#answered = 0;
  }

  /** Everything counts from zero. */
  reset(): void {
    this.#before = this.#steps = 0;
  }

  snapshot(): StepCountSnapshot {
    return { before: this.#before, steps: this.#steps, answered: this.#answered };
  }

  /** Goes on from a snapshot; before anything else. */
  restore({ before, steps, answered }: StepCountSnapshot): void {
    this.#before = before;
    this.#steps = steps;
    this.#answered = answered;
  }

  #take(total: number, answered: number, steps: readonly Confirmed[]): void {
    this.#steps = total;
    this.#answered = answered;
    const first = this.total - steps.length + 1;
    steps.forEach(({ timestamp, foot, confidence }, i) => {
      this.#onStep({ timestamp, foot, confidence, total: first + i });
    });
  }
}
