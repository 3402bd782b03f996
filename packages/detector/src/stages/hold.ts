import type { StateIO } from '../state-io.ts';

/** The contacts that wait to be confirmed, oldest first. */
export class Hold {
  count = 0;
  readonly #times: Float64Array;
  readonly #confidences: Float64Array;
  /** 1 where hindsight agrees that it was a contact, else 0. */
  readonly #vouched: Float64Array;

  /** @param capacity how many it can hold; more push out the oldest */
  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
    this.#confidences = new Float64Array(capacity);
    this.#vouched = new Float64Array(capacity);
  }

  /** Seconds on the sensor's clock. */
  time(index: number): number {
    return this.#times[index] as number;
  }

  confidence(index: number): number {
    return this.#confidences[index] as number;
  }

  isVouched(index: number): boolean {
    return this.#vouched[index] === 1;
  }

  /** Contacts that hindsight agrees with. */
  get vouched(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += this.#vouched[i] as number;
    return sum;
  }

  /** Puts a contact in its place by time. */
  add(time: number, confidence: number, vouched: boolean): void {
    if (this.count === this.#times.length) this.drop(1);
    let place = this.count;
    while (place > 0 && this.time(place - 1) > time) place--;
    for (const row of [this.#times, this.#confidences, this.#vouched]) {
      row.copyWithin(place + 1, place, this.count);
    }
    this.#times[place] = time;
    this.#confidences[place] = confidence;
    this.#vouched[place] = vouched ? 1 : 0;
    this.count++;
  }

  /** Marks the contact within `reach` seconds of a time; returns whether there is one. */
  vouch(time: number, reach: number): boolean {
    for (let i = 0; i < this.count; i++) {
      if (Math.abs(this.time(i) - time) > reach) continue;
      this.#vouched[i] = 1;
      return true;
    }
    return false;
  }

  /** Lets go of the oldest. */
  drop(count: number): void {
    for (const row of [this.#times, this.#confidences, this.#vouched]) {
      row.copyWithin(0, count, this.count);
    }
    this.count -= count;
  }

  transfer(io: StateIO): void {
    this.count = io.number(this.count);
    io.numbers(this.#times);
    io.numbers(this.#confidences);
    io.numbers(this.#vouched);
  }
}
