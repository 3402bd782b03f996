import { zipSync } from 'fflate';
import { DEVICE_START, type DeviceWalk, inUnits, joined } from './device-walk.ts';

/** How a .gt3x is written. */
export interface Gt3xOptions {
  /** Records of 12 bits (0), of 16 (26), or no records at all, as before firmware 3. Default: 16 bits. */
  readonly layout?: 'packed' | 'plain' | 'old';
  readonly rate?: number;
  /** Seconds in which the device was asleep. */
  readonly asleep?: (second: number) => boolean;
  /** Lines of the info.txt that are left out. */
  readonly without?: RegExp;
  /** Makes something else of the samples' file. */
  readonly change?: (bytes: Uint8Array) => Uint8Array;
}

const SCALE = { packed: 341, plain: 256, old: 341 } as const;
const LIMIT = { packed: 2048, plain: 2048, old: 2047 } as const;
const TICKS_TO_1970 = 62_135_596_800;

/** Writes a walk as ActiGraph's devices do; from GT3X-File-Format and NHANES-GT3X-File-Format. */
export function writeGt3x(walk: DeviceWalk, options: Gt3xOptions = {}): Uint8Array {
  const { layout = 'plain', rate = 100, without, change = (bytes) => bytes } = options;
  const samples =
    layout === 'old' ? packed12(all(walk, layout)) : log(walk, { ...options, layout, rate });
  const info = infoText(layout, rate)
    .filter((line) => !without?.test(line))
    .join('\r\n');
  // The order in which the devices' own software puts them.
  return zipSync({
    [layout === 'old' ? 'activity.bin' : 'log.bin']: change(samples),
    'info.txt': new TextEncoder().encode(info),
  });
}

/** A record with its separator and its checksum. */
export function gt3xRecord(type: number, second: number, payload: Uint8Array): Uint8Array {
  const bytes = joined([new Uint8Array(8), payload, [0]]);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x1e;
  bytes[1] = type;
  view.setUint32(2, second, true);
  view.setUint16(6, payload.length, true);
  bytes[bytes.length - 1] = ~bytes.reduce((sum, byte) => sum ^ byte, 0) & 0xff;
  return bytes;
}

function log(
  walk: DeviceWalk,
  {
    layout,
    rate,
    asleep = () => false,
  }: Gt3xOptions & { layout: 'packed' | 'plain'; rate: number },
): Uint8Array {
  const values = all(walk, layout);
  const text = new TextEncoder().encode('{"MetadataType":"Bio"}');
  const records = [
    gt3xRecord(6, DEVICE_START, text),
    gt3xRecord(21, DEVICE_START, parameters(layout)),
  ];
  const seconds = Math.ceil(walk.times.length / rate);
  for (let second = 0; second < seconds; second++) {
    const time = DEVICE_START + second;
    if (asleep(second)) {
      if (!asleep(second - 1)) records.push(gt3xRecord(3, time, Uint8Array.of(8)));
      continue;
    }
    if (asleep(second - 1)) records.push(gt3xRecord(3, time, Uint8Array.of(9)));
    const some = values.slice(3 * rate * second, 3 * rate * (second + 1));
    const payload =
      layout === 'packed' ? packed12(some) : new Uint8Array(Int16Array.from(some).buffer);
    records.push(gt3xRecord(layout === 'packed' ? 0 : 26, time, payload));
    // A battery's voltage, now and then.
    if (second % 60 === 0) records.push(gt3xRecord(2, time, Uint8Array.of(0x10, 0x10)));
  }
  return joined(records);
}

/** The samples in the device's units, in the order of its axes. */
function all(walk: DeviceWalk, layout: 'packed' | 'plain' | 'old'): number[] {
  return Array.from(walk.times).flatMap((_, i) => {
    const [x = 0, y = 0, z = 0] = inUnits(walk, i, SCALE[layout], LIMIT[layout]);
    return layout === 'plain' ? [x, y, z] : [y, x, z];
  });
}

/** Numbers of 12 bits, one right after the other; the last half byte of an odd count is empty. */
function packed12(values: readonly number[]): Uint8Array {
  const halves = values.flatMap((value) => [(value >> 8) & 15, (value >> 4) & 15, value & 15]);
  if (halves.length % 2 === 1) halves.push(0);
  return Uint8Array.from({ length: halves.length / 2 }, (_, i) => {
    return ((halves[2 * i] as number) << 4) | (halves[2 * i + 1] as number);
  });
}

/** The scale, as a fraction of 24 bits and an exponent of 8. */
function parameters(layout: 'packed' | 'plain'): Uint8Array {
  const exponent = 9;
  const fraction = (SCALE[layout] / 2 ** exponent) * 2 ** 23;
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 8, true);
  view.setUint32(4, 3, true);
  view.setUint16(10, 55, true);
  view.setUint32(12, ((exponent << 24) | fraction) >>> 0, true);
  return bytes;
}

function infoText(layout: 'packed' | 'plain' | 'old', rate: number): string[] {
  const ticks = (seconds: number) => `${BigInt(seconds + TICKS_TO_1970) * 10_000_000n}`;
  return [
    `Serial Number: ${layout === 'plain' ? 'TAS1H30182785' : 'NEO1C04110003'}`,
    `Firmware: ${layout === 'old' ? '2.5.0' : '3.2.1'}`,
    'Battery Voltage: 4,18',
    `Sample Rate: ${rate}`,
    `Start Date: ${ticks(DEVICE_START)}`,
    'Stop Date: 0',
    'TimeZone: 02:00:00',
    'Board Revision: 8',
    ...(layout === 'old' ? [] : [`Acceleration Scale: ${SCALE[layout]}.0`]),
    'Subject Name: somebody',
    '',
  ];
}
