/** Sizes are whole numbers of these, so that one serves many transactions. */
const STEP_BYTES = 262_144;
/** Kept to be used again: one transaction is written while the next one is made. */
const MAX_FREE = 2;

/** Memory through which bytes go to a thread: it is used again, as making it costs more than filling it. */
export class SharedBytes {
  readonly #free: SharedArrayBuffer[] = [];

  /** Memory for so many bytes at least, until it is given back. */
  take(size: number): SharedArrayBuffer {
    const found = this.#free.findIndex(({ byteLength }) => byteLength >= size);
    const [free] = found < 0 ? [] : this.#free.splice(found, 1);
    return free ?? new SharedArrayBuffer(Math.max(1, Math.ceil(size / STEP_BYTES)) * STEP_BYTES);
  }

  /** Its bytes have been read. */
  giveBack(bytes: SharedArrayBuffer): void {
    this.#free.push(bytes);
    // The newest ones are as large as what is written now.
    if (this.#free.length > MAX_FREE) this.#free.shift();
  }
}
