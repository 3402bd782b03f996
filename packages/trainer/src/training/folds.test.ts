import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { FOLDS, foldsOf } from './folds.ts';

const person = fc
  .tuple(fc.constantFrom('person', 'walker', 's', 'w'), fc.nat(1700))
  .map(([set, number]) => `${set}${number}`);
const people = fc.array(person, { maxLength: 60 });
const setOf = (one: string) => one.replace(/\d+$/, '');

describe('folds', () => {
  test('every person is in exactly one, however many recordings there are', () => {
    fc.assert(
      fc.property(people, (all) => {
        const folds = foldsOf(all);
        expect(new Set(folds.keys())).toEqual(new Set(all));
        for (const fold of folds.values()) {
          expect(Number.isInteger(fold)).toBe(true);
          expect(fold).toBeWithin(0, FOLDS);
        }
      }),
    );
  });

  test('are the same in whatever order the recordings come', () => {
    fc.assert(
      fc.property(people, (all) => {
        const folds = [...foldsOf(all)];
        expect([...foldsOf([...all].reverse())]).toEqual(folds);
        expect([...foldsOf([...all, ...all])]).toEqual(folds);
      }),
    );
  });

  test('share each set as evenly as can be', () => {
    fc.assert(
      fc.property(people, (all) => {
        const folds = foldsOf(all);
        for (const set of new Set(all.map(setOf))) {
          const counts = new Array<number>(FOLDS).fill(0);
          for (const [one, fold] of folds) {
            if (setOf(one) === set) counts[fold] = (counts[fold] as number) + 1;
          }
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('each of the four hand-held people is held out once', () => {
    const folds = foldsOf(['person4', 'walker1', 'person1', 'person3', 'person2', 'walker2']);
    expect([1, 2, 3, 4].map((n) => folds.get(`person${n}`))).toEqual([0, 1, 2, 3]);
    expect([1, 2].map((n) => folds.get(`walker${n}`))).toEqual([0, 1]);
  });
});
