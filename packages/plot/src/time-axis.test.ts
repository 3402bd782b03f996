import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { timeAxis } from './time-axis.ts';

test('without long holes an axis is even', () => {
  const axis = timeAxis({ start: 100, end: 200 }, [{ start: 100, end: 200 }], 1000);
  expect([100, 150, 200].map((time) => axis.at(time))).toEqual([0, 500, 1000]);
  expect(axis.folds).toEqual([]);
  expect(axis.ticks[0]).toEqual({ at: 0, text: '0:00' });
});

test('a hole of a year leaves room for what was recorded', () => {
  const stretches = [
    { start: 0, end: 60 },
    { start: 30_000_000, end: 30_000_060 },
  ];
  const axis = timeAxis({ start: 0, end: 30_000_060 }, stretches, 1000);
  expect(axis.at(60)).toBeCloseTo(488, 6);
  expect(axis.at(30_000_000)).toBeCloseTo(512, 4);
  expect(axis.at(30_000_060)).toBeCloseTo(1000, 4);
  expect(axis.ticks.length).toBeWithin(4, 16);
  expect(axis.ticks.map(({ text }) => text)).toContain('347 d 5:20:00');
});

test('times keep their order, and all find room', () => {
  const lengths = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ max: 1e7, min: 3 })),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  fc.assert(
    fc.property(lengths, (pieces) => {
      let time = 0;
      const stretches = pieces.map(([seconds, hole]) => {
        const stretch = { start: time, end: time + seconds };
        time = stretch.end + hole;
        return stretch;
      });
      const end = stretches.at(-1)?.end ?? 1;
      const axis = timeAxis({ start: 0, end }, stretches, 1000);
      const places = stretches.flatMap((one) => [axis.at(one.start), axis.at(one.end)]);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(Math.max(...places)).toBeLessThanOrEqual(1000.001);
    }),
  );
});
