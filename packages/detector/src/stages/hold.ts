import { StateError, type StateIO } from '../state-io.ts';

/** In a beginning walk, the longest interval may be this many times the shortest. */
const MAX_INTERVAL_RATIO = 1.6;

/** The contacts that wait to be confirmed, oldest first. */
export class Hold {
  count = 0;
  readonly #times: Float64Array;
  readonly #confidences: Float64Array;
  /** How probable each is in hindsight; 0 where hindsight sees none, or has not spoken yet. */
  readonly #hindsight: Float64Array;

  /** @param capacity how many it can hold; one more pushes out the oldest */
  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
    this.#confidences = new Float64Array(capacity);
    this.#hindsight = new Float64Array(capacity);
  }

  /** Seconds on the sensor's clock. */
  time(index: number): number {
    return this.#times[index] as number;
  }

  confidence(index: number): number {
    return this.#confidences[index] as number;
  }

  /** How probable it is in hindsight, 0 … 1. */
  hindsight(index: number): number {
    return this.#hindsight[index] as number;
  }

  /** Puts a contact in its place by time. */
  add(time: number, confidence: number, hindsight: number): void {
    if (this.count === this.#times.length) this.drop(1);
    let place = this.count;
    while (place > 0 && this.time(place - 1) > time) place--;
    for (const row of [this.#times, this.#confidences, this.#hindsight]) {
      row.copyWithin(place + 1, place, this.count);
    }
    this.#times[place] = time;
    this.#confidences[place] = confidence;
    this.#hindsight[place] = hindsight;
    this.count++;
  }

  /**
   * Notes hindsight of the contact that is nearest to a time, within `reach` seconds; returns whether
   * there is one.
   */
  note(time: number, reach: number, hindsight: number): boolean {
    let nearest = -1;
    let distance = reach;
    for (let i = 0; i < this.count; i++) {
      const away = Math.abs(this.time(i) - time);
      if (away > distance) continue;
      nearest = i;
      distance = away;
    }
    if (nearest < 0) return false;
    this.#hindsight[nearest] = Math.max(this.hindsight(nearest), hindsight);
    return true;
  }

  /** Lets go of the oldest. */
  drop(count: number): void {
    for (const row of [this.#times, this.#confidences, this.#hindsight]) {
      row.copyWithin(0, count, this.count);
    }
    this.count -= count;
  }

  clear(): void {
    this.count = 0;
  }

  /** Whether the intervals of the newest `newest` contacts, and one more of `next` s, are alike. */
  isRhythm(newest: number, next = Number.NaN): boolean {
    let shortest = next;
    let longest = next;
    for (let i = this.count - newest + 1; i < this.count; i++) {
      const interval = this.time(i) - this.time(i - 1);
      if (!(shortest <= interval)) shortest = interval;
      if (!(longest >= interval)) longest = interval;
    }
    return !(longest > MAX_INTERVAL_RATIO * shortest);
  }

  /** Mean probability of the newest contacts. */
  meanConfidence(newest: number): number {
    let sum = 0;
    for (let i = this.count - newest; i < this.count; i++) sum += this.confidence(i);
    return sum / newest;
  }

  /** How many are at least so probable in hindsight. */
  countSure(probability: number): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) if (this.hindsight(i) >= probability) sum++;
    return sum;
  }

  transfer(io: StateIO): void {
    this.count = io.whole(this.count);
    if (this.count > this.#times.length)
      throw new StateError('There is no room for so many contacts.');
    io.numbers(this.#times, this.count);
    io.numbers(this.#confidences, this.count);
    io.numbers(this.#hindsight, this.count);
  }
}
