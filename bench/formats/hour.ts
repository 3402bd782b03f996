import { type DeviceWalk, writeCwa, writeGeneactiv, writeGt3x } from '@stepstream/formats/testing';
import { generateWalk } from '@stepstream/synthetic';
import { unzipSync } from 'fflate';

export const RATE = 100;
export const HOUR_SECONDS = 3600;

/** The parts of an hour of a device's file; an hour is a whole number of them. */
export interface HourOfParts {
  /** What comes before all parts. */
  readonly head: Uint8Array;
  readonly parts: readonly Uint8Array[];
  /** Makes a part, in its place, one of so many hours later. */
  readonly moveOn: (part: Uint8Array, hours: number) => void;
}

/** The kinds of files that are measured, by their ending; some software does not pack what it puts in a .gt3x. */
export const KINDS = ['cwa', 'bin', 'gt3x', 'unpacked.gt3x'] as const;
export type Kind = (typeof KINDS)[number];

/** An hour of walks and rests as a device of this kind records it. */
export function hourOf(kind: Kind): HourOfParts {
  const walk = hour();
  if (kind === 'cwa') return cwaHour(writeCwa(walk));
  if (kind.endsWith('gt3x'))
    return gt3xHour(unzipSync(writeGt3x(walk))['log.bin'] ?? new Uint8Array(0));
  return geneactivHour(writeGeneactiv(walk, { pages: 0 }));
}

/** The info.txt beside such a log.bin. */
export function gt3xInfo(): Uint8Array {
  const { times, accel } = hour();
  const short = { times: times.subarray(0, RATE), accel };
  return unzipSync(writeGt3x(short))['info.txt'] ?? new Uint8Array(0);
}

function hour(): DeviceWalk {
  const { times, accel } = generateWalk({
    segments: [
      { activity: 'walking', seconds: 1200, cadence: 108 },
      { activity: 'standing', seconds: 1800 },
      { activity: 'walking', seconds: 600, cadence: 96 },
    ],
    samplingRate: RATE,
    seed: 16,
  });
  const length = HOUR_SECONDS * RATE;
  return { times: times.subarray(0, length), accel: accel.subarray(0, 3 * length) };
}

function cwaHour(file: Uint8Array): HourOfParts {
  const [headBytes, partBytes] = [1024, 512];
  return {
    head: file.subarray(0, headBytes),
    parts: cut(file.subarray(headBytes), () => partBytes),
    moveOn(part, hours) {
      const view = new DataView(part.buffer, part.byteOffset, part.length);
      const packed = view.getUint32(14, true);
      const date = Date.UTC(
        2000 + (packed >>> 26),
        ((packed >>> 22) & 15) - 1,
        (packed >>> 17) & 31,
        ((packed >>> 12) & 31) + hours,
      );
      const moved = new Date(date);
      const day =
        ((moved.getUTCFullYear() - 2000) << 26) |
        ((moved.getUTCMonth() + 1) << 22) |
        (moved.getUTCDate() << 17);
      view.setUint32(14, (day | (moved.getUTCHours() << 12) | (packed & 0xfff)) >>> 0, true);
      view.setUint16(510, 0, true);
      let sum = 0;
      for (let at = 0; at < partBytes; at += 2) sum += view.getUint16(at, true);
      view.setUint16(510, -sum & 0xffff, true);
    },
  };
}

function gt3xHour(log: Uint8Array): HourOfParts {
  return {
    head: new Uint8Array(0),
    parts: cut(log, (rest) => 9 + ((rest[6] as number) | ((rest[7] as number) << 8))),
    moveOn(part, hours) {
      const view = new DataView(part.buffer, part.byteOffset, part.length);
      view.setUint32(2, view.getUint32(2, true) + hours * HOUR_SECONDS, true);
      let sum = 0;
      for (let i = 0; i < part.length - 1; i++) sum ^= part[i] as number;
      part[part.length - 1] = ~sum & 0xff;
    },
  };
}

function geneactivHour(text: string): HourOfParts {
  const [head = '', ...pages] = text.split(/(?=Recorded Data)/);
  const encoder = new TextEncoder();
  const timeAt = (pages[0] ?? '').indexOf('Page Time:') + 'Page Time:'.length;
  const decoder = new TextDecoder();
  return {
    head: encoder.encode(head),
    parts: pages.map((page) => encoder.encode(page)),
    moveOn(part, hours) {
      // The sequence number before it may be longer by some digits.
      const line = decoder.decode(part.subarray(timeAt - 10, timeAt + 40));
      const at = timeAt - 10 + line.indexOf('Page Time:') + 'Page Time:'.length;
      const [year, month, day, hour, ...rest] = decoder
        .decode(part.subarray(at, at + 23))
        .split(/[- :]/)
        .map(Number) as [number, number, number, number, number, number, number];
      const moved = new Date(Date.UTC(year, month - 1, day, hour + hours, ...rest));
      const stamp = moved.toISOString().slice(0, 23).replace('T', ' ').replace('.', ':');
      part.set(encoder.encode(stamp), at);
    },
  };
}

function cut(bytes: Uint8Array, lengthOf: (rest: Uint8Array) => number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes.subarray(at));
    parts.push(bytes.slice(at, at + length));
    at += length;
  }
  return parts;
}
