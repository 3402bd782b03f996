import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { walksOf } from './walks.ts';

const at = (...times: number[]) => times.map((timestamp) => ({ timestamp }));

test('a walk ends where no step follows within 1.6 s', () => {
  expect(walksOf(at(1, 1.5, 2, 10, 11.5, 20))).toEqual([
    { start: 1, end: 2, steps: 3, cadence: 120, from: 0 },
    { start: 10, end: 11.5, steps: 2, cadence: 40, from: 3 },
    { start: 20, end: 20, steps: 1, cadence: null, from: 5 },
  ]);
  expect(walksOf([])).toEqual([]);
});

test('a clock that steps back begins a new walk', () => {
  expect(walksOf(at(100, 100.5, 1, 1.5)).map(({ start, steps }) => [start, steps])).toEqual([
    [100, 2],
    [1, 2],
  ]);
});

test('walks cover all steps, in order, and no pause lies within one', () => {
  const gaps = fc.array(fc.double({ min: -3, max: 6, noNaN: true }), { maxLength: 60 });
  fc.assert(
    fc.property(gaps, (all) => {
      let time = 50;
      const times = all.map((gap) => {
        time += gap;
        return time;
      });
      const walks = walksOf(at(...times));
      let next = 0;
      for (const { from, steps, start, end } of walks) {
        const own = times.slice(from, from + steps);
        expect(from).toBe(next);
        expect([own[0], own.at(-1)]).toEqual([start, end]);
        for (const [i, one] of own.entries()) {
          if (i > 0) expect(one - (own[i - 1] as number)).toBeWithin(0, 1.6 + 1e-9);
        }
        next += steps;
      }
      expect(next).toBe(times.length);
    }),
  );
});
