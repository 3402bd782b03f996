import { expect, test } from 'bun:test';
import { spreadOf } from './evenness.ts';

test('moments that are even have even shares', () => {
  const moments = Array.from({ length: 100 }, (_, i) => 500 + 10 * i);
  expect(spreadOf(moments, 10)).toMatchObject({ count: 100, width: 990 });
  expect(spreadOf(moments, 10).largestShare).toBeCloseTo(0.1, 1);
});

test('one straggler is no crowd of the others', () => {
  const moments = Array.from({ length: 100 }, (_, i) => 10 * i);
  expect(spreadOf([...moments, 100_000], 10).largestShare).toBeLessThan(0.12);
});

test('moments that crowd are seen', () => {
  const moments = [0, 100, ...new Array<number>(8).fill(51)];
  expect(spreadOf(moments, 10)).toEqual({ count: 10, width: 100, largestShare: 0.8 });
});

test('all at once is one crowd, and none are none', () => {
  expect(spreadOf([7, 7, 7], 10)).toEqual({ count: 3, width: 0, largestShare: 1 });
  expect(spreadOf([], 10)).toEqual({ count: 0, width: 0, largestShare: 0 });
});
