import { expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { Turns } from './turns.ts';

const ROUND_MS = 4000;

function setUp(count: number) {
  const clock = new ManualClock();
  const had: number[] = [];
  const turns = new Turns<number>(clock, ROUND_MS, (item) => had.push(item));
  const items = Array.from({ length: count }, (_, i) => i);
  for (const item of items) turns.add(item);
  return { clock, had, turns, items };
}

test('of those that come at once each has one turn a round, and never many have theirs at once', () => {
  const { clock, had, items } = setUp(1000);
  for (let round = 1; round <= 3; round++) {
    let most = 0;
    for (let elapsed = 0; elapsed < ROUND_MS; elapsed += 50) {
      const before = had.length;
      clock.advance(50);
      most = Math.max(most, had.length - before);
    }
    expect(most).toBe(Math.ceil(1000 / 80));
    expect(had.splice(0).sort((a, b) => a - b)).toEqual(items);
  }
});

test('who has left has no turn any more, and with the last one the timer stops', () => {
  const { clock, had, turns, items } = setUp(10);
  // Twice is once.
  turns.add(3);
  for (const item of items.slice(1)) turns.delete(item);
  clock.advance(ROUND_MS);
  expect(had).toEqual([0]);
  expect(clock.pendingTimers).toBe(1);
  turns.delete(0);
  turns.delete(0);
  expect(clock.pendingTimers).toBe(0);
  turns.add(7);
  clock.advance(ROUND_MS);
  expect(had).toEqual([0, 7]);
});

test('a short round has turns, too', () => {
  const clock = new ManualClock();
  const had: number[] = [];
  const turns = new Turns<number>(clock, 80, (item) => had.push(item));
  turns.add(1);
  clock.advance(80 * 3);
  expect(had).toEqual([1, 1, 1]);
});

test("who leaves in somebody else's turn has none any more", () => {
  const clock = new ManualClock();
  const had: number[] = [];
  const turns = new Turns<number>(clock, ROUND_MS, (item) => {
    had.push(item);
    for (const other of [0, 80]) if (other !== item) turns.delete(other);
  });
  for (let item = 0; item <= 80; item++) turns.add(item);
  clock.advance(50);
  expect(had).toEqual([0]);
});
