import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import fc from 'fast-check';
import { fitLogisticRegression, type LabelledExample } from './logistic-regression.ts';

const probability = (weights: readonly number[], values: ArrayLike<number>) => {
  const logit = weights.reduce((sum, weight, i) => sum + weight * (values[i] as number), 0);
  return 1 / (1 + Math.exp(-logit));
};

const value = fc.double({ min: -5, max: 5, noNaN: true });
const example = fc.record({
  values: fc.tuple(fc.constant(1), value, value),
  outcome: fc.constantFrom(0 as const, 1 as const),
  weight: fc.constantFrom(0.5, 1, 2),
});
const examples = fc.array(example, { minLength: 1, maxLength: 60 });

/** Examples whose outcomes follow a known regression. */
function drawn(truth: readonly number[], count: number): LabelledExample[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, () => {
    const values = truth.map((_, i) => (i === 0 ? 1 : 4 * random() - 2));
    return { values, outcome: random() < probability(truth, values) ? 1 : 0, weight: 1 };
  });
}

test('finds the regression that the outcomes were drawn from', () => {
  const truth = [-0.8, 1.5, -0.4];
  const weights = fitLogisticRegression(drawn(truth, 20_000));
  weights.forEach((weight, i) => {
    expect(Math.abs(weight - (truth[i] as number))).toBeLessThan(0.08);
  });
});

test('is where the penalised likelihood is highest, whatever the examples', () => {
  fc.assert(
    fc.property(examples, (all) => {
      const weights = fitLogisticRegression(all);
      // There its slope is zero: what the examples pull is what the penalty pulls back.
      weights.forEach((own, i) => {
        const pull = all.reduce((sum, { values, outcome, weight }) => {
          return sum + weight * (outcome - probability(weights, values)) * (values[i] as number);
        }, 0);
        expect(pull).toBeCloseTo(own, 8);
      });
    }),
  );
});

describe('an example', () => {
  test('of weight 2 counts as two of weight 1', () => {
    fc.assert(
      fc.property(examples, (all) => {
        const heavier = fitLogisticRegression(all.map((one) => ({ ...one, weight: 2 })));
        const twice = fitLogisticRegression([...all, ...all].map((one) => ({ ...one, weight: 1 })));
        heavier.forEach((weight, i) => {
          expect(weight).toBeCloseTo(twice[i] as number, 8);
        });
      }),
    );
  });

  test('may come in any order, and gives the same weights every time', () => {
    fc.assert(
      fc.property(examples, (all) => {
        const weights = fitLogisticRegression(all);
        expect(fitLogisticRegression(all)).toEqual(weights);
        fitLogisticRegression([...all].reverse()).forEach((weight, i) => {
          expect(weight).toBeCloseTo(weights[i] as number, 8);
        });
      }),
    );
  });

  test('may hold its values in a typed array, and is left as it is', () => {
    const plain = drawn([0.5, -1], 200);
    const typed = plain.map((one) => ({ ...one, values: Float64Array.from(one.values) }));
    const before = structuredClone(typed);
    expect(fitLogisticRegression(typed)).toEqual(fitLogisticRegression(plain));
    expect(typed).toEqual(before);
  });
});

test('classes that can be told apart perfectly give finite weights', () => {
  const apart = Array.from({ length: 100 }, (_, i): LabelledExample => {
    return { values: [1, i < 50 ? -3 : 3], outcome: i < 50 ? 0 : 1, weight: 1 };
  });
  const weights = fitLogisticRegression(apart);
  expect(weights[0]).toBeCloseTo(0, 9);
  expect(weights[1]).toBeWithin(0.5, 3);
});

test('outcomes that are all the same give a probability near it', () => {
  const yes: LabelledExample[] = drawn([0, 0], 500).map((one) => ({ ...one, outcome: 1 }));
  expect(probability(fitLogisticRegression(yes), [1, 0])).toBeGreaterThan(0.98);
});

test('nothing can be fitted to nothing', () => {
  expect(() => fitLogisticRegression([])).toThrow(RangeError);
});
