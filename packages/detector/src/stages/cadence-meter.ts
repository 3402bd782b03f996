import { Cadence } from './cadence.ts';

/**
 * Silence after which nobody walks, in seconds: the longest time between two steps, and what a contact
 * takes to be confirmed.
 */
const LONGEST_SILENCE = 2.5;

/** Steps a minute, from the times of confirmed steps. */
export class CadenceMeter {
  #cadence = new Cadence();

  /** Takes a step whose contact was at `time`, in seconds. */
  step(time: number): void {
    // A sensor's clock may have been set.
    if (time <= this.#cadence.lastContact) this.#cadence = new Cadence();
    this.#cadence.add(time);
  }

  /** Steps a minute at `time`, in seconds; 0 where no walk is going on, or has just begun. */
  at(time: number): number {
    const { usual, lastContact } = this.#cadence;
    const walks = Math.abs(time - lastContact) <= LONGEST_SILENCE;
    return walks && usual > 0 ? 60 / usual : 0;
  }
}
