import { expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import fc from 'fast-check';
import { unevenSteps } from './uneven-steps.ts';

const TIMES = Float64Array.from({ length: 500 }, (_, i) => i / 50);
const CONTACTS = Array.from({ length: 16 }, (_, i) => 1 + i / 2);
const at = (factors: Float64Array, time: number) => factors[Math.round(time * 50)] as number;

test('every second contact is weaker, on average', () => {
  const ratios = Array.from({ length: 200 }, (_, seed) => {
    const factors = unevenSteps(TIMES, CONTACTS, seededRandom(seed));
    const sum = (first: number) =>
      CONTACTS.filter((_, i) => i % 2 === first).reduce((all, time) => all + at(factors, time), 0);
    return sum(1) / sum(0);
  });
  const mean = ratios.reduce((a, b) => a + b) / ratios.length;
  expect(mean).toBeGreaterThan(0.6);
  expect(mean).toBeLessThan(0.75);
  expect(Math.min(...ratios)).toBeLessThan(0.45);
});

test('strength changes in a straight line from contact to contact', () => {
  const factors = unevenSteps(TIMES, CONTACTS, seededRandom(1));
  expect(at(factors, 1.26)).toBeCloseTo(0.48 * at(factors, 1) + 0.52 * at(factors, 1.5), 6);
  // Before the first it is the first's, and after the last, the last's.
  expect(at(factors, 0)).toBe(at(factors, 1));
  expect(at(factors, 9.9)).toBe(at(factors, 8.5));
});

test('whatever the contacts, each factor is between those of its neighbours', () => {
  const contact = fc.double({ min: -2, max: 12, noNaN: true });
  fc.assert(
    fc.property(fc.array(contact, { maxLength: 12 }), fc.nat(), (list, seed) => {
      const contacts = list.sort((a, b) => a - b);
      const factors = unevenSteps(TIMES, contacts, seededRandom(seed));
      for (const factor of factors) {
        expect(factor).toBeGreaterThan(0.1);
        expect(factor).toBeLessThan(4);
      }
      if (contacts.length === 0) expect(new Set(factors)).toEqual(new Set([1]));
    }),
  );
});
