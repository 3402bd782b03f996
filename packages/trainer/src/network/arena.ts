import { BLOCK_TAPS, DILATIONS } from '@stepstream/detector/internals';

/** Zeros before and after each row, in pairs: as far as the widest block reads. */
const MARGIN = (BLOCK_TAPS - 1) * Math.max(...DILATIONS);
const FLOAT = 4;
/** The first addresses are left to the compiler's own constants. */
const FIRST_ADDRESS = 4096;

/**
 * Hands out the kernels' memory: arrays of float32, rows of pairs with zeros around them, and tables
 * of the addresses of rows. All addresses are bytes. Nothing is given back; the arena is dropped as a
 * whole.
 */
export class Arena {
  /** Pairs in a row. */
  readonly length: number;
  /** Bytes from a row to the next. */
  readonly stride: number;

  readonly #memory: WebAssembly.Memory;
  #top = FIRST_ADDRESS;

  /**
   * @param memory is cleared, and belongs to the arena from now on
   * @param length pairs in a row
   */
  constructor(memory: WebAssembly.Memory, length: number) {
    this.length = length;
    this.stride = (MARGIN + length + MARGIN) * FLOAT;
    this.#memory = memory;
    new Uint8Array(memory.buffer, this.#top).fill(0);
  }

  /**
   * An array of float32.
   *
   * @throws {RangeError} when the memory is full
   */
  allocate(floats: number): number {
    const address = this.#top;
    this.#top += Math.ceil((floats * FLOAT) / 16) * 16;
    if (this.#top > this.#memory.buffer.byteLength) {
      throw new RangeError(`Rows of ${this.length} pairs do not fit into the kernels' memory.`);
    }
    return address;
  }

  /** Rows with zeros around them; the address is that of the first row's first pair. */
  allocateRows(rows: number): number {
    return this.allocate((rows * this.stride) / FLOAT) + MARGIN * FLOAT;
  }

  /** A table of the addresses of rows that follow one another. */
  table(base: number, rows: number): number {
    return this.tableOf(Array.from({ length: rows }, (_, i) => base + i * this.stride));
  }

  /** A table of addresses. */
  tableOf(addresses: readonly number[]): number {
    const address = this.allocate(addresses.length);
    new Uint32Array(this.#memory.buffer, address, addresses.length).set(addresses);
    return address;
  }

  /** The floats at an address, to read and to write. */
  view(address: number, floats: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, floats);
  }

  /** One of several rows. */
  row(base: number, index: number): Float32Array {
    return this.view(base + index * this.stride, this.length);
  }

  /** Copies rows onto others, zeros around them included. */
  copyRows(from: number, to: number, rows: number): void {
    const margin = MARGIN * FLOAT;
    const bytes = new Uint8Array(this.#memory.buffer);
    bytes.copyWithin(to - margin, from - margin, from - margin + rows * this.stride);
  }
}
