/** What is cut into pieces, in bytes: some fifteen states. */
const SLAB_BYTES = 65_536;

/**
 * Makes copies of bytes that live about equally long. They are pieces of a few large arrays: an engine takes 15 µs to make
 * one of 4 KB by itself, ten times as long as to fill it.
 *
 * A copy keeps its whole array in memory. Whoever keeps single ones for long copies them once more.
 */
export class ByteSlabs {
  #slab = new Uint8Array(0);
  #used = 0;

  copy(bytes: Uint8Array): Uint8Array {
    if (this.#used + bytes.length > this.#slab.length) {
      this.#slab = new Uint8Array(Math.max(SLAB_BYTES, bytes.length));
      this.#used = 0;
    }
    const copy = this.#slab.subarray(this.#used, this.#used + bytes.length);
    copy.set(bytes);
    this.#used += bytes.length;
    return copy;
  }
}
