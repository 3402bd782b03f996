import { logistic } from '../math.ts';
import type { StateIO } from '../state-io.ts';

/** Seconds between two values that hindsight gives: a pair of frames. */
const SPACING = 0.04;

/**
 * Picks the peaks of the model's second opinion: of a contact that was three quarters of a second
 * earlier than the newest that the decision knows, with what came after it in view.
 */
export class Hindsight {
  /** Time of the peak that {@link next} found, in seconds, and its probability. */
  time = 0;
  probability = 0;

  #before = Number.NEGATIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /**
   * Takes the next value.
   *
   * @param time the moment that it speaks of, in seconds
   * @param logit of the probability of a contact at that moment
   * @returns whether the value *before* was a peak
   */
  next(time: number, logit: number): boolean {
    const before = this.#before;
    const peak = this.#last;
    this.#before = peak;
    this.#last = logit;
    if (!(peak > before && peak >= logit) || before === Number.NEGATIVE_INFINITY) return false;
    const shift = (0.5 * (before - logit)) / (before - 2 * peak + logit);
    this.time = time - (1 - shift) * SPACING;
    this.probability = logistic(peak);
    return true;
  }

  /** Forgets the values before a break in the stream. */
  break(): void {
    this.#before = this.#last = Number.NEGATIVE_INFINITY;
  }

  transfer(io: StateIO): void {
    this.#before = io.number(this.#before);
    this.#last = io.number(this.#last);
  }
}
