import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../state-io.ts';
import { Hold } from './hold.ts';

const CAPACITY = 5;
const contentsOf = (hold: Hold) =>
  Array.from({ length: hold.count }, (_, i) => ({
    time: hold.time(i),
    confidence: hold.confidence(i),
    vouched: hold.isVouched(i),
  }));
const holdOf = (...times: readonly number[]) => {
  const hold = new Hold(CAPACITY);
  for (const time of times) hold.add(time, 0.5, false);
  return hold;
};
const vouchedIn = (hold: Hold) =>
  contentsOf(hold).flatMap(({ time, vouched }) => (vouched ? [time] : []));

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const contact = fc.record({
  time: number(0, 10),
  confidence: number(0, 1),
  vouched: fc.boolean(),
});
const contacts = fc.uniqueArray(contact, { maxLength: 20, selector: ({ time }) => time });

describe('a hold', () => {
  test('has its contacts by time, whatever the order in which they came', () => {
    fc.assert(
      fc.property(contacts, (all) => {
        const hold = new Hold(20);
        for (const { time, confidence, vouched } of all) hold.add(time, confidence, vouched);
        expect(contentsOf(hold)).toEqual([...all].sort((a, b) => a.time - b.time));
        expect(hold.vouched).toBe(all.filter(({ vouched }) => vouched).length);
      }),
    );
  });

  test('that is full lets go of the oldest', () => {
    fc.assert(
      fc.property(contacts, (all) => {
        const inOrder = [...all].sort((a, b) => a.time - b.time);
        const hold = new Hold(CAPACITY);
        for (const { time, confidence, vouched } of inOrder) hold.add(time, confidence, vouched);
        expect(contentsOf(hold)).toEqual(inOrder.slice(-CAPACITY));
      }),
    );
  });

  test('lets go of as many as it is told, the oldest first', () => {
    const hold = holdOf(1, 2, 3, 4);
    hold.drop(3);
    expect(contentsOf(hold).map(({ time }) => time)).toEqual([4]);
    hold.drop(1);
    expect([hold.count, hold.vouched]).toEqual([0, 0]);
  });

  test('forgets that hindsight agreed, together with the contact', () => {
    const hold = holdOf(1, 2);
    hold.vouch(1, 0.1);
    hold.drop(1);
    hold.add(3, 0.5, false);
    expect(vouchedIn(hold)).toEqual([]);
  });
});

describe('hindsight', () => {
  test('agrees with a contact within reach, and with no other', () => {
    const hold = holdOf(1, 1.5, 2);
    expect(hold.vouch(1.6, 0.2)).toBe(true);
    expect(vouchedIn(hold)).toEqual([1.5]);
    expect(hold.vouch(2.3, 0.2)).toBe(false);
    expect(vouchedIn(hold)).toEqual([1.5]);
  });

  test('agrees with the nearest of several within reach', () => {
    for (const [time, nearest] of [
      [1.12, 1],
      [1.18, 1.3],
    ] as const) {
      const hold = holdOf(1, 1.3);
      expect(hold.vouch(time, 0.2)).toBe(true);
      expect(vouchedIn(hold)).toEqual([nearest]);
    }
  });

  test('agrees with a contact once, however often it says so', () => {
    const hold = holdOf(1, 2);
    for (const time of [0.95, 1, 1.05]) hold.vouch(time, 0.2);
    expect(hold.vouched).toBe(1);
  });

  test('has nothing to agree with where nothing is held', () => {
    const hold = holdOf(1);
    hold.drop(1);
    expect(hold.vouch(1, 0.2)).toBe(false);
  });
});

test('a restored hold has the same contacts, whatever it had before', () => {
  fc.assert(
    fc.property(contacts, contacts, (all, others) => {
      const [hold, twin] = [new Hold(CAPACITY), new Hold(CAPACITY)];
      for (const { time, confidence, vouched } of all) hold.add(time, confidence, vouched);
      for (const { time, confidence, vouched } of others) twin.add(time, confidence, vouched);
      const bytes = saveState('test', (io) => hold.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect(contentsOf(twin)).toEqual(contentsOf(hold));
      expect(twin.vouched).toBe(hold.vouched);
    }),
  );
});
