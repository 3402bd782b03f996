import { expect, test } from 'bun:test';
import { scoreRate } from './false-steps.ts';

test('every second weighs the same', () => {
  const rate = scoreRate([
    { steps: 2, seconds: 30 },
    { steps: 0, seconds: 210 },
  ]);
  expect(rate).toEqual({ steps: 2, minutes: 4, perMinute: 0.5 });
});

test('no time has no rate', () => {
  expect(scoreRate([])).toEqual({ steps: 0, minutes: 0, perMinute: null });
});
