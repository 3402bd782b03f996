import { expect, test } from 'bun:test';
import { holesOf, outweighingHole, recordedSeconds } from './holes.ts';

const piece = (start: number, end: number) => ({ start, end });

test('holes are what no stretch covers, whatever the order', () => {
  const stretches = [piece(50, 60), piece(0, 10), piece(5, 20), piece(60, 61)];
  expect(holesOf(stretches)).toEqual([{ start: 20, end: 50 }]);
  expect(holesOf([piece(0, 1)])).toEqual([]);
  expect(holesOf([])).toEqual([]);
  expect(recordedSeconds([piece(0, 10), piece(50, 60)])).toBe(20);
});

test('only a hole that is longer than all that was recorded outweighs it', () => {
  expect(outweighingHole([piece(0, 8), piece(30_000_008, 30_000_016)])?.start).toBe(8);
  // A pause of half a minute, and nights between days, are as recordings are.
  expect(outweighingHole([piece(0, 8), piece(38, 46)])).toBeNull();
  const days = [0, 1, 2, 3].map((day) => piece(day * 86_400, day * 86_400 + 50_000));
  expect(outweighingHole(days)).toBeNull();
});
