import { expect, test } from 'bun:test';
import { MAX_REMEMBERED_MINUTES, MinuteCounter } from './minute-counter.ts';

const MINUTE = 60_000;

test('a minute is told when it is over, once', () => {
  const counter = new MinuteCounter();
  for (let i = 0; i < 3; i++) counter.note('ann', 10, 10 * MINUTE + i);
  counter.note('bob', 10, 10 * MINUTE);
  expect(counter.take(11 * MINUTE - 1)).toEqual([]);
  expect(counter.take(11 * MINUTE)).toEqual([
    { userId: 'ann', minute: 10, count: 3 },
    { userId: 'bob', minute: 10, count: 1 },
  ]);
  expect(counter.hasUntold).toBe(false);
  expect(counter.take(99 * MINUTE)).toEqual([]);
});

test('a minute is told again with all of its steps when some come late', () => {
  const counter = new MinuteCounter();
  counter.note('ann', 10, 10 * MINUTE);
  counter.take(11 * MINUTE);
  counter.note('ann', 10, 15 * MINUTE);
  expect(counter.take(15 * MINUTE)).toEqual([{ userId: 'ann', minute: 10, count: 2 }]);
});

test('a minute ahead of time is told when it did not change for a minute', () => {
  const counter = new MinuteCounter();
  counter.note('ann', 5000, 10 * MINUTE);
  expect(counter.take(11 * MINUTE - 1)).toEqual([]);
  expect(counter.hasUntold).toBe(true);
  expect(counter.take(11 * MINUTE)).toHaveLength(1);
});

test('at the end all is told, whether or not its minute is over', () => {
  const counter = new MinuteCounter();
  counter.note('ann', 10, 10 * MINUTE);
  counter.note('ann', 5000, 10 * MINUTE);
  expect(counter.take(Number.POSITIVE_INFINITY)).toHaveLength(2);
});

test('only so many minutes are remembered, those that changed last', () => {
  const counter = new MinuteCounter();
  for (let i = 0; i <= MAX_REMEMBERED_MINUTES; i++) counter.note('ann', i, i);
  expect(counter.take(Number.POSITIVE_INFINITY)).toHaveLength(MAX_REMEMBERED_MINUTES + 1);
  counter.note('ann', MAX_REMEMBERED_MINUTES, 0);
  counter.note('ann', 0, 0);
  const counts = counter.take(Number.POSITIVE_INFINITY).map(({ count }) => count);
  expect(counts).toEqual([2, 1]);
});
