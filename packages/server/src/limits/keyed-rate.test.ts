import { expect, test } from 'bun:test';
import { KeyedRate } from './keyed-rate.ts';

test('so many may come at once, then one after the other', () => {
  const rate = new KeyedRate({ most: 3, seconds: 60 });
  expect([0, 0, 0, 0].map(() => rate.take('ann', 1000))).toEqual([0, 0, 0, 20]);
  expect(rate.take('bob', 1000)).toBe(0);
  expect(rate.take('ann', 20_999)).toBeCloseTo(0.001);
  expect(rate.take('ann', 21_000)).toBe(0);
  expect(rate.take('ann', 21_000)).toBe(20);
});

test('what is refused is not charged; what is noted is, but not without end', () => {
  const rate = new KeyedRate({ most: 2, seconds: 2 });
  for (let i = 0; i < 100; i++) rate.take('ann', 0);
  expect(rate.wait('ann', 1000)).toBe(0);
  for (let i = 0; i < 100; i++) rate.note('ann', 1000);
  expect(rate.wait('ann', 1000)).toBe(2);
  expect(rate.wait('ann', 3000)).toBe(0);
});

test('zero is any number, of which nothing is remembered', () => {
  const rate = new KeyedRate({ most: 0, seconds: 60 });
  for (let i = 0; i < 1000; i++) expect(rate.take('ann', 0)).toBe(0);
  expect(rate.size).toBe(0);
});

test('however many keys there are, so many are remembered, and none for longer than it takes', () => {
  const rate = new KeyedRate({ most: 10, seconds: 10 });
  for (let i = 0; i < 100_000; i++) rate.take(`key ${i}`, 0);
  expect(rate.size).toBeWithin(19_000, 20_001);
  rate.take('later', 60_000);
  expect(rate.size).toBe(1);
});
