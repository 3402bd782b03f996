import { expect, test } from 'bun:test';
import { rowsFor, tickSeconds, timeLabel, timeLabels } from './layout.ts';

test('rows are round, and not many', () => {
  for (const duration of [0, 1, 29, 31, 200, 700, 3600, 20_000, 90_000, 2e6]) {
    const { seconds: row, numbers } = rowsFor(duration);
    expect(numbers.length).toBeWithin(1, 13);
    expect(numbers.length * row).toBeGreaterThanOrEqual(duration);
    expect((1000 / row) * tickSeconds(row, 1000)).toBeGreaterThanOrEqual(70);
  }
  expect(rowsFor(30).seconds).toBe(10);
  expect(rowsFor(600).seconds).toBe(60);
});

test('rows in which nothing was recorded are left out, however long that was', () => {
  const year = 30_000_000;
  const times = [0, 5, 10, 15, year, year + 5];
  expect(rowsFor(year + 5, [times])).toEqual({ seconds: 10, numbers: [0, 1, year / 10] });
  const bursts = Array.from({ length: 100 }, (_, i) => i * 3600);
  expect(rowsFor(99 * 3600, [bursts]).numbers.length).toBeLessThanOrEqual(12);
  const whole = Array.from({ length: 601 }, (_, i) => i);
  for (const duration of [1, 29, 30, 31, 60, 200, 600]) {
    expect(rowsFor(duration, [whole.slice(0, duration + 1)])).toEqual(rowsFor(duration));
  }
});

test('times are as short as the length of the recording allows', () => {
  expect(timeLabel(7, 30)).toBe('7 s');
  expect(timeLabel(125, 600)).toBe('2:05');
  expect(timeLabel(3725, 7200)).toBe('1:02:05');
  const labels = timeLabels([79_200, 86_400, 93_600, 172_800], 172_800);
  expect(labels).toEqual(['22:00:00', '1 d 0:00:00', '2:00:00', '2 d 0:00:00']);
});
