import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import { walk } from './example-recordings.ts';
import { cutPieces, putDown } from './interruptions.ts';
import type { KnownWalk } from './known-walk.ts';

const example = walk({ seconds: 150, stepsPerSecond: 2, rate: 50 });
const original: KnownWalk = { ...example.recording, truth: example.truth };

describe('cutPieces', () => {
  const pieces = cutPieces(original, seededRandom(5));

  test('are of 20 s, do not overlap, and go on for a second', () => {
    expect(pieces.length).toBeGreaterThanOrEqual(4);
    let last = 0;
    for (const { walk: piece, window } of pieces) {
      expect(window.end - window.start).toBeCloseTo(20, 9);
      expect(window.start).toBeGreaterThanOrEqual(last);
      last = window.end;
      expect(Number(piece.times[0])).toBeGreaterThanOrEqual(window.start);
      expect(Number(piece.times.at(-1))).toBeGreaterThan(window.end + 0.9);
      expect(Number(piece.times.at(-1))).toBeLessThan(window.end + 1);
    }
  });

  test('there is none of a recording that is too short', () => {
    const short = walk({ seconds: 15, stepsPerSecond: 2 });
    expect(cutPieces({ ...short.recording, truth: [] }, seededRandom(5))).toEqual([]);
  });
});

describe('putDown', () => {
  const { times, accel, truth } = putDown(original, seededRandom(5));

  test('puts in ten seconds after each minute, without a gap', () => {
    expect(Number(times.at(-1))).toBeCloseTo(150 + 2 * 10, 1);
    expect(accel.length).toBe(3 * times.length);
    for (let i = 1; i < times.length; i++) {
      expect(Number(times[i]) - Number(times[i - 1])).toBeCloseTo(0.02, 6);
    }
  });

  test('the device lies still and weighs one g, while it is turned, too', () => {
    const still: number[] = [];
    for (const [i, time] of times.entries()) {
      const magnitude = Math.hypot(...accel.slice(3 * i, 3 * i + 3));
      if (time > 60.6 && time < 69.4) still.push(magnitude);
      if (time >= 60 && time < 70) expect(magnitude).toBeGreaterThan(5);
    }
    expect(still.length).toBeGreaterThan(400);
    for (const magnitude of still) expect(Math.abs(magnitude - 9.80665)).toBeLessThan(0.2);
  });

  test('contacts after it are as much later, and none lies in it', () => {
    expect(truth).toHaveLength(original.truth.length);
    expect(truth.filter((time) => time >= 60 && time < 70)).toEqual([]);
    expect(Number(truth.at(-1))).toBeCloseTo(Number(original.truth.at(-1)) + 20, 9);
  });

  test('it is taken up in another orientation, and the walk goes on', () => {
    const i = times.findIndex((time) => time >= 75);
    const k = original.times.findIndex((time) => time >= 65);
    const now = accel.slice(3 * i, 3 * i + 3);
    const before = original.accel.slice(3 * k, 3 * k + 3);
    expect(Math.hypot(...now)).toBeCloseTo(Math.hypot(...before), 6);
    expect(Math.abs(Number(now[2]) - Number(before[2]))).toBeGreaterThan(0.5);
  });
});
