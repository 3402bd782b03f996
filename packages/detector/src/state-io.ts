import { fnv1a, sumOfWords } from './checksum.ts';

/**
 * One walk over a detector's state that either saves it or restores it.
 *
 * Each stage has a single `transfer(io)` method that names its fields once, in order:
 *
 * ```ts
 * this.#last = io.number(this.#last);
 * io.numbers(this.#ring);
 * ```
 *
 * Saving and restoring can't drift apart, because they are the same lines.
 */
export interface StateIO {
  /** Saves `value` and returns it, or returns the saved one. */
  number(value: number): number;
  /** Saves the values of `array`, or overwrites them with the saved ones. Its length is fixed. */
  numbers(array: Float64Array): void;
  /** The same of numbers that are single floats, in half the bytes. */
  float32s(array: Float32Array): void;
  /** The same of whole numbers up to 65,535, in a quarter. */
  uint16s(array: Uint16Array): void;
}

/** Saved state that can't be used: cut short, altered, or made by another model or version. */
export class StateError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_state';

  constructor(message: string) {
    super(message);
    this.name = 'StateError';
  }
}

/** First bytes of every saved state: `SSD` and the version of the layout. */
const MAGIC = 0x53534402;
/** Magic, checksum and model fingerprint, each 32 bits. */
const HEADER_WORDS = 3;
/** Everything that is saved takes a multiple of so many bytes. */
const WORD_BYTES = 4;
const HEADER_BYTES = HEADER_WORDS * WORD_BYTES;
const NUMBER_BYTES = 8;

const textEncoder = new TextEncoder();

/**
 * Saves what `transfer` walks over.
 *
 * @param model the identity of the detector model the state belongs to
 * @returns header (magic, checksum, model fingerprint) and the values, in the byte order of the machine;
 *   one of the other order does not take it
 */
export function saveState(model: string, transfer: (io: StateIO) => void): Uint8Array {
  writer.begin();
  transfer(writer);
  const bytes = writer.written();
  const words = new Uint32Array(bytes.buffer);
  words[0] = MAGIC;
  words[1] = sumOfWords(words.subarray(HEADER_WORDS));
  words[2] = fingerprintOf(model);
  return bytes;
}

/**
 * Restores what `transfer` walks over from bytes that {@link saveState} made.
 *
 * @throws {StateError} when the bytes are damaged, or belong to another model or layout. The stages
 *   may then hold a mixture: throw the detector away.
 */
export function restoreState(
  bytes: Uint8Array,
  model: string,
  transfer: (io: StateIO) => void,
): void {
  // A copy begins at a whole word, wherever these bytes lie.
  const copy = new Uint8Array(bytes);
  const words = new Uint32Array(copy.buffer, 0, Math.floor(copy.length / WORD_BYTES));
  if (words.length < HEADER_WORDS || words[0] !== MAGIC) {
    throw new StateError('These bytes are not a saved detector state of this version.');
  }
  if (words[2] !== fingerprintOf(model)) {
    throw new StateError(`This detector state was saved by another model than ${model}.`);
  }
  if (copy.length % WORD_BYTES !== 0 || words[1] !== sumOfWords(words.subarray(HEADER_WORDS))) {
    throw new StateError('This detector state is damaged: its checksum does not match.');
  }
  const reader = new Reader(copy);
  transfer(reader);
  if (!reader.done) throw new StateError('This detector state holds more than the detector has.');
}

function fingerprintOf(model: string): number {
  return fnv1a(textEncoder.encode(model));
}

/** Writes one state after the other into the same memory: to save one makes nothing but its bytes. */
class Writer implements StateIO {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  begin(): void {
    this.#length = HEADER_BYTES;
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  number(value: number): number {
    const start = this.#grow(NUMBER_BYTES);
    this.#view.setFloat64(start, value, true);
    return value;
  }

  numbers(array: Float64Array): void {
    this.#take(array);
  }

  float32s(array: Float32Array): void {
    this.#take(array);
  }

  uint16s(array: Uint16Array): void {
    this.#take(array);
  }

  #take(array: ArrayBufferView): void {
    const size = inWholeWords(array.byteLength);
    const start = this.#grow(size);
    this.#bytes.set(bytesOf(array), start);
    if (size > array.byteLength) this.#bytes.fill(0, start + array.byteLength, start + size);
  }

  /** Makes room for more bytes; returns where they begin. */
  #grow(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return start;
  }
}

const writer = new Writer();

/** Reads a saved state, after its header. */
class Reader implements StateIO {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #length = HEADER_BYTES;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  /** Whether all of it was read. */
  get done(): boolean {
    return this.#length === this.#bytes.length;
  }

  number(): number {
    return this.#view.getFloat64(this.#pass(NUMBER_BYTES), true);
  }

  numbers(array: Float64Array): void {
    this.#give(array);
  }

  float32s(array: Float32Array): void {
    this.#give(array);
  }

  uint16s(array: Uint16Array): void {
    this.#give(array);
  }

  #give(array: ArrayBufferView): void {
    const start = this.#pass(inWholeWords(array.byteLength));
    bytesOf(array).set(this.#bytes.subarray(start, start + array.byteLength));
  }

  /** Goes on by so many bytes; returns where they begin. */
  #pass(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      throw new StateError('This detector state is cut short.');
    }
    return start;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function inWholeWords(bytes: number): number {
  return Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;
}
