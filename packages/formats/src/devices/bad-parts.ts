import type { Notes } from '../notes.ts';
import { RecordingError } from '../recording-error.ts';

/** A file with a larger share of damaged parts than this is refused. */
const MAX_BAD_SHARE = 0.01;
const TOLD = 3;

/**
 * The damaged parts of a device's file, be they blocks, pages or records. A few are skipped and told; a
 * file that has more of them is not to be trusted.
 */
export class BadParts {
  readonly #path: string;
  readonly #what: string;
  readonly #first: string[] = [];
  #bad = 0;
  #good = 0;

  /** @param what - what the parts are called: `block` */
  constructor(path: string, what: string) {
    this.#path = path;
    this.#what = what;
  }

  /** How many were good. */
  get good(): number {
    return this.#good;
  }

  addGood(): void {
    this.#good++;
  }

  /** @param where - which one it is, as its reader counts them; @param why - what is wrong with it */
  addBad(where: number, why: string): void {
    this.#bad++;
    if (this.#first.length < TOLD) this.#first.push(`${this.#what} ${where}: ${why}`);
  }

  /** @throws {RecordingError} for a file in which nothing can be found any more */
  giveUp(): never {
    throw this.#tooMany();
  }

  /**
   * Tells how many were skipped.
   *
   * @throws {RecordingError} `too_damaged` when those are too many; one alone never is
   */
  report(notes: Notes): void {
    if (this.#bad === 0) return;
    if (this.#bad > Math.max(1, MAX_BAD_SHARE * (this.#bad + this.#good))) throw this.#tooMany();
    const text = `${this.#share} skipped: ${this.#first.join('; ')}${this.#bad > TOLD ? '; …' : ''}`;
    notes.add('blocks_skipped', text, { path: this.#path });
  }

  get #share(): string {
    return `${this.#bad} of ${this.#bad + this.#good} ${this.#what}s`;
  }

  #tooMany(): RecordingError {
    const problem = `${this.#share} are damaged (${this.#first.join('; ')}): copy the file from the device again`;
    return new RecordingError('too_damaged', this.#path, null, problem);
  }
}
