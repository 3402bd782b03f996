import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { Cadence, MAX_STEP_INTERVAL_SECONDS } from './cadence.ts';

/** Notes a contact at 0 and then one after each interval. */
function cadenceOf(intervals: readonly number[], cadence = new Cadence()): Cadence {
  let time = 0;
  cadence.add(time);
  for (const interval of intervals) {
    time += interval;
    cadence.add(time);
  }
  return cadence;
}

const interval = fc.oneof(
  fc.double({ min: 0.3, max: 0.9, noNaN: true }),
  fc.double({ min: 0.9, max: 2, noNaN: true }),
);
const intervals = fc.array(interval, { maxLength: 40 });

describe('the usual interval', () => {
  test('is not known before there are three', () => {
    expect(new Cadence().usual).toBe(0);
    for (const count of [0, 1, 2]) {
      expect(cadenceOf(new Array<number>(count).fill(0.5)).usual).toBe(0);
    }
    expect(cadenceOf([0.5, 0.5, 0.5]).usual).toBe(0.5);
  });

  test('is the median of the last seven since a pause, or of as many as there are', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const last = all.slice(all.findLastIndex((one) => one > MAX_STEP_INTERVAL_SECONDS) + 1);
        const known = last.slice(-7).sort((a, b) => a - b);
        const [below, above] = [(known.length - 1) >> 1, known.length >> 1];
        const median = ((known[below] ?? 0) + (known[above] ?? 0)) / 2;
        expect(cadenceOf(all).usual).toBeCloseTo(known.length < 3 ? 0 : median, 9);
      }),
    );
  });

  test('is forgotten after a pause of over 1.6 s, and not after a shorter one', () => {
    expect(MAX_STEP_INTERVAL_SECONDS).toBe(1.6);
    const steady = [0.5, 0.5, 0.5, 0.5];
    expect(cadenceOf([...steady, 1.59]).usual).toBe(0.5);
    expect(cadenceOf([...steady, 1.61]).usual).toBe(0);
    expect(cadenceOf([...steady, 1.61, 0.6, 0.6]).usual).toBe(0);
    expect(cadenceOf([...steady, 1.61, 0.6, 0.6, 0.6]).usual).toBeCloseTo(0.6, 9);
  });
});

test('tells the last contact, and before the first that there was none', () => {
  expect(new Cadence().lastContact).toBe(Number.NEGATIVE_INFINITY);
  expect(cadenceOf([0.5, 0.25]).lastContact).toBe(0.75);
  expect(cadenceOf([0.5, 7]).lastContact).toBe(7.5);
});

test('two of them do not disturb one another', () => {
  const [one, two] = [new Cadence(), new Cadence()];
  for (let i = 0; i < 9; i++) {
    one.add(0.5 * i);
    two.add(0.7 * i);
  }
  expect(one.usual).toBeCloseTo(0.5, 9);
  expect(two.usual).toBeCloseTo(0.7, 9);
});

test('a restored cadence goes on where the saved one stood', () => {
  fc.assert(
    fc.property(intervals, fc.nat(40), (all, cut) => {
      const saved = cadenceOf(all.slice(0, cut));
      const twin = cadenceOf([0.9, 0.8, 0.7, 0.6]);
      const bytes = saveState('test', (io) => saved.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      let time = saved.lastContact;
      for (const next of [0, ...all.slice(cut)]) {
        time += next;
        if (next > 0) {
          saved.add(time);
          twin.add(time);
        }
        expect([twin.lastContact, twin.usual]).toEqual([saved.lastContact, saved.usual]);
      }
    }),
  );
});
