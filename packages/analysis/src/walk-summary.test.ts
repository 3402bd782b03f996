import { expect, test } from 'bun:test';
import { summarizeSteps } from './walk-summary.ts';
import { walksOf } from './walks.ts';

const at = (...times: number[]) => times.map((timestamp) => ({ timestamp }));
const summarizeTimes = (...times: number[]) => summarizeSteps(walksOf(at(...times)));

test('cadence and walking time leave pauses out', () => {
  expect(summarizeTimes(1, 1.5, 2, 10, 10.5, 11)).toEqual({
    steps: 6,
    cadence: 120,
    walkingSeconds: 3,
    longestPause: 8,
  });
});

test('nothing to sum up', () => {
  const nothing = { cadence: null, walkingSeconds: 0, longestPause: null };
  expect(summarizeTimes()).toEqual({ steps: 0, ...nothing });
  expect(summarizeTimes(5)).toEqual({ steps: 1, ...nothing });
});

test('a clock that steps back begins a new walk', () => {
  expect(summarizeTimes(100, 100.5, 1, 1.5)).toEqual({
    steps: 4,
    cadence: 120,
    walkingSeconds: 2,
    longestPause: null,
  });
});
