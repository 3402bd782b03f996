import { expect, test } from 'bun:test';
import { cadencePieces } from './draw-steps.ts';

const steps = (count: number, interval: number, from: number) =>
  Array.from({ length: count }, (_, i) => ({ time: from + i * interval }));

test('each piece of a walk has its cadence, and a pause has none', () => {
  const pieces = cadencePieces([...steps(41, 0.5, 10), ...steps(41, 0.6, 100)], 5);
  expect(new Set(pieces.map(({ cadence }) => Math.round(cadence)))).toEqual(new Set([120, 100]));
  expect(pieces[0]?.begin).toBe(10);
  expect(pieces.at(-1)?.end).toBeCloseTo(124, 9);
  expect(pieces.some(({ begin, end }) => begin < 35 && end > 95)).toBe(false);
});

test('a lone step has no cadence', () => {
  expect(cadencePieces(steps(1, 1, 5), 5)).toEqual([]);
  expect(cadencePieces([], 5)).toEqual([]);
  expect(cadencePieces([{ time: 1 }, { time: 50 }], 5)).toEqual([]);
});
