import { expect, test } from 'bun:test';
import { rowSeconds, tickSeconds, timeLabel } from './layout.ts';

test('rows are round, and not many', () => {
  for (const duration of [0, 1, 29, 31, 200, 700, 3600, 20_000, 90_000, 2e6]) {
    const row = rowSeconds(duration);
    expect(duration / row).toBeLessThanOrEqual(12);
    expect((1000 / row) * tickSeconds(row, 1000)).toBeGreaterThanOrEqual(70);
  }
  expect(rowSeconds(30)).toBe(10);
  expect(rowSeconds(600)).toBe(60);
});

test('times are as short as the length of the recording allows', () => {
  expect(timeLabel(7, 30)).toBe('7 s');
  expect(timeLabel(125, 600)).toBe('2:05');
  expect(timeLabel(3725, 7200)).toBe('1:02:05');
});
