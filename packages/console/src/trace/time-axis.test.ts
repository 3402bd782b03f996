import { expect, test } from 'bun:test';
import { timeLabel, timeTicks } from './time-axis.ts';

test.each([
  [0, 8, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  [3.3, 5.1, [3.4, 3.6, 3.8, 4, 4.2, 4.4, 4.6, 4.8, 5]],
  [0, 3600, [0, 600, 1200, 1800, 2400, 3000, 3600]],
  [0, 86_400, [0, 14_400, 28_800, 43_200, 57_600, 72_000, 86_400]],
])('between %d s and %d s there are round ticks', (from, to, ticks) => {
  const found = timeTicks(from, to, 10).ticks;
  expect(found).toHaveLength(ticks.length);
  found.forEach((tick, i) => {
    expect(tick).toBeCloseTo(ticks[i] as number, 9);
  });
});

test.each([
  [4, 1, 8, '4 s'],
  [0.25, 0.05, 1, '0.25 s'],
  [4, 1, 61, '0:04'],
  [65.5, 0.5, 70, '1:05.5'],
  [59.999, 1, 100, '1:00'],
  [3599.99, 1, 3599.99, '60:00'],
  [600, 600, 3600, '0:10 h'],
  [7230, 10, 7300, '2:00:30'],
  [90_000, 3600, 90_000, '25:00 h'],
  [-5, 1, 3, '−5 s'],
])('%d s with ticks of %d s up to %d s is written %s %s', (time, step, longest, label) => {
  expect(timeLabel(time, step, longest)).toBe(label);
});
