const NOTHING = new Uint8Array(0);

/** The bytes of a file in the pieces in which they came: never in memory twice, as joining them would need. */
export class Pieces {
  readonly #pieces: Uint8Array[] = [];
  readonly #starts: number[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#starts.push(this.#length);
    this.#length += piece.length;
  }

  /** The bytes from `start` to before `end`, in pieces. What is beyond the end is left out. */
  *range(start: number, end: number): Generator<Uint8Array> {
    for (let i = this.#indexAt(start); i < this.#pieces.length; i++) {
      const piece = this.#pieces[i] as Uint8Array;
      const offset = this.#starts[i] as number;
      if (offset >= end) return;
      yield piece.subarray(Math.max(0, start - offset), Math.min(piece.length, end - offset));
    }
  }

  /** Lets go of the bytes before `end`, as far as they are whole pieces: they are not to be asked for again. */
  release(end: number): void {
    for (let i = this.#indexAt(end) - 1; i >= 0 && this.#pieces[i] !== NOTHING; i--) {
      this.#pieces[i] = NOTHING;
    }
  }

  /** The bytes from `start` to before `end` as one copy. */
  slice(start: number, end: number): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(Math.max(0, Math.min(end, this.#length) - start));
    let at = 0;
    for (const piece of this.range(start, end)) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** Which piece holds the byte at `position`. */
  #indexAt(position: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= position) low = middle;
      else high = middle;
    }
    return low;
  }
}
