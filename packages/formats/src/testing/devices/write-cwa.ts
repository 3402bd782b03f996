import { DEVICE_START, type DeviceWalk, inUnits, joined } from './device-walk.ts';

/** How a .cwa is written. */
export interface CwaOptions {
  /** Default: packed, as an AX3 does; `unpacked` with 16 bits, `gyro` as an AX6. */
  readonly layout?: 'packed' | 'unpacked' | 'gyro';
  /** The rate's code; its low half is 6 for 6.25 Hz, and each more doubles it. Default: 10, 100 Hz. */
  readonly rateCode?: number;
  /** Whether blocks say the fraction of a second, as later firmware does. Default true. */
  readonly fractions?: boolean;
}

const HEADER_BYTES = 1024;
const BLOCK_BYTES = 512;
const SAMPLES = { packed: 120, unpacked: 80, gyro: 40 } as const;
/** Units a g, and the code of that scale. */
const ACCEL = { packed: [256, 0], unpacked: [2048, 3], gyro: [4096, 4] } as const;
const GYRO_CODE = 2;
const GYRO_RANGE = 2000;

/** Writes a walk as the devices of Axivity do; from cwa.h of Open Movement. */
export function writeCwa(walk: DeviceWalk, options: CwaOptions = {}): Uint8Array {
  const { layout = 'packed', rateCode = 10 } = options;
  const header = new Uint8Array(HEADER_BYTES).fill(0xff);
  const view = new DataView(header.buffer);
  header.set([0x4d, 0x44]);
  view.setUint16(2, HEADER_BYTES - 4, true);
  view.setUint8(4, layout === 'gyro' ? 0x64 : 0x17);
  view.setUint8(36, rateCode);
  const blocks: Uint8Array[] = [];
  for (let first = 0; first < walk.times.length; first += SAMPLES[layout]) {
    blocks.push(
      block(walk, first, blocks.length, { fractions: true, ...options, layout, rateCode }),
    );
  }
  return joined([header, ...blocks]);
}

/** Where block `index` of a file begins, counted from 0. */
export function cwaBlockAt(index: number): number {
  return HEADER_BYTES + BLOCK_BYTES * index;
}

/** Makes the sum of a block's words zero. */
export function sealCwaBlock(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, BLOCK_BYTES);
  view.setUint16(510, 0, true);
  let sum = 0;
  for (let at = 0; at < BLOCK_BYTES; at += 2) sum += view.getUint16(at, true);
  view.setUint16(510, -sum & 0xffff, true);
}

function block(
  walk: DeviceWalk,
  first: number,
  sequence: number,
  { layout, rateCode, fractions }: Required<CwaOptions>,
): Uint8Array {
  const bytes = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  const count = Math.min(SAMPLES[layout], walk.times.length - first);
  const [perG, scale] = ACCEL[layout];
  const rate = 3200 / 2 ** (15 - (rateCode & 15));
  bytes.set([0x41, 0x58]);
  view.setUint16(2, BLOCK_BYTES - 4, true);
  view.setUint32(10, sequence, true);
  // The time is that of some sample within the block, as the clock was read while it filled.
  const middle = Math.floor(count / 2);
  const time = DEVICE_START + (walk.times[first + middle] as number);
  const fraction = Math.floor((time % 1) * 0x8000);
  view.setUint32(14, packedTime(Math.floor(time)), true);
  if (fractions) {
    view.setUint16(4, 0x8000 | fraction, true);
    // Moved, so that readers that know no fractions are not further off than they must be.
    view.setInt16(26, middle - Math.floor((2 * fraction * Math.floor(rate)) / 0x10000), true);
  } else view.setInt16(26, Math.round(middle - (time % 1) * rate), true);
  view.setUint16(18, (scale << 13) | (layout === 'gyro' ? GYRO_CODE << 10 : 0), true);
  view.setUint8(24, rateCode);
  view.setUint8(25, layout === 'packed' ? 0x30 : layout === 'gyro' ? 0x62 : 0x32);
  view.setUint16(28, count, true);
  for (let i = 0; i < count; i++) {
    const accel = inUnits(walk, first + i, perG, layout === 'packed' ? 4096 : 0x8000);
    if (layout === 'packed') view.setUint32(30 + 4 * i, packed(accel), true);
    else {
      const values = layout === 'gyro' ? [...gyroOf(walk, first + i), ...accel] : accel;
      for (const [axis, value] of values.entries()) {
        view.setInt16(30 + 2 * (values.length * i + axis), value, true);
      }
    }
  }
  sealCwaBlock(bytes);
  return bytes;
}

/** Three numbers in 32 bits: ten bits of each, with as few dropped from the end as it takes. */
function packed(values: readonly number[]): number {
  let exponent = 0;
  while (values.some((value) => value >> exponent > 511 || value >> exponent < -512)) exponent++;
  const [x = 0, y = 0, z = 0] = values.map((value) => (value >> exponent) & 0x3ff);
  return ((exponent << 30) | (z << 20) | (y << 10) | x) >>> 0;
}

function gyroOf({ gyro }: DeviceWalk, index: number): number[] {
  return [0, 1, 2].map((axis) => {
    const degrees = ((gyro?.[3 * index + axis] ?? 0) * 180) / Math.PI;
    return Math.round((degrees / GYRO_RANGE) * 0x8000);
  });
}

function packedTime(seconds: number): number {
  const date = new Date(seconds * 1000);
  const day =
    ((date.getUTCFullYear() - 2000) << 26) |
    ((date.getUTCMonth() + 1) << 22) |
    (date.getUTCDate() << 17);
  const time = (date.getUTCHours() << 12) | (date.getUTCMinutes() << 6) | date.getUTCSeconds();
  return (day | time) >>> 0;
}
