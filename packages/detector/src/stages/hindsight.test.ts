import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { logistic } from '../math.ts';
import { restoreState, saveState } from '../saved-state.ts';
import { Hindsight } from './hindsight.ts';

/** A value comes with every pair of frames, in seconds. */
const PAIR = 0.04;

interface Peak {
  readonly time: number;
  readonly probability: number;
}

/** The peaks of values, the first of which speaks of the time `from`. */
function peaksIn(values: readonly number[], hindsight = new Hindsight(), from = 0): Peak[] {
  return values.flatMap((value, i) => {
    if (!hindsight.next(from + i * PAIR, value)) return [];
    return [{ time: hindsight.time, probability: hindsight.probability }];
  });
}

const values = fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 80 });

describe('a peak', () => {
  test('is each local maximum, but for the first value and the last', () => {
    fc.assert(
      fc.property(values, (all) => {
        const tops = all.flatMap((value, i) => {
          const [before = Number.POSITIVE_INFINITY, after = Number.POSITIVE_INFINITY] = [
            all[i - 1],
            all[i + 1],
          ];
          return value > before && value >= after ? [i] : [];
        });
        const found = peaksIn(all);
        expect(found.length).toBe(tops.length);
        for (const [k, { time, probability }] of found.entries()) {
          const top = tops[k] as number;
          expect(Math.abs(time - top * PAIR)).toBeLessThanOrEqual(PAIR / 2 + 1e-9);
          expect(probability).toBeCloseTo(logistic(all[top] as number), 9);
        }
      }),
    );
  });

  test('has a time between the values, where a parabola has its top', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 3, noNaN: true }), (top) => {
        const parabola = Array.from({ length: 90 }, (_, i) => -((i * PAIR - top) ** 2));
        const found = peaksIn(parabola);
        expect(found.length).toBe(1);
        expect(found[0]?.time).toBeCloseTo(top, 9);
      }),
    );
  });

  test('is told on the clock of the times that it is given', () => {
    const [here] = peaksIn([0, 1, 3, 2]);
    const [there] = peaksIn([0, 1, 3, 2], new Hindsight(), 5000);
    expect(there?.time).toBeCloseTo(5000 + (here?.time ?? Number.NaN), 6);
  });
});

describe('a break in the stream', () => {
  test('makes no peak of the values on either side of it', () => {
    const hindsight = new Hindsight();
    expect(peaksIn([0, 1, 5], hindsight)).toEqual([]);
    hindsight.break();
    expect(peaksIn([2, 1, 0], hindsight, 60)).toEqual([]);
    // From then on it goes on as a new one does.
    expect(peaksIn([4, 0], hindsight, 60.12)).toEqual(peaksIn([0, 4, 0], new Hindsight(), 60.08));
  });
});

test('a restored one goes on where the saved one stood', () => {
  fc.assert(
    fc.property(values, values, fc.nat(80), (all, others, cut) => {
      const [hindsight, twin] = [new Hindsight(), new Hindsight()];
      const before = peaksIn(all.slice(0, cut), hindsight);
      peaksIn(others, twin);
      const bytes = saveState('test', (io) => hindsight.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      const from = Math.min(cut, all.length) * PAIR;
      const after = peaksIn(all.slice(cut), twin, from);
      const whole = peaksIn(all);
      expect([...before, ...after].map(({ probability }) => probability)).toEqual(
        whole.map(({ probability }) => probability),
      );
    }),
  );
});
