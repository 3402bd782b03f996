import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { logistic } from '../math.ts';
import { restoreState, saveState } from '../saved-state.ts';
import {
  bump,
  createPicker,
  FRAME,
  logit,
  NEVER,
  REFRACTORY,
  scoresOf,
  walkingPicker,
} from '../testing/pick-peaks.ts';
import { Cadence } from './cadence.ts';
import type { PeakPicker } from './peaks.ts';

describe('in hindsight', () => {
  /** Between what is asked of a contact and the least that may have been one: a logit of −2.8. */
  const WEAK = 0.4;
  const SURE_ENOUGH = 0.5;
  const LEAST = -2.8;
  const create = (cadence = new Cadence()) => createPicker(REFRACTORY, cadence, SURE_ENOUGH);

  /** A walk with a contact every half second from 0 to 2.5, then a weak peak where the next is due. */
  function afterWeakPeak({ weak = WEAK, at = 3, inWalk = true } = {}): PeakPicker {
    const picker = walkingPicker(6, create());
    expect(bump(picker, at, weak, inWalk)).toBe(false);
    expect(picker.foundOverlooked).toBe(false);
    return picker;
  }

  test('a weak peak in a walk was a contact, if the next comes after twice the usual time', () => {
    const picker = afterWeakPeak();
    expect(bump(picker, 3.5, 0.8, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(true);
    expect(picker.overlookedTime).toBeCloseTo(3, 9);
    expect(picker.overlookedProbability).toBeCloseTo(WEAK, 9);
    expect(picker.time).toBeCloseTo(3.5, 9);
    expect(picker.probability).toBeCloseTo(0.8, 9);
    // It is told once.
    expect(bump(picker, 4, 0.8, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(false);
    picker.next(4.1, 0, NEVER, true);
    expect(picker.foundOverlooked).toBe(false);
  });

  test('its time lies between the frames, as that of any contact', () => {
    const picker = walkingPicker(6, create());
    const top = 3.007;
    for (let i = 148; i < 154; i++) {
      expect(picker.next(i * FRAME, -((i * FRAME - top) ** 2), logit(WEAK), true)).toBe(false);
    }
    expect(bump(picker, 3.5, 0.8, true)).toBe(true);
    expect(picker.overlookedTime).toBeCloseTo(top, 9);
  });

  test('it belongs to the cadence, which goes on as before', () => {
    const cadence = new Cadence();
    const picker = walkingPicker(6, create(cadence));
    for (let i = 0; i < 10; i++) {
      expect(bump(picker, 3 + i, WEAK, true)).toBe(false);
      expect(bump(picker, 3.5 + i, 0.8, true)).toBe(true);
      expect(picker.foundOverlooked).toBe(true);
    }
    expect(cadence.usual).toBeCloseTo(0.5, 9);
    expect(cadence.lastContact).toBeCloseTo(12.5, 9);
  });

  test('not outside a walk', () => {
    for (const [before, after] of [
      [false, false],
      [false, true],
      [true, false],
    ] as const) {
      const picker = afterWeakPeak({ inWalk: before });
      expect(bump(picker, 3.5, 0.8, after)).toBe(true);
      expect(picker.foundOverlooked).toBe(false);
    }
  });

  test('not where the cadence is not known', () => {
    const picker = walkingPicker(3, create());
    expect(bump(picker, 1.5, WEAK, true)).toBe(false);
    expect(bump(picker, 2, 0.8, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(false);
  });

  test.each([
    [0.79, false],
    [0.81, true],
    [1.19, true],
    [1.21, false],
  ])('the contact after %d s: %p', (interval, found) => {
    const picker = afterWeakPeak();
    expect(bump(picker, 2.5 + interval, 0.95, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(found);
  });

  test.each([
    [0.34, false],
    [0.36, true],
    [0.64, true],
    [0.66, false],
  ])('the weak peak after %d s: %p', (interval, found) => {
    const picker = afterWeakPeak({ at: 2.5 + interval });
    expect(bump(picker, 3.5, 0.95, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(found);
  });

  test('not where there was no peak, or next to none', () => {
    for (const [weak, found] of [
      [logistic(LEAST + 0.01), true],
      [logistic(LEAST - 0.01), false],
    ] as const) {
      const picker = afterWeakPeak({ weak });
      expect(bump(picker, 3.5, 0.8, true)).toBe(true);
      expect(picker.foundOverlooked).toBe(found);
    }
    const picker = walkingPicker(6, create());
    expect(bump(picker, 3.5, 0.8, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(false);
  });

  test('of several weak peaks it was the surest', () => {
    for (const [first, second, time] of [
      [0.3, 0.4, 3.08],
      [0.4, 0.3, 2.94],
    ] as const) {
      const picker = afterWeakPeak({ at: 2.94, weak: first });
      expect(bump(picker, 3.08, second, true)).toBe(false);
      expect(bump(picker, 3.5, 0.8, true)).toBe(true);
      expect(picker.overlookedTime).toBeCloseTo(time, 9);
      expect(picker.overlookedProbability).toBeCloseTo(0.4, 9);
    }
  });

  test('not one that has been found and added to the cadence since', () => {
    const cadence = new Cadence();
    const picker = walkingPicker(6, create(cadence));
    expect(bump(picker, 3, WEAK, true)).toBe(false);
    cadence.add(3.01);
    expect(bump(picker, 4, 0.8, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(false);
  });

  test('a contact that nothing was overlooked before is a new beginning', () => {
    const picker = afterWeakPeak();
    expect(bump(picker, 3.26, 0.99, true)).toBe(true);
    expect(bump(picker, 4.26, 0.9, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(false);
  });

  test('not over a break in the stream', () => {
    const picker = afterWeakPeak();
    picker.break();
    expect(bump(picker, 3.5, 0.8, true)).toBe(true);
    expect(picker.foundOverlooked).toBe(false);
  });

  test('a saved picker remembers the weak peak', () => {
    const cadence = new Cadence();
    const picker = walkingPicker(6, create(cadence));
    bump(picker, 3, WEAK, true);
    const twinCadence = new Cadence();
    const twin = create(twinCadence);
    const bytes = saveState('test', (io) => {
      cadence.transfer(io);
      picker.transfer(io);
    });
    restoreState(bytes, 'test', (io) => {
      twinCadence.transfer(io);
      twin.transfer(io);
    });
    expect(bump(twin, 3.5, 0.8, true)).toBe(true);
    expect(twin.foundOverlooked).toBe(true);
    expect(twin.overlookedTime).toBeCloseTo(3, 9);
    expect(twin.overlookedProbability).toBeCloseTo(WEAK, 9);
  });

  test('whatever comes: in order, and never within the refractory time of its neighbours', () => {
    // Somebody who walks or runs, more and less clearly.
    const pace = fc.integer({ min: 13, max: 28 });
    const jitter = fc.integer({ min: -2, max: 4 });
    const score = fc.double({ min: -3, max: 4, noNaN: true });
    const walk = fc
      .tuple(pace, fc.array(fc.tuple(jitter, score), { minLength: 20, maxLength: 40 }))
      .map(([frames, steps]) => scoresOf(steps.map(([more, score]) => [frames + more, score])));
    let overlooked = 0;
    fc.assert(
      fc.property(walk, (all) => {
        const picker = create();
        const found = all.flatMap(([salience, score], i) => {
          if (!picker.next(i * FRAME, salience, score, true)) return [];
          if (!picker.foundOverlooked) return [picker.time];
          overlooked++;
          expect(logit(picker.overlookedProbability)).toBeGreaterThanOrEqual(LEAST - 1e-9);
          return [picker.overlookedTime, picker.time];
        });
        found.slice(1).forEach((time, i) => {
          expect(time - (found[i] as number)).toBeGreaterThanOrEqual(REFRACTORY - 1e-9);
        });
      }),
      { numRuns: 300 },
    );
    expect(overlooked).toBeGreaterThan(20);
  });
});
