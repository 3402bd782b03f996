import { maxPackedBytes, packColumns, unpackColumns } from './packed-columns.ts';
import { StateError, type StateIO } from './state-io.ts';

/** A state takes a multiple of so many bytes; what is left of the last word is zero. */
export const WORD_BYTES = 4;
const NUMBER_BYTES = 8;
const FLOAT_BYTES = 4;
/** A whole number takes at most so many bytes, of 7 bits each. */
const MAX_WHOLE_BYTES = 8;
/** Up to here, numbers can be shifted. */
const MAX_INT = 2 ** 31 - 1;

/** One number's bytes, on their way to or from bytes that lie anywhere. */
const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);
const float = new Float32Array(1);
const floatBytes = new Uint8Array(float.buffer);

/**
 * The bytes of a state, which are written or read.
 *
 * One class does both: engines are several times as fast where all calls of a method reach the same one.
 */
export class StateBytes implements StateIO {
  readonly #reads: boolean;
  #bytes: Uint8Array<ArrayBuffer>;
  #words: Uint32Array;
  #at = 0;

  /** @param bytes to be read, all of their buffer's. Default: none, it is written to */
  constructor(bytes?: Uint8Array<ArrayBuffer>) {
    this.#reads = bytes !== undefined;
    this.#bytes = bytes ?? new Uint8Array(8192);
    this.#words = wordsOf(this.#bytes);
  }

  /** The bytes in words. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** Begins after a header of so many bytes. What was written before is overwritten. */
  begin(headerBytes: number): void {
    this.#at = headerBytes;
  }

  /** All that was written since {@link begin}, header included: until something else is written. */
  written(): Uint8Array<ArrayBuffer> {
    while (this.#at % WORD_BYTES !== 0) this.flag(false);
    return this.#bytes.subarray(0, this.#at);
  }

  /** Whether all of it was read, but for what fills the last word. */
  get isDone(): boolean {
    return this.#bytes.length - this.#at < WORD_BYTES;
  }

  number(value: number): number {
    const start = this.#pass(NUMBER_BYTES);
    const bytes = this.#bytes;
    if (this.#reads) {
      for (let i = 0; i < NUMBER_BYTES; i++) doubleBytes[i] = bytes[start + i] as number;
      return double[0] as number;
    }
    double[0] = value;
    for (let i = 0; i < NUMBER_BYTES; i++) bytes[start + i] = doubleBytes[i] as number;
    return value;
  }

  whole(value: number): number {
    if (this.#reads) return this.#readWhole();
    let at = this.#pass(MAX_WHOLE_BYTES);
    const bytes = this.#bytes;
    let rest = value;
    for (; rest > MAX_INT; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
    let small = rest | 0;
    for (; small > 0x7f; small >>>= 7) bytes[at++] = small | 0x80;
    bytes[at++] = small;
    this.#at = at;
    return value;
  }

  flag(value: boolean): boolean {
    const at = this.#pass(1);
    if (this.#reads) return this.#bytes[at] === 1;
    this.#bytes[at] = value ? 1 : 0;
    return value;
  }

  numbers(array: Float64Array, end = array.length): void {
    for (let i = 0; i < end; i++) array[i] = this.number(array[i] as number);
  }

  float32s(array: Float32Array, from = 0): void {
    let at = this.#pass(FLOAT_BYTES * (array.length - from));
    const bytes = this.#bytes;
    for (let i = from; i < array.length; i++) {
      float[0] = array[i] as number;
      for (let k = 0; k < FLOAT_BYTES; k++) {
        if (this.#reads) floatBytes[k] = bytes[at++] as number;
        else bytes[at++] = floatBytes[k] as number;
      }
      if (this.#reads) array[i] = float[0] as number;
    }
  }

  columns(rows: Uint16Array, from: number, end: number, columns: number): void {
    const start = this.#at;
    if (this.#reads) {
      this.#pass(unpackColumns(rows, from, end, columns, this.#bytes, start) - start);
    } else {
      this.#pass(maxPackedBytes(end - from, columns));
      this.#at = packColumns(rows, from, end, columns, this.#bytes, start);
    }
  }

  #readWhole(): number {
    let value = 0;
    for (let i = 0, factor = 1; i < MAX_WHOLE_BYTES; i++, factor *= 128) {
      const byte = this.#bytes[this.#pass(1)] as number;
      value += (byte & 0x7f) * factor;
      if (byte <= 0x7f && Number.isSafeInteger(value)) return value;
    }
    throw new StateError('This detector state makes no sense.');
  }

  /** Goes on by so many bytes, for which there is room; returns where they begin. */
  #pass(size: number): number {
    const start = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) this.#grow();
    return start;
  }

  #grow(): void {
    if (this.#reads) throw new StateError('This detector state is cut short.');
    const larger = new Uint8Array(2 * this.#at);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#words = wordsOf(larger);
  }
}

/** Whole words alone; what follows the last is left out. */
function wordsOf({ buffer, length }: Uint8Array<ArrayBuffer>): Uint32Array {
  return new Uint32Array(buffer, 0, Math.floor(length / WORD_BYTES));
}
