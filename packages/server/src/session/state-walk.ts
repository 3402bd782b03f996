import { crc32 } from 'node:zlib';
import type { NumberIO } from './number-io.ts';

/** One walk over a session's state that saves or restores it: each part names its fields once, in order. */
export interface StateWalk extends NumberIO {
  /** Whether it restores, so that lists have to be filled. */
  readonly restores: boolean;
  /** Bytes that are left for what may be left out. */
  readonly room: number;
  /** A whole number from 0 to 2⁵³ − 1: the smaller it is, the fewer bytes it takes. */
  whole(value: number): number;
  flag(value: boolean): boolean;
  /** Any bytes, and how many there are. */
  bytes(value: Uint8Array): Uint8Array;
  text(value: string): string;
}

/** Saved state of a session that can't be used: cut short, altered, or of another version. */
export class SessionStateError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_state';

  constructor(message: string) {
    super(message);
    this.name = 'SessionStateError';
  }
}

/** Most bytes of a state: what stores take. */
export const MAX_STATE_BYTES = 4096;
/** First bytes of each state; the version of the layout follows. */
const MAGIC = [0x53, 0x53, 0x53] as const;
const VERSION_AT = MAGIC.length;
const CHECKSUM_AT = 4;
const HEADER_BYTES = 8;
const NUMBER_BYTES = 8;
/** A whole number takes at most so many bytes, of 7 bits each. */
const MAX_WHOLE_BYTES = 8;
/** Up to here, numbers can be shifted. */
const MAX_INT = 2 ** 31 - 1;

const NO_BYTES = new Uint8Array(0);
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes of one number, to be copied from or to where they need not be aligned. */
const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/**
 * The bytes of a state, which are written or read. Whatever is wrong with what is read is a {@link SessionStateError}.
 *
 * One class does both: engines are several times as fast where all calls of a method reach the same one.
 */
export class StateBytes implements StateWalk {
  readonly restores: boolean;
  #bytes: Uint8Array;
  #at = HEADER_BYTES;

  private constructor(restores: boolean, bytes: Uint8Array) {
    this.restores = restores;
    this.#bytes = bytes;
  }

  /** To write states, one after the other. */
  static toWrite(): StateBytes {
    return new StateBytes(false, new Uint8Array(2 * MAX_STATE_BYTES));
  }

  /**
   * To read a state.
   *
   * @throws {SessionStateError} where these bytes are not a state of one of these versions, or damaged
   */
  static toRead(bytes: Uint8Array, ...versions: readonly number[]): StateBytes {
    const isState = bytes.length >= HEADER_BYTES && MAGIC.every((byte, i) => bytes[i] === byte);
    if (!isState) throw new SessionStateError('These bytes are not the state of a session.');
    const version = bytes[VERSION_AT] as number;
    if (!versions.includes(version)) {
      throw new SessionStateError(`This session's state is of version ${version}.`);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint32(CHECKSUM_AT, true) !== checksumOf(bytes)) {
      throw new SessionStateError("This session's state is damaged: its checksum does not match.");
    }
    return new StateBytes(true, bytes);
  }

  /** Begins to write a state; the one before is overwritten. */
  begin(version: number): void {
    this.#bytes.set(MAGIC);
    this.#bytes[VERSION_AT] = version;
    this.#at = HEADER_BYTES;
  }

  /** The state that has been written; the next one is written over it. */
  written(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#at);
    const checksum = checksumOf(bytes);
    for (let i = 0; i < 4; i++) bytes[CHECKSUM_AT + i] = checksum >>> (8 * i);
    return bytes;
  }

  /** @throws {SessionStateError} where there is more than was read */
  endReading(): void {
    if (this.#at !== this.#bytes.length) throw nonsense();
  }

  /** Which version of the layout it is of. */
  get version(): number {
    return this.#bytes[VERSION_AT] as number;
  }

  get room(): number {
    return MAX_STATE_BYTES - this.#at;
  }

  number(value: number): number {
    const at = this.#pass(NUMBER_BYTES);
    const bytes = this.#bytes;
    if (this.restores) {
      for (let i = 0; i < NUMBER_BYTES; i++) doubleBytes[i] = bytes[at + i] as number;
      return double[0] as number;
    }
    double[0] = value;
    for (let i = 0; i < NUMBER_BYTES; i++) bytes[at + i] = doubleBytes[i] as number;
    return value;
  }

  whole(value: number): number {
    if (this.restores) return this.#readWhole();
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
    if (this.restores) return isOne(this.#bytes[at]);
    this.#bytes[at] = value ? 1 : 0;
    return value;
  }

  bytes(value: Uint8Array): Uint8Array {
    const length = this.whole(value.length);
    const at = this.#pass(length);
    if (this.restores) return this.#bytes.slice(at, at + length);
    this.#bytes.set(value, at);
    return value;
  }

  text(value: string): string {
    const bytes = this.bytes(this.restores || value === '' ? NO_BYTES : encoder.encode(value));
    if (!this.restores) return value;
    try {
      return decoder.decode(bytes);
    } catch {
      throw nonsense();
    }
  }

  #readWhole(): number {
    let value = 0;
    for (let i = 0, factor = 1; i < MAX_WHOLE_BYTES; i++, factor *= 128) {
      const byte = this.#bytes[this.#pass(1)] as number;
      value += (byte & 0x7f) * factor;
      if (byte <= 0x7f && Number.isSafeInteger(value)) return value;
    }
    throw nonsense();
  }

  /** Goes on by so many bytes, for which there is room; returns where they begin. */
  #pass(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) this.#grow();
    return at;
  }

  #grow(): void {
    if (this.restores) throw new SessionStateError("This session's state is cut short.");
    const larger = new Uint8Array(2 * this.#at);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function isOne(byte: number | undefined): boolean {
  if (byte !== 0 && byte !== 1) throw nonsense();
  return byte === 1;
}

/** What is there although it can't be: the state was made by another program, or by hand. */
export function nonsense(): SessionStateError {
  return new SessionStateError("This session's state makes no sense.");
}

/** Of all that follows the header. */
function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(HEADER_BYTES));
}
