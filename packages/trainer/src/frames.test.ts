import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { indexAt } from './frames.ts';

test('the index at a time is that of the first sample that is not before it', () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.array(number, { maxLength: 30 }), number, (values, time) => {
      const times = Float64Array.from(values).sort();
      const found = times.findIndex((one) => one >= time);
      expect(indexAt(times, time)).toBe(found < 0 ? times.length : found);
    }),
  );
});
