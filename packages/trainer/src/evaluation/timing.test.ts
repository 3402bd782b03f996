import { expect, test } from 'bun:test';
import { scoreDelays, scoreTiming, timingDifferences } from './timing.ts';

test('differences are those of matched contacts after the offset', () => {
  const contacts = { detected: [1.1, 2.12, 5], truth: [1, 2, 3] };
  const differences = timingDifferences(contacts, 0.1, 0.05);
  expect(differences).toHaveLength(2);
  expect(differences[0]).toBeCloseTo(0, 12);
  expect(differences[1]).toBeCloseTo(0.02, 12);
});

test('median and middle half', () => {
  expect(scoreTiming([0, 1, 2, 3, 4])).toEqual({ pairs: 5, median: 2, interquartileRange: 2 });
  expect(scoreTiming([])).toEqual({ pairs: 0, median: null, interquartileRange: null });
});

test('delays of steady walking stand apart from those of held steps', () => {
  const held = [
    { timestamp: 1, confirmedAt: 2, steady: false, confidence: null },
    { timestamp: 1.5, confirmedAt: 2, steady: false, confidence: null },
  ];
  const steady = [
    { timestamp: 2, confirmedAt: 2.25, steady: true, confidence: null },
    { timestamp: 2.5, confirmedAt: 2.75, steady: true, confidence: null },
  ];
  const delay = scoreDelays([...held, ...steady]);
  expect(delay.all).toMatchObject({ steps: 4, median: 0.375 });
  expect(delay.steady).toMatchObject({ steps: 2, median: 0.25, p95: 0.25 });
  expect(delay.opening).toMatchObject({ steps: 2, median: 0.75 });
  expect(scoreDelays([]).all).toEqual({ steps: 0, median: null, p95: null });
});
