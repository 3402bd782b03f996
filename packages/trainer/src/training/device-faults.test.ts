import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import fc from 'fast-check';
import type { Crop } from './crop.ts';
import { atRate, coarsen, endEarly, freeze, handle, jitter } from './device-faults.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const RATE = 50;

/** Ten seconds in which every sample differs from all others. */
function ramp(): Crop {
  const times = Float64Array.from({ length: 10 * RATE }, (_, i) => i / RATE);
  const accel = Float64Array.from({ length: 3 * times.length }, (_, i) => i);
  const contacts = Array.from({ length: 19 }, (_, i) => 0.5 + i / 2);
  const unknown = [{ start: 0.6, end: 0.9 }];
  return { times, accel, contacts, unknown, edges: [0.5, 9.5] };
}
const sample = (accel: Float64Array, i: number) => [...accel.subarray(3 * i, 3 * i + 3)];
const isUnknown = ({ unknown }: Crop, time: number) =>
  unknown.some(({ start, end }) => time > start && time < end);

describe('a stream that ends early', () => {
  const endings = SEEDS.map((seed) => {
    const piece = endEarly(ramp(), seededRandom(seed));
    const last = Math.round(((piece.accel.at(-1) as number) - 2) / 3);
    return { piece, last, end: last / RATE };
  });

  test('goes on with its last value, as a detector does that is told to finish', () => {
    const { times, accel } = ramp();
    for (const { piece, last } of endings) {
      expect(piece.times).toEqual(times);
      expect(piece.accel.subarray(0, 3 * last + 3)).toEqual(accel.subarray(0, 3 * last + 3));
      for (let i = last; i < times.length; i++) {
        expect(sample(piece.accel, i)).toEqual(sample(accel, last));
      }
    }
  });

  test('may end anywhere but at the very beginning', () => {
    const ends = endings.map(({ end }) => end);
    expect(Math.min(...ends)).toBeWithin(1, 4);
    expect(Math.max(...ends)).toBeWithin(8, 10);
  });

  test('has the contacts and edges until then, and no other', () => {
    for (const { piece, end } of endings) {
      expect(piece.contacts).toEqual(ramp().contacts.filter((time) => time < end));
      expect(piece.edges).toEqual(ramp().edges.filter((time) => time < end));
    }
  });

  test('is asked for no contact at its very end, nor long after it', () => {
    for (const { piece, end } of endings) {
      for (const off of [-0.04, 0, 0.04, 3, 100]) expect(isUnknown(piece, end + off)).toBe(true);
      for (const off of [-0.2, 0.2, 0.7, 1.2]) expect(isUnknown(piece, end + off)).toBe(false);
      expect(isUnknown(piece, 0.75)).toBe(true);
    }
  });

  test('leaves what it was made of alone', () => {
    const piece = ramp();
    endEarly(piece, seededRandom(3));
    expect(piece).toEqual(ramp());
  });
});

test('handling turns and pushes a device for a while, and no more than that', () => {
  let handled = 0;
  for (const seed of SEEDS) {
    const { times, accel } = ramp();
    const before = accel.slice();
    handle(times, accel, seededRandom(seed));
    const changed = [...times.keys()].filter((i) => {
      return sample(accel, i).some((value, axis) => value !== before[3 * i + axis]);
    });
    handled += changed.length;
    const [first, last] = [changed[0] ?? 0, changed.at(-1) ?? 0];
    expect(last - first).toBeLessThanOrEqual(5 * RATE);
    for (const i of times.keys()) {
      const [x = 0, y = 0, z = 0] = sample(accel, i);
      const [x0 = 0, y0 = 0, z0 = 0] = sample(before, i);
      expect(Math.hypot(x, y)).toBeCloseTo(Math.hypot(x0, y0), 6);
      expect(Math.abs(z - z0)).toBeLessThan(3);
    }
  }
  expect(handled / SEEDS.length).toBeGreaterThan(RATE);
});

test('a driver that freezes repeats one value for no longer than 0.12 s', () => {
  let frozen = 0;
  for (const seed of SEEDS) {
    const { times, accel } = ramp();
    freeze(accel, RATE, seededRandom(seed));
    const repeated = [...times.keys()].filter((i) => accel[3 * i] !== 3 * i);
    expect(repeated.length).toBeLessThanOrEqual(0.12 * RATE);
    for (const i of repeated) expect(sample(accel, i)).toEqual(sample(accel, i - 1));
    frozen += repeated.length;
  }
  expect(frozen).toBeGreaterThan(SEEDS.length);
});

describe('another rate', () => {
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  test('samples the straight line between samples', () => {
    fc.assert(
      fc.property(number(20, 100), number(20, 60), number(-5, 5), (own, other, begin) => {
        const times = Float64Array.from({ length: 120 }, (_, i) => begin + i / own);
        const accel = Float64Array.from({ length: 360 }, (_, i) => {
          return (1 + (i % 3)) * ((times[Math.floor(i / 3)] as number) - begin);
        });
        const result = atRate(times, accel, other);
        expect(result.accel.length).toBe(3 * result.times.length);
        expect(result.times[0]).toBeCloseTo(begin, 9);
        const length = (times.at(-1) as number) - begin;
        expect((result.times.at(-1) as number) - begin).toBeWithin(
          length - 2 / other - 1e-9,
          length + 1e-9,
        );
        for (const [i, time] of result.times.entries()) {
          expect(time).toBeCloseTo(begin + i / other, 9);
          for (const axis of [0, 1, 2]) {
            expect(result.accel[3 * i + axis]).toBeCloseTo((1 + axis) * (time - begin), 6);
          }
        }
      }),
    );
  });
});

test('jitter keeps times in order, and the first and the last where they are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 0.1, noNaN: true }), {
        minLength: 2,
        maxLength: 200,
        size: 'max',
      }),
      fc.nat(),
      (intervals, seed) => {
        let time = 5;
        const before = Float64Array.from(intervals, (interval) => {
          time += interval;
          return time;
        });
        const times = before.slice();
        jitter(times, seededRandom(seed));
        expect([times[0], times.at(-1)]).toEqual([before[0], before.at(-1)]);
        for (let i = 1; i < times.length; i++) {
          expect(times[i]).toBeGreaterThan(times[i - 1] as number);
          expect(Math.abs((times[i] as number) - (before[i] as number))).toBeLessThan(0.02);
        }
        if (times.length > 20) expect(times).not.toEqual(before);
      },
    ),
  );
});

test('a coarse device tells the nearest of its values', () => {
  const accel = Float64Array.of(-9.87, 0.04, 0.06, 3.149, 12);
  coarsen(accel, 10);
  const expected = [-9.9, 0, 0.1, 3.1, 12];
  for (const [i, value] of accel.entries()) expect(value).toBeCloseTo(expected[i] as number, 9);
});
