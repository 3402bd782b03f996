import type { BadParts } from './bad-parts.ts';

/** A record of a log.bin; it is good only while it is handed over. */
export interface Gt3xRecord {
  readonly type: number;
  /** Whole seconds since 1970 on the device's clock. */
  readonly second: number;
  readonly bytes: Uint8Array;
  /** Where the payload is in `bytes`. */
  readonly start: number;
  readonly length: number;
}

const SEPARATOR = 0x1e;
const HEADER_BYTES = 8;
const CHECKSUM_BYTES = 1;
/** A file in which so many records in a row can't be found is no log. */
const MAX_LOST = 1000;

/**
 * Cuts a log.bin into its records: a separator, type, time, length, payload, and a checksum over all of
 * it. Zeros may lie in between. Where a checksum is wrong, the next record is looked for: after the
 * payload, where one begins there, or else at the next separator, for the length may be what is damaged.
 */
export class Gt3xRecords {
  readonly #bad: BadParts;
  readonly #onRecord: (record: Gt3xRecord) => void;
  /** What of the pieces so far is not done with, at its beginning; used again for each piece. */
  #bytes = new Uint8Array(1 << 17);
  #length = 0;
  readonly #record: { -readonly [Key in keyof Gt3xRecord]: Gt3xRecord[Key] } = {
    type: 0,
    second: 0,
    bytes: this.#bytes,
    start: 0,
    length: 0,
  };
  #index = 0;
  #lost = 0;
  /** Whether the bytes just passed over are known to be damaged already. */
  #isLost = false;

  constructor(bad: BadParts, onRecord: (record: Gt3xRecord) => void) {
    this.#bad = bad;
    this.#onRecord = onRecord;
  }

  push(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    const used = this.#cut(this.#bytes.subarray(0, length), false);
    this.#bytes.copyWithin(0, used, length);
    this.#length = length - used;
  }

  /** @returns how many bytes at the end are a record that was cut off */
  end(): number {
    const used = this.#cut(this.#bytes.subarray(0, this.#length), true);
    return this.#length - used;
  }

  /** Takes the records of these bytes. @returns how many bytes are done with */
  #cut(bytes: Uint8Array, isEnd: boolean): number {
    let at = 0;
    while (at < bytes.length) {
      if (bytes[at] !== SEPARATOR) {
        if (bytes[at] !== 0) this.#lose('no record begins where one should');
        at++;
        continue;
      }
      const length = payloadLength(bytes, at);
      const end = at + HEADER_BYTES + length + CHECKSUM_BYTES;
      if (end > bytes.length) {
        // Cut off; or its length is damaged, if another record follows before that.
        const next = isEnd ? this.#nextGood(bytes, at + 1) : -1;
        if (next < 0) return at;
        this.#lose('its length is wrong');
        at = next;
        continue;
      }
      if (isGood(bytes, at, end)) {
        this.#index++;
        this.#lost = 0;
        this.#isLost = false;
        this.#bad.addGood();
        this.#onRecord(this.#recordAt(bytes, at, length));
        at = end;
        continue;
      }
      this.#lose('its checksum is wrong');
      const payloadAlone = end === bytes.length || bytes[end] === SEPARATOR || bytes[end] === 0;
      if (payloadAlone) this.#isLost = false;
      at = payloadAlone ? end : at + 1;
    }
    return at;
  }

  /** One object for all of them: a week has some hundred thousand. */
  #recordAt(bytes: Uint8Array, at: number, length: number): Gt3xRecord {
    const record = this.#record;
    record.type = bytes[at + 1] as number;
    record.second = 0;
    for (let i = 5; i >= 2; i--) record.second = record.second * 256 + (bytes[at + i] as number);
    record.bytes = bytes;
    record.start = at + HEADER_BYTES;
    record.length = length;
    return record;
  }

  #nextGood(bytes: Uint8Array, from: number): number {
    for (let at = bytes.indexOf(SEPARATOR, from); at >= 0; at = bytes.indexOf(SEPARATOR, at + 1)) {
      const end = at + HEADER_BYTES + payloadLength(bytes, at) + CHECKSUM_BYTES;
      if (end <= bytes.length && isGood(bytes, at, end)) return at;
    }
    return -1;
  }

  /** Counts a damaged place once, however long it is. */
  #lose(why: string): void {
    if (++this.#lost > MAX_LOST) this.#bad.giveUp();
    if (this.#isLost) return;
    this.#isLost = true;
    this.#bad.addBad(++this.#index, why);
  }
}

/** Infinite where there are not even enough bytes for a header. */
function payloadLength(bytes: Uint8Array, at: number): number {
  if (at + HEADER_BYTES > bytes.length) return Number.POSITIVE_INFINITY;
  return (bytes[at + 6] as number) | ((bytes[at + 7] as number) << 8);
}

/** Whether the exclusive or of a record, its checksum with it, has all bits set. */
function isGood(bytes: Uint8Array, at: number, end: number): boolean {
  let sum = 0;
  for (let i = at; i < end; i++) sum ^= bytes[i] as number;
  return sum === 0xff;
}
