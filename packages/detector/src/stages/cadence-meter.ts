import { Cadence } from './cadence.ts';

/** After this long without a step, the walk is over: the longest step, and the time to confirm one. */
const MAX_SILENCE_SECONDS = 2.5;

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
    const walks = Math.abs(time - lastContact) <= MAX_SILENCE_SECONDS;
    return walks && usual > 0 ? 60 / usual : 0;
  }
}
