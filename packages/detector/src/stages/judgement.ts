import type { StateIO } from '../state-io.ts';
import type { Foot } from './confirmed-step.ts';

/** What the newest sample showed: the probability of a contact, and the class it would have. */
export class Judgement {
  #probability = 0;
  #foot: Foot = 'start';

  probabilityOf(foot: Foot): number {
    return this.#foot === foot ? this.#probability : 0;
  }

  /** Begins a sample. */
  clear(): void {
    this.#probability = 0;
  }

  /**
   * Takes a frame of the sample. A sample of a slow device completes several frames; the likeliest of
   * them counts.
   */
  note(probability: number, foot: Foot): void {
    if (probability <= this.#probability) return;
    this.#probability = probability;
    this.#foot = foot;
  }

  transfer(io: StateIO): void {
    this.#probability = io.number(this.#probability);
    this.#foot = io.flag(this.#foot === 'end') ? 'end' : 'start';
  }
}
