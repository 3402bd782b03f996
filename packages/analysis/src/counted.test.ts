import { expect, test } from 'bun:test';
import { countedOutside } from './counted.ts';

const mask = [{ start: 2.15, end: 4.85 }];

test('what is found in a mask does not count either way', () => {
  expect(countedOutside(mask, [1, 2, 3, 4, 5, 6, 6.5], [1, 2, 5, 6], 0.2)).toEqual([
    1, 2, 5, 6, 6.5,
  ]);
});

test('the partner of a true contact beside a mask counts', () => {
  expect(countedOutside(mask, [2.19, 2.5, 4.81], [2, 5], 0.2)).toEqual([2.19, 4.81]);
});

test('without a mask all count', () => {
  expect(countedOutside([], [1, 1.1], [], 0.2)).toEqual([1, 1.1]);
});
