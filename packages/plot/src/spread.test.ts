import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { spread } from './spread.ts';

test('labels never lie on each other, keep their order, and move only where they must', () => {
  const places = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 12 });
  fc.assert(
    fc.property(places, (wanted) => {
      const found = spread(wanted, 16);
      const order = wanted.map((_, i) => i).sort((a, b) => Number(wanted[a]) - Number(wanted[b]));
      for (const [n, i] of order.entries()) {
        const above = order[n - 1];
        if (above === undefined) continue;
        expect(Number(found[i]) - Number(found[above])).toBeGreaterThanOrEqual(16 - 1e-9);
      }
      const isFree = order.every(
        (i, n) => n === 0 || Number(wanted[i]) - Number(wanted[Number(order[n - 1])]) >= 16,
      );
      if (isFree) expect(found).toEqual(wanted);
    }),
  );
});

test('equal ones stand around their place', () => {
  expect(spread([50, 50, 50], 16)).toEqual([34, 50, 66]);
  expect(spread([], 16)).toEqual([]);
});
