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
const MAGIC = 0x53534403;
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

/** Memory of which a number of any kind can be written or read, at its bytes. */
class Room {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  readonly float32s: Float32Array;
  readonly uint16s: Uint16Array;

  /** @param bytes all of their buffer's */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const { buffer } = bytes;
    this.bytes = bytes;
    this.view = new DataView(buffer);
    this.float32s = new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
    this.uint16s = new Uint16Array(buffer, 0, Math.floor(buffer.byteLength / 2));
  }
}

/** Writes one state after the other into the same memory: to save one makes nothing but its bytes. */
class Writer implements StateIO {
  #room = new Room(new Uint8Array(4096));
  #length = 0;

  begin(): void {
    this.#length = HEADER_BYTES;
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.#room.bytes.slice(0, this.#length);
  }

  number(value: number): number {
    const start = this.#take(NUMBER_BYTES);
    this.#room.view.setFloat64(start, value, true);
    return value;
  }

  numbers(array: Float64Array): void {
    for (let i = 0; i < array.length; i++) this.number(array[i] as number);
  }

  float32s(array: Float32Array): void {
    const start = this.#take(4 * array.length);
    this.#room.float32s.set(array, start / 4);
  }

  uint16s(array: Uint16Array): void {
    const start = this.#take(inWholeWords(2 * array.length));
    this.#room.uint16s.set(array, start / 2);
    if (array.length % 2 === 1) this.#room.uint16s[start / 2 + array.length] = 0;
  }

  /** Makes room for more bytes; returns where they begin. */
  #take(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#room.bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#room.bytes);
      this.#room = new Room(larger);
    }
    return start;
  }
}

const writer = new Writer();

/** Reads a saved state, after its header. */
class Reader implements StateIO {
  readonly #room: Room;
  #length = HEADER_BYTES;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#room = new Room(bytes);
  }

  /** Whether all of it was read. */
  get done(): boolean {
    return this.#length === this.#room.bytes.length;
  }

  number(): number {
    return this.#room.view.getFloat64(this.#pass(NUMBER_BYTES), true);
  }

  numbers(array: Float64Array): void {
    for (let i = 0; i < array.length; i++) array[i] = this.number();
  }

  float32s(array: Float32Array): void {
    const start = this.#pass(4 * array.length) / 4;
    array.set(this.#room.float32s.subarray(start, start + array.length));
  }

  uint16s(array: Uint16Array): void {
    const start = this.#pass(inWholeWords(2 * array.length)) / 2;
    array.set(this.#room.uint16s.subarray(start, start + array.length));
  }

  /** Goes on by so many bytes; returns where they begin. */
  #pass(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#room.bytes.length) {
      throw new StateError('This detector state is cut short.');
    }
    return start;
  }
}

function inWholeWords(bytes: number): number {
  return Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;
}
