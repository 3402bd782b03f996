import { describe, expect, test } from 'bun:test';
import type { ClassicParameters } from '@stepstream/detector/internals';
import { seededRandom } from '@stepstream/math';
import fc from 'fast-check';
import type { RecordingMeta } from '../evaluation/datasets.ts';
import type { Lesson } from './examples.ts';
import { fitClassic, fitForEachPerson } from './fit.ts';
import { fitLogisticRegression, type LabelledExample } from './logistic-regression.ts';

const random = seededRandom(9);

/** Examples of a person of whom a larger value makes a contact the likelier, by `slope`. */
function examples(slope: number, count = 40): LabelledExample[] {
  return Array.from({ length: count }, () => {
    const value = 4 * random() - 2;
    const outcome = random() < 1 / (1 + Math.exp(-slope * value)) ? 1 : 0;
    return { values: [1, value], outcome, weight: 1 };
  });
}

function metaOf(set: 'handheld' | 'daily' | 'watch', person: string): RecordingMeta {
  const file = { name: person, path: '', person };
  if (set === 'handheld') return { set, ...file };
  if (set === 'daily') return { set, ...file, device: 'watch' };
  return { set, ...file, activity: 'sitting' };
}

const lesson = (meta: RecordingMeta, slope = 1, delays: readonly number[] = []): Lesson => {
  return { meta, examples: examples(slope), delays };
};

/** Thirteen people of three sets, each with two recordings and his own way of walking. */
const PEOPLE = Array.from({ length: 13 }, (_, i) => `person${i}`);
const LESSONS: readonly Lesson[] = PEOPLE.flatMap((person, i) => {
  const meta = metaOf(i < 5 ? 'handheld' : i < 9 ? 'daily' : 'watch', person);
  return [lesson(meta, i / 4, [0.05 + i / 100]), lesson(meta, i / 4, [0.06 + i / 100])];
});

describe('fitClassic', () => {
  test('gives the regression over all examples, to four digits', () => {
    const expected = fitLogisticRegression(LESSONS.flatMap((one) => one.examples));
    fitClassic(LESSONS).weights.forEach((weight, i) => {
      expect(Math.abs(weight - (expected[i] as number))).toBeLessThanOrEqual(0.5e-4 + 1e-12);
      expect(String(weight)).toMatch(/^-?\d+(\.\d{1,4})?$/);
    });
  });

  test('takes the median delay of the hand-held set, whose clock is the sensor’s own', () => {
    const lessons = [
      lesson(metaOf('handheld', 'a'), 1, [0.07, 0.08]),
      lesson(metaOf('daily', 'b'), 1, [5, 5, 5, 5]),
      lesson(metaOf('handheld', 'c'), 1, [0.0912345]),
    ];
    expect(fitClassic(lessons).delay).toBe(0.08);
    expect(fitClassic(lessons.slice(2)).delay).toBe(0.0912);
    expect(fitClassic(lessons.slice(1, 2)).delay).toBe(0);
  });

  test('gives the same every time', () => {
    expect(fitClassic(LESSONS)).toEqual(fitClassic(LESSONS));
  });
});

describe('fitForEachPerson', () => {
  const fitted = fitForEachPerson(LESSONS);
  const person = fc.constantFrom(...PEOPLE);

  test('gives each person parameters', () => {
    expect([...fitted.keys()]).toEqual(PEOPLE);
  });

  test('never lets a person influence his own, only those of others', () => {
    const change = fc.record({
      slope: fc.double({ min: -3, max: 3, noNaN: true }),
      delay: fc.double({ min: -1, max: 1, noNaN: true }),
      recordings: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(person, change, (held, { slope, delay, recordings }) => {
        const changed = LESSONS.flatMap((one) => {
          if (one.meta.person !== held) return [one];
          return Array.from({ length: recordings }, () => lesson(one.meta, slope, [delay]));
        });
        const again = fitForEachPerson(changed);
        expect(again.get(held)).toEqual(fitted.get(held) as ClassicParameters);
        const others = PEOPLE.filter(
          (other) => !Bun.deepEquals(again.get(other), fitted.get(other)),
        );
        expect(others.length).toBeGreaterThan(PEOPLE.length / 2);
      }),
      { numRuns: 30 },
    );
  });

  test('gives what four of five parts of the people teach, set by set', () => {
    const parts = new Map<string, string[]>();
    for (const [name, parameters] of fitted) {
      const key = JSON.stringify(parameters);
      parts.set(key, [...(parts.get(key) ?? []), name]);
    }
    expect(parts.size).toBe(5);
    for (const [key, members] of parts) {
      expect(members.length).toBeWithin(2, 4);
      const others = LESSONS.filter(({ meta }) => !members.includes(meta.person));
      expect(JSON.stringify(fitClassic(others))).toBe(key);
      // No part has all of a set, so every fit has seen each.
      for (const set of ['handheld', 'daily', 'watch']) {
        expect(others.some(({ meta }) => meta.set === set)).toBe(true);
      }
    }
  });

  test('gives nobody any with fewer than ten people, however many recordings', () => {
    const of = (people: number) =>
      LESSONS.filter(({ meta }) => PEOPLE.indexOf(meta.person) < people);
    expect(fitForEachPerson(of(9)).size).toBe(0);
    expect(fitForEachPerson([...of(9), ...of(9)]).size).toBe(0);
    expect(fitForEachPerson(of(10)).size).toBe(10);
    expect(fitForEachPerson([]).size).toBe(0);
  });
});
