import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { Histogram } from './histogram.ts';

test('a value is in the first bucket whose bound it does not exceed, or in none', () => {
  const histogram = new Histogram([1, 2, 5]);
  for (const value of [0, 1, 1.5, 2, 5, 6]) histogram.observe(value);
  expect([...histogram.counts]).toEqual([2, 2, 1, 1]);
  expect(histogram.sum).toBe(15.5);
});

test('no value is lost or counted twice', () => {
  const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 200 });
  fc.assert(
    fc.property(values, (all) => {
      const histogram = new Histogram([0.1, 1, 10]);
      for (const value of all) histogram.observe(value);
      expect(histogram.count).toBe(all.length);
      const upToOne = all.filter((value) => value <= 1).length;
      expect((histogram.counts[0] ?? 0) + (histogram.counts[1] ?? 0)).toBe(upToOne);
    }),
  );
});
