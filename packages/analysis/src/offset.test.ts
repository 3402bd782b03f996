import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import { type Contacts, estimateOffset, shifted } from './offset.ts';

/**
 * A walk whose detected contacts are the true ones plus an offset, uniform noise of ±`noise`
 * seconds on both, and a share of them missing from either side.
 */
function walk(period: number, offset: number, noise: number, missing = 0): Contacts {
  const random = seededRandom(7);
  const around = (time: number): number => time + (2 * random() - 1) * noise;
  const steps = Array.from({ length: 200 }, (_, k) => 1 + k * period);
  return {
    detected: steps.filter(() => random() >= missing).map((time) => around(time) + offset),
    truth: steps.filter(() => random() >= missing).map(around),
  };
}

describe('estimateOffset', () => {
  for (const offset of [-0.15, -0.087, 0, 0.042, 0.1]) {
    for (const period of [0.42, 0.55, 0.75]) {
      test(`finds ${offset} s at a step every ${period} s`, () => {
        const found = estimateOffset([walk(period, offset, 0.05, 0.05)]);
        expect(found.offset).toBeCloseTo(offset, 1);
        expect(Math.abs(found.offset - offset)).toBeLessThan(0.01);
        expect(found.pairs).toBeGreaterThan(170);
      });
    }
  }

  test('does not slip by a step of a quick jog', () => {
    expect(estimateOffset([walk(0.36, 0.12, 0.01)]).offset).toBeCloseTo(0.12, 2);
    expect(estimateOffset([walk(0.36, -0.12, 0.01)]).offset).toBeCloseTo(-0.12, 2);
  });

  test('extra detections do not drag it away', () => {
    const { detected, truth } = walk(0.6, -0.06, 0.01);
    const extra = truth.filter((_, k) => k % 3 === 0).map((time) => time + 0.13);
    const both = [...detected, ...extra].sort((a, b) => a - b);
    expect(estimateOffset([{ detected: both, truth }]).offset).toBeCloseTo(-0.06, 2);
  });

  test('several recordings of a group share one offset', () => {
    const group = [walk(0.5, 0.03, 0.01), walk(0.6, 0.03, 0.01)];
    const found = estimateOffset(group);
    expect(found.offset).toBeCloseTo(0.03, 2);
    expect(found.pairs).toBe(400);
  });

  test('a silent detector has no offset', () => {
    expect(estimateOffset([{ detected: [], truth: [1, 2] }])).toEqual({ offset: 0, pairs: 0 });
    expect(estimateOffset([])).toEqual({ offset: 0, pairs: 0 });
  });
});

test('shifted puts detected times on the clock of the truth', () => {
  expect(shifted([1.5, 2.5], 0.5)).toEqual([1, 2]);
});
