import { Cadence } from './cadence.ts';

/**
 * Silence after which nobody walks, in seconds: the longest time between two steps, and what a landing
 * takes to be confirmed.
 */
const LONGEST_SILENCE = 2.5;

/** Steps a minute, from the times of confirmed steps. */
export class CadenceMeter {
  #cadence = new Cadence();

  /** Takes a step that landed at `time`, in seconds. */
  step(time: number): void {
    // A sensor's clock may have been set.
    if (time <= this.#cadence.lastLanding) this.#cadence = new Cadence();
    this.#cadence.add(time);
  }

  /** Steps a minute at `time`, in seconds; 0 where no walk is going on, or has just begun. */
  at(time: number): number {
    const { usual, lastLanding } = this.#cadence;
    const walks = Math.abs(time - lastLanding) <= LONGEST_SILENCE;
    return walks && usual > 0 ? 60 / usual : 0;
  }
}
