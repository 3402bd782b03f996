import { expect, test } from 'bun:test';
import { RETRY_DELAYS_MS, retryDelayMs } from './retry-schedule.ts';

test('each wait is longer than the one before, also where chance has its way', () => {
  for (const [i] of RETRY_DELAYS_MS.entries()) {
    if (i === 0) continue;
    const [before, now] = [retryDelayMs(i, 1) ?? 0, retryDelayMs(i + 1, 0) ?? 0];
    expect(now).toBeGreaterThan(before);
  }
});

test('a wait is spread by a fifth, either way', () => {
  expect([0, 0.5, 1].map((random) => retryDelayMs(1, random))).toEqual([4000, 5000, 6000]);
});

test('after the last wait there is no other', () => {
  expect(retryDelayMs(RETRY_DELAYS_MS.length, 0.5)).toBeDefined();
  expect(retryDelayMs(RETRY_DELAYS_MS.length + 1, 0.5)).toBeUndefined();
});
