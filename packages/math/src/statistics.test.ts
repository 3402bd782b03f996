import { expect, test } from 'bun:test';
import { mean, median, quantile, quickMedian } from './statistics.ts';

test('the median is the middle value, or the middle of the two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('quantiles interpolate between neighbours', () => {
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(quantile([5, 1, 3], 1)).toBe(5);
  expect(quantile([5, 1, 3], 0)).toBe(1);
});

test('the input keeps its order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test('nothing has neither mean nor median', () => {
  expect(mean([])).toBeNull();
  expect(median([])).toBeNull();
});

test('the mean', () => {
  expect(mean([1, 2, 6])).toBe(3);
});

test('the quick median of many values is about that of all', () => {
  expect(quickMedian(Float64Array.of(3, 1, 2))).toBe(2);
  expect(quickMedian(new Float64Array(0))).toBeNull();
  const many = Float64Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_003);
  expect(quickMedian(many)).toBeWithin(490_000, 510_000);
  // Values that come in turn are all met.
  const inTurn = Float64Array.from({ length: 1_000_000 }, (_, i) => (i % 4 === 0 ? 9 : 1));
  expect(quickMedian(inTurn)).toBe(1);
});
