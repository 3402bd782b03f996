import { expect, test } from 'bun:test';
import { CadenceMeter } from './cadence-meter.ts';

/** A meter that has seen steps at these times. */
const after = (times: readonly number[]) => {
  const meter = new CadenceMeter();
  for (const time of times) meter.step(time);
  return meter;
};
const even = (count: number, gap: number, start = 0) =>
  Array.from({ length: count }, (_, i) => start + i * gap);

test('none before a walk', () => {
  expect(after([]).at(10)).toBe(0);
  expect(after([10]).at(10)).toBe(0);
});

test.each([60, 108, 180])('even steps at %d a minute', (cadence) => {
  expect(after(even(10, 60 / cadence)).at((9 * 60) / cadence)).toBeCloseTo(cadence, 9);
});

test('ends with the walk', () => {
  const meter = after(even(10, 0.5));
  expect(meter.at(4.5 + 2.4)).toBe(120);
  expect(meter.at(4.5 + 2.6)).toBe(0);
  expect(meter.at(-1000)).toBe(0);
  expect(meter.at(Number.NaN)).toBe(0);
});

test('a sensor clock that was set back begins anew', () => {
  const meter = after([...even(10, 0.5, 100), ...even(2, 0.5)]);
  expect(meter.at(0.5)).toBe(0);
  for (const time of even(4, 0.6, 1.1)) meter.step(time);
  expect(meter.at(3)).toBeCloseTo(100, 9);
});

test('follows a change within a few steps', () => {
  const cadence = after([...even(20, 0.6), ...even(8, 0.5, 12)]).at(15.5);
  expect(cadence).toBeCloseTo(120, 9);
});
