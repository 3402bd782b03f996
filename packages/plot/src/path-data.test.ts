import { expect, test } from 'bun:test';
import { PathData } from './path-data.ts';

const through = (points: readonly (readonly [number, number])[]): string => {
  const path = new PathData();
  points.forEach(([x, y], i) => {
    if (i === 0) path.move(x, y);
    else path.line(x, y);
  });
  return String(path);
};

test('a path is in tenths of a pixel, each point relative to the last', () => {
  const points = [
    [1, 2],
    [2, 1.5],
    [3, 4],
    [3, 5],
  ] as const;
  expect(through(points)).toBe('M10 20l10-5l10 25v10');
});

test('a level stretch is one line, and keeps its ends', () => {
  const level = Array.from({ length: 50 }, (_, i) => [i, 5] as const);
  expect(through([...level, [50, 0]])).toBe('M0 50h490l10-50');
});

test('a path of nothing is empty', () => {
  expect(through([])).toBe('');
});
