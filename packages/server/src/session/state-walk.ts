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
/** A whole number takes at most so many bytes, of 7 bits each. */
const MAX_WHOLE_BYTES = 8;
/** Up to here, numbers can be shifted. */
const MAX_INT = 2 ** 31 - 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes of one number, to be copied from or to where they need not be aligned. */
const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/** Writes a state. It can be used again and again: what it wrote before is overwritten. */
export class StateWriter implements StateWalk {
  readonly restores = false;
  #bytes = new Uint8Array(8192);
  #length = HEADER_BYTES;

  /** Begins a state. */
  begin(version: number): void {
    this.#bytes.set(MAGIC);
    this.#bytes[VERSION_AT] = version;
    this.#length = HEADER_BYTES;
  }

  get room(): number {
    return MAX_STATE_BYTES - this.#length;
  }

  /** Ends the state, and returns a copy of it. */
  end(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.slice(0, this.#length);
    const checksum = checksumOf(bytes);
    for (let i = 0; i < 4; i++) bytes[CHECKSUM_AT + i] = checksum >>> (8 * i);
    return bytes;
  }

  number(value: number): number {
    const at = this.#take(8);
    double[0] = value;
    for (let i = 0; i < 8; i++) this.#bytes[at + i] = doubleBytes[i] as number;
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

  bytes(value: Uint8Array): Uint8Array {
    this.whole(value.length);
    const at = this.#take(value.length);
    this.#bytes.set(value, at);
    return value;
  }

  text(value: string): string {
    this.bytes(encoder.encode(value));
    return value;
  }

  /** Makes room for so many bytes; returns where they begin. */
  #take(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return at;
  }
}

/** Reads a state. Whatever is wrong with it is a {@link SessionStateError}. */
export class StateReader implements StateWalk {
  readonly restores = true;
  readonly room = Number.POSITIVE_INFINITY;
  readonly #bytes: Uint8Array;
  #at = HEADER_BYTES;

  /** @throws {SessionStateError} where these bytes are not a state of this version, or damaged */
  constructor(bytes: Uint8Array, version: number) {
    const isState = bytes.length >= HEADER_BYTES && MAGIC.every((byte, i) => bytes[i] === byte);
    if (!isState) throw new SessionStateError('These bytes are not the state of a session.');
    if (bytes[VERSION_AT] !== version) {
      throw new SessionStateError(`This session's state is of version ${bytes[VERSION_AT]}.`);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint32(CHECKSUM_AT, true) !== checksumOf(bytes)) {
      throw new SessionStateError("This session's state is damaged: its checksum does not match.");
    }
    this.#bytes = bytes;
  }

  /** @throws {SessionStateError} where there is more than was read */
  end(): void {
    if (this.#at !== this.#bytes.length) throw nonsense();
  }

  number(): number {
    const at = this.#pass(8);
    for (let i = 0; i < 8; i++) doubleBytes[i] = this.#bytes[at + i] as number;
    return double[0] as number;
  }

  whole(): number {
    let value = 0;
    for (let i = 0, factor = 1; i < MAX_WHOLE_BYTES; i++, factor *= 128) {
      const byte = this.#bytes[this.#pass(1)] as number;
      value += (byte & 0x7f) * factor;
      if (byte > 0x7f) continue;
      if (!Number.isSafeInteger(value)) break;
      return value;
    }
    throw nonsense();
  }

  flag(): boolean {
    const byte = this.#bytes[this.#pass(1)] as number;
    if (byte > 1) throw nonsense();
    return byte === 1;
  }

  bytes(): Uint8Array {
    const length = this.whole();
    const at = this.#pass(length);
    return this.#bytes.slice(at, at + length);
  }

  text(): string {
    try {
      return decoder.decode(this.bytes());
    } catch (error) {
      throw error instanceof SessionStateError ? error : nonsense();
    }
  }

  /** Goes on by so many bytes; returns where they begin. */
  #pass(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) throw new SessionStateError('A state is cut short.');
    return at;
  }
}

/** What is there although it can't be: the state was made by another program, or by hand. */
export function nonsense(): SessionStateError {
  return new SessionStateError("This session's state makes no sense.");
}

/** Of all that follows the header. */
function checksumOf(bytes: Uint8Array): number {
  return crc32(bytes.subarray(HEADER_BYTES));
}
