import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Track, TrackBuilder, valuesAt } from './track.ts';

function track(readings: readonly (readonly [time: number, value: number])[]): Track {
  const builder = new TrackBuilder();
  for (const [time, value] of readings) builder.push(time, value, 2 * value, -value);
  return builder.build();
}

const at = (one: Track, time: number, reach = 1) => [
  ...valuesAt(one, Float64Array.of(time), reach),
];

describe('readings', () => {
  test('are put in order of time, and of the same time the first counts', () => {
    const { times, values } = track([
      [3, 30],
      [1, 10],
      [2, 20],
      [1, 11],
    ]);
    expect([...times]).toEqual([1, 2, 3]);
    expect([...values]).toEqual([10, 20, -10, 20, 40, -20, 30, 60, -30]);
  });

  test('keep every bit where they are in order', () => {
    const { values } = track([
      [0, 0.1],
      [1, 1 / 3],
    ]);
    expect([...values]).toEqual([0.1, 0.2, -0.1, 1 / 3, 2 / 3, -1 / 3]);
  });
});

describe('values at other times', () => {
  const line = track([
    [0, 0],
    [1, 10],
    [2, 20],
  ]);

  test('lie on the line between readings', () => {
    expect(at(line, 0.5)).toEqual([5, 10, -5]);
    expect(at(line, 1)).toEqual([10, 20, -10]);
  });

  test('are the nearest before the first and after the last, within reach', () => {
    expect(at(line, -0.5)).toEqual([0, 0, 0]);
    expect(at(line, 2.5)).toEqual([20, 40, -20]);
    expect(at(line, 3.5)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('do not cross a gap: the nearer reading counts, if one is in reach', () => {
    const gap = track([
      [0, 0],
      [10, 100],
    ]);
    expect(at(gap, 0.5)[0]).toBe(0);
    expect(at(gap, 9.5)[0]).toBe(100);
    expect(at(gap, 5)[0]).toBeNaN();
  });

  test('of no readings at all are none', () => {
    expect(at(track([]), 1)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('of a straight signal are on it, whatever the rates', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(times, times, (known, wanted) => {
        const straight = track(known.map((time) => [time, 3 * time]));
        const asked = Float64Array.from(wanted.sort((a, b) => a - b));
        const found = valuesAt(straight, asked, 2000);
        asked.forEach((time, i) => {
          const inside = Math.min(Math.max(time, Math.min(...known)), Math.max(...known));
          expect(found[3 * i]).toBeCloseTo(3 * inside, 6);
        });
      }),
    );
  });
});
