import { quantileOfSorted } from '@stepstream/math';

/** So many values are kept at most: of more, every second, fourth, eighth … */
const MAX_KEPT = 1 << 16;

/** The median of values that come one after the other, in little memory. Exact for the first 65,536. */
export class MedianMeter {
  readonly #kept = new Float64Array(MAX_KEPT);
  #length = 0;
  #every = 1;
  #seen = 0;

  push(value: number): void {
    if (this.#seen++ % this.#every !== 0) return;
    if (this.#length === MAX_KEPT) {
      for (let i = 0; i < MAX_KEPT / 2; i++) this.#kept[i] = this.#kept[2 * i] as number;
      this.#length = MAX_KEPT / 2;
      this.#every *= 2;
      if ((this.#seen - 1) % this.#every !== 0) return;
    }
    this.#kept[this.#length++] = value;
  }

  /** Null of no values. */
  get median(): number | null {
    return quantileOfSorted(this.#kept.slice(0, this.#length).sort(), 0.5);
  }
}
