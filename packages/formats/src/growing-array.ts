/** Room that nothing is in yet costs no memory, and copies take time: four times as much at once. */
const GROWTH = 4;

/** A Float64Array that grows as numbers are added. */
export class GrowingArray {
  #values = new Float64Array(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#growTo(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** Adds several. */
  append(values: Float64Array): void {
    this.#growTo(this.#length + values.length);
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** The numbers so far. Not a copy, which would take as much memory again: none may be added any more. */
  toArray(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  #growTo(length: number): void {
    if (length <= this.#values.length) return;
    const larger = new Float64Array(Math.max(length, this.#values.length * GROWTH));
    larger.set(this.#values);
    this.#values = larger;
  }
}
