import { expect, test } from 'bun:test';
import { retryDelay } from './retry-delay.ts';

test('pauses double up to a quarter of a minute, and half of each is chance', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 1e6].map((failures) => retryDelay(failures, 1));
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  expect(retryDelay(1, 0)).toBe(125);
  expect(retryDelay(8, 0.5)).toBe(11_250);
});
