import { describe, expect, test } from 'bun:test';
import { generateWalk } from '@stepstream/synthetic';
import fc from 'fast-check';
import { DEVICE_START, type DeviceWalk } from '../testing/devices/device-walk.ts';
import { writeCwa } from '../testing/devices/write-cwa.ts';
import { writeGeneactiv } from '../testing/devices/write-geneactiv.ts';
import { writeGt3x } from '../testing/devices/write-gt3x.ts';
import { parse } from '../testing/parse.ts';

/** Half a unit of the coarsest scale that a layout has, and some. */
const COARSE = 0.05;
/** Three numbers share an exponent where an AX3 packs them: its steps are 8 units near 16 g. */
const PACKED = 0.35;
const ZONE_SECONDS = 7200;

interface Layout {
  readonly file: (walk: DeviceWalk, rate: number) => string | Uint8Array;
  readonly rates: readonly number[];
  readonly zone: number;
  readonly tolerance: number;
  readonly gyro?: boolean;
  /** How far a sample's time may be off, in s. */
  readonly seconds: number;
}

const cwaRate = (rate: number) => Math.round(Math.log2(rate / 3200)) + 15;
const CWA_RATES = [25, 50, 100, 200];

const LAYOUTS: Readonly<Record<string, Layout>> = {
  'a .cwa of an AX3, packed': {
    file: (walk, rate) => writeCwa(walk, { rateCode: cwaRate(rate) }),
    rates: CWA_RATES,
    zone: 0,
    tolerance: PACKED,
    seconds: 0.0002,
  },
  'a .cwa of an AX3, unpacked, whose firmware knows no fractions': {
    file: (walk, rate) =>
      writeCwa(walk, { layout: 'unpacked', rateCode: cwaRate(rate), fractions: false }),
    rates: CWA_RATES,
    zone: 0,
    tolerance: COARSE,
    // The time of a block is told by the sample that is nearest to a whole second.
    seconds: 0.04,
  },
  'a .cwa of an AX6 with its gyroscope': {
    file: (walk, rate) => writeCwa(walk, { layout: 'gyro', rateCode: cwaRate(rate) }),
    rates: CWA_RATES,
    zone: 0,
    tolerance: COARSE,
    gyro: true,
    seconds: 0.0002,
  },
  'a GENEActiv .bin': {
    file: (walk, rate) => writeGeneactiv(walk, { rate }),
    rates: [30, 50, 75, 85.7, 100],
    zone: ZONE_SECONDS,
    tolerance: COARSE,
    seconds: 0.002,
  },
  'a .gt3x with samples of 16 bits': {
    file: (walk, rate) => writeGt3x(walk, { rate }),
    rates: [30, 50, 90, 100],
    zone: ZONE_SECONDS,
    tolerance: COARSE,
    seconds: 1e-6,
  },
  'a .gt3x with samples of 12 bits': {
    file: (walk, rate) => writeGt3x(walk, { layout: 'packed', rate }),
    rates: [30, 50, 90, 100],
    zone: ZONE_SECONDS,
    tolerance: COARSE,
    seconds: 1e-6,
  },
  'a .gt3x of firmware before 3': {
    file: (walk, rate) => writeGt3x(walk, { layout: 'old', rate }),
    rates: [30, 50, 90, 100],
    zone: ZONE_SECONDS,
    tolerance: COARSE,
    seconds: 1e-6,
  },
};

describe('a walk is read as it was written, in whatever pieces it comes', () => {
  test.each(Object.entries(LAYOUTS))('%s', (_, layout) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...layout.rates),
        fc.nat(1000),
        fc.integer({ min: 5, max: 17 }),
        fc.integer({ min: 7, max: 3000 }),
        (rate, seed, seconds, pieceBytes) => {
          const walk = walkAt(rate, seed, seconds);
          const file = layout.file(walk, rate);
          const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
          const found = parse([['walk', pieces(bytes, pieceBytes)]]);
          expect(found.times.length).toBe(walk.times.length);
          expect(found.source).toMatchObject({ accelUnit: 'g', gravity: 'included', notes: [] });
          expect(found.source.startedAt).toBeCloseTo(DEVICE_START - layout.zone, 1);
          expect(furthest(found.times, walk.times)).toBeLessThan(layout.seconds);
          expect(furthest(found.accel, walk.accel)).toBeLessThan(layout.tolerance);
          if (layout.gyro) expect(furthest(found.gyro, walk.gyro)).toBeLessThan(0.01);
          else expect(found.gyro).toBeNull();
        },
      ),
      { numRuns: 12 },
    );
  });
});

test('a device whose own clock is fast or slow has its samples where its blocks say', () => {
  for (const drift of [0.97, 1.03]) {
    const walk = walkAt(100, 3, 20);
    const drifting = { ...walk, times: walk.times.map((time) => time * drift) };
    const { times, source } = parse([['walk.cwa', writeCwa(drifting)]]);
    expect(source.notes).toEqual([]);
    // Within a block, the device itself says its start by the rate that it was set to.
    expect(furthest(times, drifting.times)).toBeLessThan(0.02);
  }
});

/** What a device at this rate would have recorded of a walk. */
function walkAt(rate: number, seed: number, seconds: number): DeviceWalk {
  const { times, accel, gyro } = generateWalk({
    segments: [{ activity: 'walking', seconds, cadence: 110 }],
    samplingRate: rate,
    seed,
  });
  return { times: times.map((_, i) => i / rate), accel, gyro };
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) all.push(bytes.subarray(at, at + size));
  return all;
}

function furthest(found: Float64Array | null, expected: Float64Array | undefined): number {
  if (found?.length !== expected?.length || !expected) return Number.POSITIVE_INFINITY;
  return expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (found?.[i] ?? 0))),
    0,
  );
}
