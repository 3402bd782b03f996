/** What is cut into pieces, in bytes: some fifteen states. */
const SLAB_BYTES = 65_536;
/** What is kept to be used again, 2 MB. */
const MAX_SLABS = 32;

/**
 * Keeps copies of bytes until all of them are let go at once, and uses their memory again: an engine takes 15 µs to make
 * an array of 4 KB, ten times as long as to fill it, and as long again to be rid of it.
 */
export class ByteSlabs {
  readonly #slabs: Uint8Array[] = [];
  /** The slab that is being filled, and how much of it is. */
  #filling = 0;
  #used = 0;

  /** A copy that holds until {@link clear}; one for which there is no room is an array of its own. */
  copy(bytes: Uint8Array): Uint8Array {
    if (this.#used + bytes.length > SLAB_BYTES) {
      this.#filling++;
      this.#used = 0;
    }
    if (this.#filling === MAX_SLABS || bytes.length > SLAB_BYTES) return bytes.slice();
    this.#slabs[this.#filling] ??= new Uint8Array(SLAB_BYTES);
    const slab = this.#slabs[this.#filling] as Uint8Array;
    const copy = slab.subarray(this.#used, this.#used + bytes.length);
    copy.set(bytes);
    this.#used += bytes.length;
    return copy;
  }

  /** Lets all copies go: what they hold will be overwritten. Memory that was not needed this time is given back. */
  clear(): void {
    this.#slabs.length = Math.min(this.#slabs.length, this.#filling + 1);
    this.#filling = 0;
    this.#used = 0;
  }
}
