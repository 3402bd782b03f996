import { describe, expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { Outbox, type Reader } from './outbox.ts';

class TestReader implements Reader {
  unreadBytes = 0;
  readonly ends: string[] = [];

  endSlowReader(isAtOnce: boolean): void {
    this.ends.push(isAtOnce ? 'at once' : 'in order');
  }
}

function setUp(budget = 1000) {
  const clock = new ManualClock();
  const outbox = new Outbox(clock, () => budget);
  const add = (bytes: number) => {
    const reader = new TestReader();
    reader.unreadBytes = bytes;
    outbox.note(reader, bytes);
    return reader;
  };
  return { clock, outbox, add };
}

describe('a reader', () => {
  test('that takes nothing for ten seconds is ended once, however little waits', () => {
    const { clock, outbox, add } = setUp();
    const reader = add(1);
    clock.advance(9_999);
    expect(reader.ends).toEqual([]);
    clock.advance(60_000);
    expect(reader.ends).toEqual(['in order']);
    expect(outbox.ended).toEqual({ stalled: 1, overBudget: 0 });
    outbox.forget(reader);
    expect(outbox.totalBytes).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  test('that takes something now and then is not, whether or not anybody tells of it', () => {
    const { clock, outbox, add } = setUp();
    const [told, untold] = [add(100), add(100)];
    for (let i = 0; i < 20; i++) {
      clock.advance(5000);
      outbox.progressed(told);
      untold.unreadBytes--;
    }
    expect([...told.ends, ...untold.ends]).toEqual([]);
  });

  test('that has taken everything is not looked at any more', () => {
    const { clock, outbox, add } = setUp();
    const reader = add(100);
    reader.unreadBytes = 0;
    outbox.progressed(reader);
    expect(outbox.totalBytes).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    const other = add(100);
    other.unreadBytes = 0;
    clock.advance(1000);
    expect(clock.pendingTimers).toBe(0);
  });
});

test('where all together have too much, those with most go, at once', () => {
  const { outbox, add } = setUp(1000);
  const readers = [200, 500, 100, 250].map(add);
  expect(readers.map(({ ends }) => ends)).toEqual([[], ['at once'], [], []]);
  expect(outbox.totalBytes).toBe(550);
  outbox.note(readers[2] as TestReader, 300);
  outbox.note(readers[2] as TestReader, 700);
  expect(readers[2]?.ends).toEqual(['at once']);
  expect(outbox.totalBytes).toBe(450);
  expect(outbox.ended.overBudget).toBe(2);
});
