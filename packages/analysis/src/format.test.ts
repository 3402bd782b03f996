import { expect, test } from 'bun:test';
import { errorPercent, formatDuration, formatNumber, formatPercent } from './format.ts';

test.each([
  [0, '0:00'],
  [7.4, '0:07'],
  [59.6, '1:00'],
  [754, '12:34'],
  [3723, '1:02:03'],
  [86_399.4, '23:59:59'],
  [86_399.6, '1 d 0:00:00'],
  [30_000_015, '347 d 5:20:15'],
  [-1, '0:00'],
])('%d s is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [101, 100, '+1.0 %'],
  [97, 100, '-3.0 %'],
  [100, 100, '0.0 %'],
  [99_999, 100_000, '0.0 %'],
  [100_001, 100_000, '0.0 %'],
  [3, 0, '–'],
])('%d counted of %d is %s', (counted, truth, text) => {
  expect(formatPercent(errorPercent(counted, truth))).toBe(text);
});

test('numbers', () => {
  expect(formatNumber(1.26, 1)).toBe('1.3');
  expect(formatNumber(null)).toBe('–');
});
