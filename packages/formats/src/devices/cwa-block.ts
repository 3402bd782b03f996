/** The data blocks of .cwa files; see `cwa.ts` for where they are described. */

/** Axes of a block with acceleration alone; 6 with a gyroscope, 9 with a magnetometer, too. */
export const ACCELERATION = 3;

const HEADER_BYTES = 30;
const DATA_BYTES = 480;
const PACKED_BYTES = 4;
const CHECKED_WORDS = 256;
/** Nobody has recorded anything with one of these devices outside these years. */
const [FIRST_YEAR, LAST_YEAR] = [2009, 2063];

/** A block that can be used. */
export interface CwaBlock {
  /** When its first sample was taken: seconds since 1970 on the device's clock, which knows no zone. */
  readonly start: number;
  readonly count: number;
  /** Samples a second that the device was set to. */
  readonly rate: number;
  readonly axes: number;
  readonly packed: boolean;
  /** g for each unit. */
  readonly accelScale: number;
  /** °/s for each unit. */
  readonly gyroScale: number;
}

/**
 * Reads a block's header.
 *
 * @param bytes - 512 of them
 * @returns why it can't be used, where it can't; `unused` where nothing was ever written to it
 */
export function readCwaBlock(bytes: Uint8Array): CwaBlock | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] !== 0x41 || bytes[1] !== 0x58) {
    const isUnused = bytes.every((byte) => byte === bytes[0] && (byte === 0 || byte === 0xff));
    return isUnused ? 'unused' : 'it does not begin with AX';
  }
  if (view.getUint16(2, true) !== bytes.length - 4) return 'its length is wrong';
  const rateCode = view.getUint8(24);
  // Blocks of the first devices have no checksum, and their rate where others have the offset.
  const isFirstKind = rateCode === 0;
  if (!isFirstKind && checksum(view) !== 0) return 'its checksum is wrong';

  const offset = view.getInt16(26, true);
  const rate = isFirstKind ? offset : 3200 / (1 << (15 - (rateCode & 0x0f)));
  if (!(rate > 0 && rate <= 3200)) return `its rate is ${rate} Hz`;
  const layout = view.getUint8(25);
  const axes = layout >> 4;
  const packed = (layout & 0x0f) === 0;
  if (axes % 3 !== 0 || axes === 0 || axes > 9 || (packed && axes !== ACCELERATION)) {
    return `its layout is 0x${layout.toString(16)}`;
  }
  const count = view.getUint16(28, true);
  if (count * (packed ? PACKED_BYTES : 2 * axes) > DATA_BYTES)
    return `it can't hold ${count} samples`;

  const seconds = readTime(view.getUint32(14, true));
  if (seconds === null) return 'its time is none';
  const scales = view.getUint16(18, true);
  return {
    start: seconds + secondsToStart(view.getUint16(4, true), isFirstKind ? 0 : offset, rate),
    count,
    rate,
    axes,
    packed,
    accelScale: 1 / (1 << (8 + (scales >> 13))),
    gyroScale: 8000 / (1 << ((scales >> 10) & 7)) / 32768,
  };
}

/** The values of a block, axis after axis, sample after sample, in the device's own units. */
export function unpackAxes({ count, axes, packed }: CwaBlock, bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Int16Array(count * axes);
  if (!packed) {
    for (let i = 0; i < values.length; i++) values[i] = view.getInt16(HEADER_BYTES + 2 * i, true);
    return values;
  }
  // Three numbers of ten bits with a sign, and how many bits all three are to be moved.
  for (let i = 0; i < count; i++) {
    const word = view.getInt32(HEADER_BYTES + PACKED_BYTES * i, true);
    const exponent = word >>> 30;
    values[3 * i] = ((word << 22) >> 22) << exponent;
    values[3 * i + 1] = ((word << 12) >> 22) << exponent;
    values[3 * i + 2] = ((word << 2) >> 22) << exponent;
  }
  return values;
}

/**
 * From a block's whole second to its first sample. The block says which sample the second is the time of,
 * and, in later firmware, the fraction of a second to it. For the sake of old readers the firmware moved
 * the sample's index by as much as the fraction amounts to.
 */
function secondsToStart(fractional: number, offset: number, rate: number): number {
  if ((fractional & 0x8000) === 0) return -offset / rate;
  const fraction = (fractional & 0x7fff) / 0x8000;
  return fraction - (offset + Math.floor(fraction * Math.floor(rate))) / rate;
}

/** The time of `YYYYYYMM MMDDDDDh hhhhmmmm mmssssss` in seconds since 1970; null where there is none. */
function readTime(packed: number): number | null {
  const year = 2000 + (packed >>> 26);
  const month = (packed >>> 22) & 0x0f;
  const day = (packed >>> 17) & 0x1f;
  const [hours, minutes, seconds] = [(packed >>> 12) & 0x1f, (packed >>> 6) & 0x3f, packed & 0x3f];
  const isTime =
    month >= 1 && month <= 12 && day >= 1 && hours < 24 && minutes < 60 && seconds < 60;
  if (!isTime || year < FIRST_YEAR || year > LAST_YEAR) return null;
  return Date.UTC(year, month - 1, day, hours, minutes, seconds) / 1000;
}

/** The sum of all words, which the last word makes zero. */
function checksum(view: DataView): number {
  let sum = 0;
  for (let i = 0; i < CHECKED_WORDS; i++) sum += view.getUint16(2 * i, true);
  return sum & 0xffff;
}
