import { describe, expect, test } from 'bun:test';
import type { TrueStep } from '@stepstream/formats';
import { generateWalk } from '@stepstream/synthetic';
import fc from 'fast-check';
import { cleanFootSwitches } from './foot-switches.ts';

/** Forty contacts, left and right in turn, 0.54 s apart. */
const CLEAN: readonly TrueStep[] = Array.from({ length: 40 }, (_, i) => ({
  timestamp: 3 + 0.54 * i,
  foot: i % 2 === 0 ? 'left' : 'right',
}));
const at = (index: number) => CLEAN[index] as TrueStep;
const without = (...indices: number[]) => CLEAN.filter((_, i) => !indices.includes(i));
const inOrder = (steps: readonly TrueStep[]) =>
  [...steps].sort((a, b) => a.timestamp - b.timestamp);

describe('what is clean stays as it is', () => {
  test.each([
    ['steady steps', CLEAN],
    ['no step', []],
    ['one step', CLEAN.slice(0, 1)],
    ['two steps', CLEAN.slice(0, 2)],
  ])('%s', (_, steps) => {
    expect(cleanFootSwitches(steps)).toEqual({ contacts: steps, doubtful: [] });
  });

  test('a walk with uneven steps, polled every 100 ms', () => {
    for (const seed of [1, 2, 3]) {
      const { steps } = generateWalk({ seed, segments: [{ activity: 'walking', seconds: 60 }] });
      const polled = steps.map(({ timestamp, foot }) => ({
        timestamp: Math.ceil(timestamp * 10) / 10,
        foot,
      }));
      expect(cleanFootSwitches(polled)).toEqual({ contacts: polled, doubtful: [] });
    }
  });

  test('a rest between two walks is no gap', () => {
    const steps = CLEAN.map((step, i) =>
      i < 20 ? step : { ...step, timestamp: step.timestamp + 5 },
    );
    expect(cleanFootSwitches(steps)).toEqual({ contacts: steps, doubtful: [] });
  });
});

describe('a bounce is dropped', () => {
  test.each([0.03, 0.1, 0.3, 0.5])('of the same foot, %d s after its contact', (later) => {
    const bounce = { ...at(10), timestamp: at(10).timestamp + later };
    expect(cleanFootSwitches(inOrder([...CLEAN, bounce]))).toEqual({
      contacts: CLEAN,
      doubtful: [],
    });
  });

  test('of the other foot, sooner than it can land', () => {
    const bounce = { foot: 'right', timestamp: at(10).timestamp + 0.12 };
    const { contacts } = cleanFootSwitches(inOrder([...CLEAN, bounce]));
    expect(contacts).toEqual(CLEAN);
  });

  test.each([0.16, 0.2, 0.25, 0.3])(
    'of the other foot, %d s after this one: its own contact, later, is the true one',
    (later) => {
      const bounce = { foot: 'right', timestamp: at(10).timestamp + later };
      expect(cleanFootSwitches(inOrder([...CLEAN, bounce]))).toEqual({
        contacts: CLEAN,
        doubtful: [],
      });
      // And the contact that comes soon but in time for a shorter step is none.
      const soon = CLEAN.map((step, i) =>
        i === 11 ? { ...step, timestamp: step.timestamp - 0.12 } : step,
      );
      expect(cleanFootSwitches(soon).contacts).toEqual(soon);
    },
  );

  test('of a step that is a little short: the first is the contact', () => {
    const steps = CLEAN.map((step, i) =>
      i === 11 ? { ...step, timestamp: step.timestamp - 0.09 } : step,
    );
    const bounce = { foot: 'right', timestamp: at(11).timestamp - 0.02 };
    expect(cleanFootSwitches(inOrder([...steps, bounce])).contacts).toEqual(steps);
  });

  test('of the other foot, several times before its own contact', () => {
    const bounces = [0.18, 0.24, 0.3].map((later) => {
      return { foot: 'right', timestamp: at(10).timestamp + later };
    });
    expect(cleanFootSwitches(inOrder([...CLEAN, ...bounces])).contacts).toEqual(CLEAN);
  });

  test('wherever the other foot’s are', () => {
    const place = fc.uniqueArray(fc.integer({ min: 0, max: 38 }), { maxLength: 10 });
    fc.assert(
      fc.property(place, fc.integer({ min: 20, max: 320 }), (places, milliseconds) => {
        const bounces = places.map((i) => {
          return { foot: at(i + 1).foot, timestamp: at(i).timestamp + milliseconds / 1000 };
        });
        const cleaned = cleanFootSwitches(inOrder([...CLEAN, ...bounces]));
        expect(cleaned).toEqual({ contacts: CLEAN, doubtful: [] });
      }),
    );
  });

  test('wherever the bounces are', () => {
    const place = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 10 });
    fc.assert(
      fc.property(place, fc.integer({ min: 20, max: 400 }), (places, milliseconds) => {
        const bounces = places.map((i) => {
          return { ...at(i), timestamp: at(i).timestamp + milliseconds / 1000 };
        });
        const cleaned = cleanFootSwitches(inOrder([...CLEAN, ...bounces]));
        expect(cleaned).toEqual({ contacts: CLEAN, doubtful: [] });
      }),
    );
  });
});

describe('where a contact was missed, nothing is known', () => {
  test.each([
    ['one', [12]],
    ['two in a row', [12, 13]],
  ])('%s', (_, missed) => {
    const { contacts, doubtful } = cleanFootSwitches(without(...missed));
    expect(contacts).toEqual(without(...missed));
    expect(doubtful).toHaveLength(1);
    const [gap] = doubtful;
    for (const i of missed) {
      expect(at(i).timestamp).toBeWithin(gap?.start ?? 0, gap?.end ?? 0);
    }
    // The contacts beside it are known.
    expect(gap?.start).toBeGreaterThan(at(11).timestamp + 0.1);
    expect(gap?.end).toBeLessThan(at((missed.at(-1) ?? 0) + 1).timestamp - 0.1);
  });

  test('each by itself', () => {
    const missed = [5, 18, 30];
    const { doubtful } = cleanFootSwitches(without(...missed));
    expect(doubtful).toHaveLength(3);
    for (const [k, i] of missed.entries()) {
      expect(at(i).timestamp).toBeWithin(doubtful[k]?.start ?? 0, doubtful[k]?.end ?? 0);
    }
  });
});
