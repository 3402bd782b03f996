import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { exp, log, logistic } from './math.ts';

/** Relative error that the detector's functions may have against the engine's own. */
const TOLERANCE = 1e-14;

const within60 = fc.double({ min: -60, max: 60, noNaN: true });

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(TOLERANCE * Math.abs(expected));
}

describe('exp', () => {
  test('equals Math.exp from −60 to 60', () => {
    fc.assert(
      fc.property(within60, (x) => expectClose(exp(x), Math.exp(x))),
      { numRuns: 5000 },
    );
  });

  test('is exact at zero, and close where its argument is halfway between two powers', () => {
    expect(exp(0)).toBe(1);
    for (let k = -86; k <= 86; k++) {
      const x = (k + 0.5) * Math.LN2;
      if (Math.abs(x) <= 60) expectClose(exp(x), Math.exp(x));
    }
  });

  test('stays at its value at ±60 beyond', () => {
    fc.assert(
      fc.property(fc.double({ min: 60, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        expect(exp(x)).toBe(exp(60));
        expect(exp(-x)).toBe(exp(-60));
      }),
    );
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(exp(-60));
  });
});

describe('log', () => {
  test('equals Math.log for any positive normal number', () => {
    const smallestNormal = 2 ** -1022;
    const positive = fc.double({ min: smallestNormal, max: Number.MAX_VALUE, noNaN: true });
    const ordinary = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    const nearOne = fc.double({ min: 0.99, max: 1.01, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(positive, ordinary, nearOne), (x) => expectClose(log(x), Math.log(x))),
      { numRuns: 5000 },
    );
  });

  test('is exact at one, and close at the bounds of its reduction', () => {
    expect(log(1)).toBe(0);
    for (const x of [Math.SQRT2, Math.SQRT1_2, 2, 0.5, 1 + Number.EPSILON, 1 - Number.EPSILON]) {
      expectClose(log(x), Math.log(x));
    }
  });

  test('undoes exp', () => {
    fc.assert(
      fc.property(within60, (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(1e-13);
      }),
    );
  });
});

describe('logistic', () => {
  test('is a probability, equal to 1 / (1 + e^−x)', () => {
    expect(logistic(0)).toBe(0.5);
    fc.assert(
      fc.property(within60, (x) => {
        expect(logistic(x)).toBeWithin(0, 1 + Number.EPSILON);
        expectClose(logistic(x), 1 / (1 + Math.exp(-x)));
        expect(Math.abs(logistic(x) + logistic(-x) - 1)).toBeLessThan(1e-15);
      }),
    );
  });

  test('grows with its argument, and ends at 0 and 1', () => {
    fc.assert(
      fc.property(within60, fc.double({ min: 0, max: 10, noNaN: true }), (x, more) => {
        expect(logistic(x + more)).toBeGreaterThanOrEqual(logistic(x));
      }),
    );
    expect(logistic(Number.POSITIVE_INFINITY)).toBe(1);
    expect(logistic(Number.NEGATIVE_INFINITY)).toBeWithin(0, 1e-25);
  });
});
