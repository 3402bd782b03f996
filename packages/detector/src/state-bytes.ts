import { maxPackedWords, packColumns, unpackColumns } from './packed-columns.ts';
import { StateError, type StateIO } from './state-io.ts';

/** A state takes a multiple of so many bytes; what is left of the last word is zero. */
export const WORD_BYTES = 4;
const NUMBER_BYTES = 8;
/** A whole number takes at most so many bytes, of 7 bits each. */
const MAX_WHOLE_BYTES = 8;

/** One number's bytes, and words of 16 bits, on their way to or from bytes that lie anywhere. */
const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);
let room = new Uint16Array(1024);

/** Writes one state after the other into the same memory: to save one makes nothing but its bytes. */
export class StateWriter implements StateIO {
  #bytes = new Uint8Array(8192);
  #length = 0;

  /** @param headerBytes that are left free before what is written */
  begin(headerBytes: number): void {
    this.#length = headerBytes;
  }

  /** A copy of all that was written since {@link begin}, header included. */
  end(): Uint8Array<ArrayBuffer> {
    while (this.#length % WORD_BYTES !== 0) this.#bytes[this.#take(1)] = 0;
    return this.#bytes.slice(0, this.#length);
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
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[at++] = (rest % 128) | 0x80;
    this.#bytes[at++] = rest;
    this.#length = at;
    return value;
  }

  flag(value: boolean): boolean {
    this.#bytes[this.#take(1)] = value ? 1 : 0;
    return value;
  }

  numbers(array: Float64Array): void {
    this.#copy(array);
  }

  float32s(array: Float32Array): void {
    this.#copy(array);
  }

  columns(rows: Uint16Array, columns: number): void {
    makeRoom(rows.length, columns);
    this.#copy(room.subarray(0, packColumns(rows, columns, room)));
  }

  #copy({ buffer, byteOffset, byteLength }: Float64Array | Float32Array | Uint16Array): void {
    const start = this.#take(byteLength);
    this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start);
  }

  /** Makes room for more bytes; returns where they begin. */
  #take(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
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

  numbers(array: Float64Array): void {
    this.#fill(array);
  }

  float32s(array: Float32Array): void {
    this.#fill(array);
  }

  columns(rows: Uint16Array, columns: number): void {
    makeRoom(rows.length, columns);
    const rest = this.#bytes.subarray(this.#at, this.#at + 2 * room.length);
    room.fill(0);
    new Uint8Array(room.buffer).set(rest);
    this.#pass(2 * unpackColumns(rows, columns, room));
  }

  #fill({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): void {
    const start = this.#pass(byteLength);
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    bytes.set(this.#bytes.subarray(start, start + byteLength));
  }

  /** Goes on by so many bytes; returns where they begin. */
  #pass(size: number): number {
    const start = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) throw new StateError('This detector state is cut short.');
    return start;
  }
}

/** Sees to it that there are as many words as so many rows and columns may need. */
function makeRoom(length: number, columns: number): void {
  const most = maxPackedWords(length, columns);
  if (room.length < most) room = new Uint16Array(most);
}
