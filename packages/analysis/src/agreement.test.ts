import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { agreementOf, summarizeDifferences } from './agreement.ts';
import { compareSteps, MATCH_TOLERANCE_SECONDS } from './comparison.ts';

const known = (times: readonly number[] | null, count = times?.length ?? 0) => ({
  count,
  times,
  unknown: [],
});
/** Steps half a second apart, this many, from a time on. */
const steps = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i / 2);

describe('a comparison', () => {
  test('names what was missed and what was false', () => {
    const counted = [...steps(10), 30];
    const { difference, error, timing } = compareSteps(counted, known([...steps(10), 40]));
    expect([difference, error]).toEqual([0, 0]);
    expect(timing).toMatchObject({
      tp: 10,
      fp: 1,
      fn: 1,
      offset: 0,
      tolerance: MATCH_TOLERANCE_SECONDS,
      falseSteps: [30],
      missedSteps: [40],
    });
    expect(timing?.f1).toBeCloseTo(10 / 11, 12);
  });

  test('takes off what two clocks differ by, and tells times on their own clocks', () => {
    const late = steps(10).map((time) => time + 0.15);
    const { timing } = compareSteps([...late, 50], known(steps(11)), 0.05);
    expect(timing?.offset).toBeCloseTo(0.15, 9);
    expect(timing).toMatchObject({ tp: 10, fp: 1, fn: 1, missedSteps: [6] });
    expect(timing?.falseSteps[0]).toBeCloseTo(50, 9);
  });

  test('of a number alone has no times', () => {
    expect(compareSteps(steps(9), known(null, 10))).toEqual({
      counted: 9,
      truth: 10,
      difference: -1,
      error: -0.1,
      timing: null,
    });
    expect(compareSteps([], known([])).timing?.f1).toBe(1);
    expect(compareSteps(steps(2), known(null, 0)).error).toBeNull();
  });

  test('leaves out what nobody knows', () => {
    const truth = { count: 4, times: steps(4), unknown: [{ start: 10, end: 20 }] };
    const counted = [...steps(4), 12, 15];
    expect(compareSteps(counted, truth)).toMatchObject({ counted: 4, difference: 0 });
    expect(compareSteps(counted, { ...truth, times: null })).toMatchObject({ counted: 4 });
  });
});

describe('agreement', () => {
  test('is mean and limits, after Bland and Altman', () => {
    const { mean, deviation, lower, upper } = summarizeDifferences([-2, 0, 1, 5]) ?? {};
    expect(mean).toBe(1);
    expect(deviation).toBeCloseTo(2.94392, 5);
    expect([lower, upper]).toEqual([1 - 1.96 * Number(deviation), 1 + 1.96 * Number(deviation)]);
  });

  test('of one recording has no limits, and of none is nothing', () => {
    expect(summarizeDifferences([3])).toEqual({
      mean: 3,
      deviation: null,
      lower: null,
      upper: null,
    });
    expect(summarizeDifferences([])).toBeNull();
    expect(agreementOf([])).toBeNull();
  });

  test('adds up steps, and weighs recordings the same', () => {
    const agreement = agreementOf([
      compareSteps(steps(9), known(steps(10))),
      compareSteps(steps(110), known(null, 100)),
    ]);
    expect(agreement).toMatchObject({ recordings: 2, detected: 119, truth: 110 });
    expect(agreement?.mape).toBeCloseTo(0.1, 12);
    expect(agreement?.timing).toMatchObject({ tp: 9, fn: 1, fp: 0 });
    expect(agreement?.differences?.mean).toBe(4.5);
  });

  test('tells recordings without a step apart: they have no relative error', () => {
    const agreement = agreementOf([
      compareSteps(steps(11), known(null, 10)),
      compareSteps(steps(22), known(null, 0)),
      compareSteps([], known([])),
    ]);
    expect(agreement).toMatchObject({ recordings: 3, detected: 33, truth: 10 });
    expect(agreement?.mape).toBeCloseTo(0.1, 12);
    expect(agreement?.standing).toEqual({ recordings: 2, detected: 22 });
  });

  test('is the same whatever comes first, and follows a shift of all', () => {
    const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(whole, fc.integer({ min: -9, max: 9 }), (all, shift) => {
        const here = summarizeDifferences(all);
        const back = summarizeDifferences([...all].reverse());
        const moved = summarizeDifferences(all.map((one) => one + shift));
        expect(back?.deviation).toBeCloseTo(here?.deviation ?? Number.NaN, 9);
        expect(moved?.mean).toBeCloseTo((here?.mean ?? Number.NaN) + shift, 9);
        expect(moved?.upper).toBeCloseTo((here?.upper ?? Number.NaN) + shift, 9);
      }),
    );
  });
});
