import { maxPackedBytes, packColumns, unpackColumns } from './packed-columns.ts';
import { StateError, type StateIO } from './state-io.ts';

/** A state takes a multiple of so many bytes; what is left of the last word is zero. */
export const WORD_BYTES = 4;
const NUMBER_BYTES = 8;
/** A whole number takes at most so many bytes, of 7 bits each. */
const MAX_WHOLE_BYTES = 8;
/** Up to here, numbers can be shifted. */
const MAX_INT = 2 ** 31 - 1;

/** One number's bytes, on their way to or from bytes that lie anywhere. */
const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);
const float = new Float32Array(1);
const floatBytes = new Uint8Array(float.buffer);
const FLOAT_BYTES = 4;

/** Writes one state after the other into the same memory: to save one makes nothing but its bytes. */
export class StateWriter implements StateIO {
  #bytes = new Uint8Array(8192);
  #words = new Uint32Array(this.#bytes.buffer);
  #length = 0;

  /** @param headerBytes that are left free before what is written */
  begin(headerBytes: number): void {
    this.#length = headerBytes;
  }

  /** All that was written since {@link begin}, header included: until something else is written. */
  end(): Uint8Array<ArrayBuffer> {
    while (this.#length % WORD_BYTES !== 0) this.#bytes[this.#take(1)] = 0;
    return this.#bytes.subarray(0, this.#length);
  }

  /** The same in words, from the beginning of the memory on. */
  get words(): Uint32Array {
    return this.#words;
  }

  number(value: number): number {
    const start = this.#take(NUMBER_BYTES);
    const bytes = this.#bytes;
    double[0] = value;
    for (let i = 0; i < NUMBER_BYTES; i++) bytes[start + i] = doubleBytes[i] as number;
    return value;
  }

  whole(value: number): number {
    let at = this.#take(MAX_WHOLE_BYTES);
    const bytes = this.#bytes;
    let rest = value;
    for (; rest > MAX_INT; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
    let small = rest | 0;
    for (; small > 0x7f; small >>>= 7) bytes[at++] = small | 0x80;
    bytes[at++] = small;
    this.#length = at;
    return value;
  }

  flag(value: boolean): boolean {
    this.#bytes[this.#take(1)] = value ? 1 : 0;
    return value;
  }

  numbers(array: Float64Array, end = array.length): void {
    for (let i = 0; i < end; i++) this.number(array[i] as number);
  }

  float32s(array: Float32Array, from = 0): void {
    let at = this.#take(FLOAT_BYTES * (array.length - from));
    const bytes = this.#bytes;
    for (let i = from; i < array.length; i++) {
      float[0] = array[i] as number;
      for (let k = 0; k < FLOAT_BYTES; k++) bytes[at++] = floatBytes[k] as number;
    }
  }

  columns(rows: Uint16Array, from: number, end: number, columns: number): void {
    const at = this.#take(maxPackedBytes(end - from, columns));
    this.#length = packColumns(rows, from, end, columns, this.#bytes, at);
  }

  /** Makes room for more bytes; returns where they begin. */
  #take(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#words = new Uint32Array(larger.buffer);
    }
    return start;
  }
}

/** Reads a saved state, after its header. */
export class StateReader implements StateIO {
  readonly #bytes: Uint8Array;
  #at: number;

  /** @param headerBytes that come before what is read */
  constructor(bytes: Uint8Array, headerBytes: number) {
    this.#bytes = bytes;
    this.#at = headerBytes;
  }

  /** Whether all of it was read, but for what fills the last word. */
  get done(): boolean {
    return this.#bytes.length - this.#at < WORD_BYTES;
  }

  number(): number {
    const start = this.#pass(NUMBER_BYTES);
    for (let i = 0; i < NUMBER_BYTES; i++) doubleBytes[i] = this.#bytes[start + i] as number;
    return double[0] as number;
  }

  whole(): number {
    let value = 0;
    for (let i = 0, factor = 1; i < MAX_WHOLE_BYTES; i++, factor *= 128) {
      const byte = this.#bytes[this.#pass(1)] as number;
      value += (byte & 0x7f) * factor;
      if (byte <= 0x7f && Number.isSafeInteger(value)) return value;
    }
    throw new StateError('This detector state makes no sense.');
  }

  flag(): boolean {
    return this.#bytes[this.#pass(1)] === 1;
  }

  numbers(array: Float64Array, end = array.length): void {
    for (let i = 0; i < end; i++) array[i] = this.number();
  }

  float32s(array: Float32Array, from = 0): void {
    let at = this.#pass(FLOAT_BYTES * (array.length - from));
    for (let i = from; i < array.length; i++) {
      for (let k = 0; k < FLOAT_BYTES; k++) floatBytes[k] = this.#bytes[at++] as number;
      array[i] = float[0] as number;
    }
  }

  columns(rows: Uint16Array, from: number, end: number, columns: number): void {
    const next = unpackColumns(rows, from, end, columns, this.#bytes, this.#at);
    this.#pass(next - this.#at);
  }

  /** Goes on by so many bytes; returns where they begin. */
  #pass(size: number): number {
    const start = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) throw new StateError('This detector state is cut short.');
    return start;
  }
}
