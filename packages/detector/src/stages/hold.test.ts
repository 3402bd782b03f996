import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { Hold } from './hold.ts';

const CAPACITY = 5;
/** How far hindsight may be off, in seconds. */
const REACH = 0.2;
const SURE = 0.9;

interface Contact {
  readonly time: number;
  readonly confidence: number;
  readonly hindsight: number;
}

const contentsOf = (hold: Hold): Contact[] =>
  Array.from({ length: hold.count }, (_, i) => ({
    time: hold.time(i),
    confidence: hold.confidence(i),
    hindsight: hold.hindsight(i),
  }));
const filled = (all: readonly Contact[], capacity = CAPACITY) => {
  const hold = new Hold(capacity);
  for (const { time, confidence, hindsight } of all) hold.add(time, confidence, hindsight);
  return hold;
};
/** Contacts at some times of which hindsight has not spoken. */
const holdOf = (...times: readonly number[]) =>
  filled(times.map((time) => ({ time, confidence: 0.5, hindsight: 0 })));
const inHindsight = (hold: Hold) => contentsOf(hold).map(({ hindsight }) => hindsight);
const byTime = (all: readonly Contact[]) => [...all].sort((a, b) => a.time - b.time);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const probability = number(0, 1);
const contact = fc.record({ time: number(0, 10), confidence: probability, hindsight: probability });
const contacts = fc.uniqueArray(contact, { maxLength: 20, selector: ({ time }) => time });

describe('a hold', () => {
  test('has its contacts by time, whatever the order in which they came', () => {
    fc.assert(
      fc.property(contacts, (all) => {
        expect(contentsOf(filled(all, 20))).toEqual(byTime(all));
      }),
    );
  });

  test('that is full lets go of the oldest', () => {
    fc.assert(
      fc.property(contacts, (all) => {
        const inOrder = byTime(all);
        expect(contentsOf(filled(inOrder))).toEqual(inOrder.slice(-CAPACITY));
      }),
    );
  });

  test('lets go of as many as it is told, the oldest first', () => {
    const hold = holdOf(1, 2, 3, 4);
    hold.drop(3);
    expect(contentsOf(hold).map(({ time }) => time)).toEqual([4]);
    hold.drop(1);
    expect(hold.count).toBe(0);
  });

  test('forgets what hindsight said together with the contact', () => {
    for (const forget of [(hold: Hold) => hold.drop(2), (hold: Hold) => hold.clear()]) {
      const hold = holdOf(1, 2);
      for (const time of [1, 2]) hold.note(time, REACH, SURE);
      forget(hold);
      expect([hold.count, hold.countSure(SURE)]).toEqual([0, 0]);
      hold.add(3, 0.5, 0);
      expect(inHindsight(hold)).toEqual([0]);
    }
  });
});

describe('rhythm', () => {
  const rhythm = (...times: readonly number[]) => holdOf(...times).isRhythm(times.length);

  test('is where the longest interval is not much longer than the shortest', () => {
    expect(rhythm(0, 0.5, 1, 1.5)).toBe(true);
    expect(rhythm(0, 0.4, 1, 1.5)).toBe(true);
    expect(rhythm(0, 0.4, 1.2, 1.7)).toBe(false);
    expect(rhythm(0, 0.8, 1.2, 1.7)).toBe(false);
  });

  test('is asked of the newest alone', () => {
    const hold = holdOf(0, 0.2, 0.8, 1.4, 2);
    expect(hold.isRhythm(4)).toBe(true);
    expect(hold.isRhythm(5)).toBe(false);
  });

  test('may be asked with one interval more', () => {
    const hold = holdOf(0, 0.5, 1);
    for (const [next, fits] of [
      [0.25, false],
      [0.35, true],
      [0.75, true],
      [0.85, false],
    ] as const) {
      expect(hold.isRhythm(3, next)).toBe(fits);
    }
  });

  test('is not missing where there are no two intervals', () => {
    expect([rhythm(), rhythm(1), rhythm(1, 5)]).toEqual([true, true, true]);
    expect(holdOf(1).isRhythm(1, 9)).toBe(true);
  });
});

describe('hindsight', () => {
  test('speaks of a contact within reach, and of no other', () => {
    const hold = holdOf(1, 1.5, 2);
    expect(hold.note(1.6, REACH, SURE)).toBe(true);
    expect(inHindsight(hold)).toEqual([0, SURE, 0]);
    expect(hold.note(2.3, REACH, SURE)).toBe(false);
    expect(hold.note(0.7, REACH, SURE)).toBe(false);
    expect(inHindsight(hold)).toEqual([0, SURE, 0]);
  });

  test('speaks of the nearest of several within reach', () => {
    for (const [time, nearest] of [
      [1.12, 0],
      [1.18, 1],
    ] as const) {
      const hold = holdOf(1, 1.3);
      expect(hold.note(time, REACH, SURE)).toBe(true);
      expect(hold.hindsight(nearest)).toBe(SURE);
      expect(hold.hindsight(1 - nearest)).toBe(0);
    }
  });

  test('is as sure of a contact as it ever was, however often it speaks', () => {
    const hold = holdOf(1, 2);
    for (const [time, probability] of [
      [0.95, 0.3],
      [1, 0.8],
      [1.05, 0.6],
    ] as const) {
      hold.note(time, REACH, probability);
    }
    expect(inHindsight(hold)).toEqual([0.8, 0]);
  });

  test('has nothing to speak of where nothing is held', () => {
    const hold = holdOf(1);
    hold.drop(1);
    expect(hold.note(1, REACH, SURE)).toBe(false);
  });

  test('is sure of those that are at least so probable', () => {
    fc.assert(
      fc.property(contacts, probability, (all, bound) => {
        const sure = all.filter(({ hindsight }) => hindsight >= bound).length;
        expect(filled(all, 20).countSure(bound)).toBe(sure);
      }),
    );
    expect(holdOf(1, 2).countSure(0.01)).toBe(0);
  });
});

describe('the mean', () => {
  test('of the first opinion is that of the newest', () => {
    fc.assert(
      fc.property(contacts, fc.integer({ min: 1, max: 20 }), (all, newest) => {
        fc.pre(newest <= all.length);
        const expected = mean(
          byTime(all)
            .map(({ confidence }) => confidence)
            .slice(-newest),
        );
        expect(filled(all, 20).meanConfidence(newest)).toBeCloseTo(expected, 9);
      }),
    );
  });
});

test('a restored hold has the same contacts, whatever it had before', () => {
  fc.assert(
    fc.property(contacts, contacts, (all, others) => {
      const [hold, twin] = [filled(all), filled(others)];
      const bytes = saveState('test', (io) => hold.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect(contentsOf(twin)).toEqual(contentsOf(hold));
    }),
  );
});
