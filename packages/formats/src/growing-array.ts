/** A Float64Array that grows as numbers are added. */
export class GrowingArray {
  #values = new Float64Array(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** The numbers so far, as an array of just their length. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}
