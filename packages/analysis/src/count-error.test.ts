import { expect, test } from 'bun:test';
import { countError, countOf, scoreCounts } from './count-error.ts';

test('each recording weighs the same, whatever its length', () => {
  const score = scoreCounts([
    { detected: 110, truth: 100 },
    { detected: 900, truth: 1000 },
    { detected: 10, truth: 10 },
  ]);
  expect(score).toMatchObject({ recordings: 3, detected: 1020, truth: 1110, bias: 0 });
  expect(score.mape).toBeCloseTo(0.2 / 3, 12);
});

test('the bias has a sign', () => {
  expect(countError({ detected: 99, truth: 100 })).toBe(-0.01);
  expect(scoreCounts([{ detected: 0, truth: 4 }])).toMatchObject({ mape: 1, bias: -1 });
});

test('a recording without steps has no relative error but counts in the sum', () => {
  expect(countError({ detected: 3, truth: 0 })).toBeNull();
  expect(scoreCounts([{ detected: 3, truth: 0 }])).toEqual({
    recordings: 1,
    detected: 3,
    truth: 0,
    mape: null,
    bias: null,
  });
});

test('nothing has no error', () => {
  expect(scoreCounts([]).mape).toBeNull();
});

test('contacts are counted', () => {
  expect(countOf({ detected: [1, 2], truth: [1] })).toEqual({ detected: 2, truth: 1 });
});
