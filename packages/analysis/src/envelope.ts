/** How many bins there are at most: a few for each pixel of a large picture. */
const MAX_BINS = 1 << 14;

/**
 * The lowest and highest magnitude of acceleration over time, in so few bins that a recording of any length can be
 * drawn after it has gone by. Of a short recording each sample has a bin of its own.
 */
export class Envelope {
  readonly #starts = new Float64Array(MAX_BINS);
  readonly #lowest = new Float64Array(MAX_BINS);
  readonly #highest = new Float64Array(MAX_BINS);
  #length = 0;
  /** Samples that a bin holds; doubled whenever all bins are full. */
  #size = 1;
  /** Samples in the last bin. */
  #inLast = 0;

  /** @param magnitude - of the acceleration, in m/s² */
  push(time: number, magnitude: number): void {
    if (this.#length === 0 || this.#inLast === this.#size) this.#begin(time, magnitude);
    const at = this.#length - 1;
    if (magnitude < (this.#lowest[at] as number)) this.#lowest[at] = magnitude;
    if (magnitude > (this.#highest[at] as number)) this.#highest[at] = magnitude;
    this.#inLast++;
  }

  /** Points to draw: of each bin its lowest and its highest value. Times in seconds, values in m/s². */
  points(): { readonly times: Float64Array; readonly values: Float64Array } {
    const each = this.#size === 1 ? 1 : 2;
    const times = new Float64Array(each * this.#length);
    const values = new Float64Array(each * this.#length);
    for (let bin = 0; bin < this.#length; bin++) {
      for (let point = 0; point < each; point++) {
        times[each * bin + point] = this.#starts[bin] as number;
        values[each * bin + point] = (point === 0 ? this.#lowest : this.#highest)[bin] as number;
      }
    }
    return { times, values };
  }

  #begin(time: number, magnitude: number): void {
    if (this.#length === MAX_BINS) this.#halve();
    this.#starts[this.#length] = time;
    this.#lowest[this.#length] = magnitude;
    this.#highest[this.#length] = magnitude;
    this.#length++;
    this.#inLast = 0;
  }

  /** Makes one bin of each two. */
  #halve(): void {
    for (let bin = 0; bin < MAX_BINS / 2; bin++) {
      const [one, other] = [2 * bin, 2 * bin + 1];
      this.#starts[bin] = this.#starts[one] as number;
      this.#lowest[bin] = Math.min(this.#lowest[one] as number, this.#lowest[other] as number);
      this.#highest[bin] = Math.max(this.#highest[one] as number, this.#highest[other] as number);
    }
    this.#length = MAX_BINS / 2;
    this.#size *= 2;
  }
}
