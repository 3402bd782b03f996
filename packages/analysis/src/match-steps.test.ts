import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { addCounts, countsWithin, matchSteps, scoreOf } from './match-steps.ts';

/** One contact every `period` seconds from `from` to before `to`. */
function every(period: number, from: number, to: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / period) }, (_, k) => from + k * period);
}

/** The largest number of pairs, by trying every possible partner of every detected contact. */
function mostPairs(detected: number[], truth: number[], tolerance: number): number {
  const [first, ...rest] = detected;
  if (first === undefined) return 0;
  let best = mostPairs(rest, truth, tolerance);
  for (const [index, time] of truth.entries()) {
    if (Math.abs(first - time) > tolerance + 1e-9) continue;
    best = Math.max(best, 1 + mostPairs(rest, truth.toSpliced(index, 1), tolerance));
  }
  return best;
}

/** Times on a coarse grid, so that ties, doubles and differences of exactly the tolerance occur. */
const times = fc
  .array(fc.integer({ min: 0, max: 24 }), { maxLength: 6 })
  .map((ticks) => ticks.sort((a, b) => a - b).map((tick) => tick * 0.05));

describe('matchSteps', () => {
  test('finds as many pairs as trying every way does', () => {
    fc.assert(
      fc.property(times, times, fc.integer({ min: 0, max: 5 }), (detected, truth, ticks) => {
        const tolerance = ticks * 0.05;
        expect(matchSteps(detected, truth, tolerance).tp).toBe(
          mostPairs(detected, truth, tolerance),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('pairs each contact once, in order, within the tolerance, and accounts for all', () => {
    fc.assert(
      fc.property(times, times, (detected, truth) => {
        const match = matchSteps(detected, truth, 0.1);
        for (const [index, pair] of match.pairs.entries()) {
          const before = match.pairs[index - 1];
          expect(pair.detected).toBeGreaterThan(before?.detected ?? -1);
          expect(pair.truth).toBeGreaterThan(before?.truth ?? -1);
          const difference = Number(detected[pair.detected]) - Number(truth[pair.truth]);
          expect(Math.abs(difference)).toBeLessThanOrEqual(0.1 + 1e-9);
        }
        expect(match.tp + match.fp).toBe(detected.length);
        expect(match.tp + match.fn).toBe(truth.length);
      }),
    );
  });

  test('gives a true contact the nearer of two detected ones', () => {
    expect(matchSteps([0.85, 1.01], [1], 0.2).pairs).toEqual([{ detected: 1, truth: 0 }]);
    expect(matchSteps([0.99, 1.15], [1], 0.2).pairs).toEqual([{ detected: 0, truth: 0 }]);
  });

  test('takes no partner away from the next contact', () => {
    expect(matchSteps([0.9, 1.1], [1, 1.25], 0.2).tp).toBe(2);
  });

  test('includes a difference of exactly the tolerance', () => {
    expect(matchSteps([1.1], [1], 0.1).tp).toBe(1);
    expect(matchSteps([1.101], [1], 0.1).tp).toBe(0);
  });

  test('a detector that fires every 0.25 s scores badly', () => {
    const truth = every(0.55, 1, 61);
    const { f1, precision, recall } = scoreOf(matchSteps(every(0.25, 0, 62), truth, 0.1));
    expect(precision).toBeLessThan(0.5);
    expect(recall).toBeGreaterThan(0.7);
    expect(f1).toBeLessThan(0.65);
  });

  test('a detector that fires every 0.25 s scores badly even at ±200 ms', () => {
    const truth = every(0.55, 1, 61);
    expect(scoreOf(matchSteps(every(0.25, 0, 62), truth, 0.2)).f1).toBeLessThan(0.65);
  });
});

describe('scoreOf', () => {
  test('a silent detector scores nothing', () => {
    const score = scoreOf(matchSteps([], [1, 2, 3], 0.2));
    expect(score).toEqual({ tp: 0, fp: 0, fn: 3, precision: 0, recall: 0, f1: 0 });
  });

  test('steps where there are none score nothing', () => {
    expect(scoreOf(matchSteps([1, 2], [], 0.2)).f1).toBe(0);
  });

  test('silence where there are no steps is right', () => {
    expect(scoreOf(matchSteps([], [], 0.2)).f1).toBe(1);
  });

  test('adds contacts, not recordings', () => {
    const sum = addCounts([
      { tp: 90, fp: 0, fn: 10 },
      { tp: 0, fp: 10, fn: 0 },
    ]);
    expect(scoreOf(sum)).toEqual({ tp: 90, fp: 10, fn: 10, precision: 0.9, recall: 0.9, f1: 0.9 });
  });
});

describe('countsWithin', () => {
  test('a pair across an edge belongs to where the true contact lies', () => {
    const detected = [0.95, 1.5, 2.5];
    const truth = [1.02, 3];
    const match = matchSteps(detected, truth, 0.1);
    const inSecondOne = (time: number): boolean => time >= 1 && time < 2;
    expect(countsWithin(match, detected, truth, inSecondOne)).toEqual({ tp: 1, fp: 1, fn: 0 });
    const before = (time: number): boolean => time < 1;
    expect(countsWithin(match, detected, truth, before)).toEqual({ tp: 0, fp: 0, fn: 0 });
  });
});
