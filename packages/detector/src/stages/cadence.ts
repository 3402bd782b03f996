import type { StateIO } from '../state-io.ts';

/** Two contacts further apart than this many seconds are not one walk. */
export const MAX_STEP_INTERVAL_SECONDS = 1.6;
/** The usual interval is the median of up to this many. */
const INTERVALS = 7;
/** There is no usual interval before this many are known. */
const MIN_INTERVALS = 3;

/** The rhythm of the last contacts, confirmed or not. */
export class Cadence {
  #lastContact = Number.NEGATIVE_INFINITY;
  readonly #intervals = new Float64Array(INTERVALS);
  #count = 0;
  #usual = 0;

  /** Time of the last contact, in seconds. */
  get lastContact(): number {
    return this.#lastContact;
  }

  /** The usual time from a contact to the next, in seconds; 0 while it is not known. */
  get usual(): number {
    return this.#usual;
  }

  /** Notes a contact, later than all before. */
  add(time: number): void {
    const interval = time - this.#lastContact;
    this.#lastContact = time;
    if (interval > MAX_STEP_INTERVAL_SECONDS) {
      this.#count = 0;
      this.#usual = 0;
      return;
    }
    this.#intervals[this.#count % INTERVALS] = interval;
    this.#count++;
    if (this.#count >= MIN_INTERVALS) {
      this.#usual = median(this.#intervals, Math.min(this.#count, INTERVALS));
    }
  }

  transfer(io: StateIO): void {
    this.#lastContact = io.number(this.#lastContact);
    io.numbers(this.#intervals);
    this.#count = io.whole(this.#count);
    this.#usual = io.number(this.#usual);
  }
}

/**
 * Median of the first `count` values, of at most {@link INTERVALS}. Unlike the median of
 * `@stepstream/math` it allocates nothing: it runs for each contact of every session.
 */
const sorted = new Float64Array(INTERVALS);
function median(values: Float64Array, count: number): number {
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    let j = i;
    while (j > 0 && (sorted[j - 1] as number) > value) {
      sorted[j] = sorted[j - 1] as number;
      j--;
    }
    sorted[j] = value;
  }
  const middle = count >> 1;
  return count % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
