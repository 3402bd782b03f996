import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { Pyramid } from './pyramid.ts';

/** A series that goes up and down by itself, with a pyramid over it. */
function series(length: number) {
  const values = Float32Array.from({ length }, (_, i) => Math.sin(i * i));
  const pyramid = new Pyramid();
  values.forEach((value, i) => {
    pyramid.add(i, value);
  });
  return { values, pyramid };
}

test('the extent of any piece is that of its values', () => {
  const { values, pyramid } = series(20_000);
  const index = fc.nat(values.length);
  fc.assert(
    fc.property(index, index, (one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one];
      const piece = values.subarray(from, to);
      expect(pyramid.extent(values, from, to)).toEqual({
        min: piece.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
        max: piece.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      });
    }),
    { numRuns: 60 },
  );
});

test('what is no number does not count', () => {
  const values = new Float32Array(100).fill(Number.NaN);
  values[40] = 7;
  const pyramid = new Pyramid();
  values.forEach((value, i) => {
    pyramid.add(i, value);
  });
  expect(pyramid.extent(values, 0, 100)).toEqual({ min: 7, max: 7 });
  expect(pyramid.extent(values, 41, 50)).toEqual({
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
  });
});
