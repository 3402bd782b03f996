import type { Notes } from '../notes.ts';
import { roughly } from '../roughly.ts';

/** Gathers where a device's clock jumped, to tell it in a note or two. */
export class ClockFaults {
  #gaps = 0;
  #gapSeconds = 0;
  #setBack = 0;

  /** The device recorded nothing for so many seconds. */
  addGap(seconds: number): void {
    this.#gaps++;
    this.#gapSeconds += seconds;
  }

  addSetBack(): void {
    this.#setBack++;
  }

  /** @param why - what is known of the reason: ` (the device was asleep)` */
  report(notes: Notes, path: string, why = ''): void {
    if (this.#gaps > 0) {
      const what = this.#gaps === 1 ? 'a gap' : `${this.#gaps} gaps`;
      const long = `${roughly(this.#gapSeconds)}${this.#gaps === 1 ? '' : ' together'}`;
      notes.add('gaps', `${what} of ${long}, in which nothing was recorded${why}`, { path });
    }
    if (this.#setBack > 0) {
      const often = this.#setBack === 1 ? 'once' : `${this.#setBack} times`;
      const text = `the device's clock was set back ${often}: what follows is a piece of its own`;
      notes.add('clock_reset', text, { path });
    }
  }
}
