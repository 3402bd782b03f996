import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { logistic } from '../math.ts';
import { restoreState, saveState } from '../state-io.ts';
import { Cadence } from './cadence.ts';
import { PeakPicker } from './peaks.ts';
import { FRAME_RATE } from './resample.ts';

const THRESHOLD = 0.3;
const REFRACTORY = 0.24;
const FRAME = 1 / FRAME_RATE;
/** A logit of near certainty, and one of near impossibility. */
const SURE = 12;
const NEVER = -20;

const createPicker = (refractory = REFRACTORY, cadence = new Cadence(), threshold = THRESHOLD) =>
  new PeakPicker(threshold, refractory, cadence);
const logit = (probability: number) => Math.log(probability / (1 - probability));

/** A lone bump whose top is at `time`; returns whether it was taken for a contact. */
function bump(picker: PeakPicker, time: number, probability: number, inWalk = false): boolean {
  picker.next(time - FRAME, 0, NEVER, inWalk);
  picker.next(time, 1, logit(probability), inWalk);
  return picker.next(time + FRAME, 0, NEVER, inWalk);
}

/** Sure contacts every half second from 0 on. */
function walkingPicker(contacts: number, picker = createPicker()): PeakPicker {
  for (let i = 0; i < contacts; i++) expect(bump(picker, i / 2, 0.9)).toBe(true);
  return picker;
}

/** Times of the contacts in saliences at 50 Hz. */
function contactsIn(saliences: readonly number[], picker: PeakPicker, from = 0): number[] {
  return saliences.flatMap((salience, i) =>
    picker.next((from + i) * FRAME, salience, SURE, false) ? [picker.time] : [],
  );
}

/** Salience and logit of frames in which peaks of a logit come so many frames before the next. */
const scoresOf = (peaks: readonly (readonly [frames: number, logit: number])[]) =>
  peaks.flatMap(([frames, score]) =>
    Array.from({ length: frames }, (_, i) => [i === 0 ? 1 : 0, i === 0 ? score : NEVER] as const),
  );

/** A person who steps every 0.3 to 0.7 s, more and less clearly. */
const scores = fc
  .array(fc.tuple(fc.integer({ min: 15, max: 35 }), fc.double({ min: -3, max: 6, noNaN: true })), {
    maxLength: 30,
  })
  .map(scoresOf);

const saliences = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 300 });

describe('a contact', () => {
  test('is each local maximum, and nothing else, where nothing forbids it', () => {
    fc.assert(
      fc.property(saliences, (values) => {
        const tops = values.flatMap((value, i) => {
          const [before = Number.NEGATIVE_INFINITY, after] = [values[i - 1], values[i + 1]];
          return after !== undefined && value > before && value >= after ? [i] : [];
        });
        const found = contactsIn(values, createPicker(0));
        expect(found.map((time) => Math.floor(time * FRAME_RATE + 0.5 - 1e-9))).toEqual(tops);
      }),
    );
  });

  test('has a time between the frames, where a parabola has its top', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 2, noNaN: true }), (top) => {
        const values = Array.from({ length: 110 }, (_, i) => -((i * FRAME - top) ** 2));
        const found = contactsIn(values, createPicker());
        expect(found.length).toBe(1);
        expect(found[0]).toBeCloseTo(top, 9);
      }),
    );
  });

  test('never follows another within the refractory time', () => {
    fc.assert(
      fc.property(saliences, (values) => {
        const found = contactsIn(values, createPicker());
        found.slice(1).forEach((time, i) => {
          expect(time - (found[i] as number)).toBeGreaterThanOrEqual(REFRACTORY);
        });
      }),
    );
  });

  test('may follow right after the refractory time, though one was passed over before', () => {
    const picker = createPicker();
    expect(bump(picker, 1, 0.9)).toBe(true);
    expect(bump(picker, 1.2, 0.99)).toBe(false);
    expect(bump(picker, 1.26, 0.9)).toBe(true);
    expect(picker.time).toBeCloseTo(1.26, 9);
  });
});

describe('the probability', () => {
  test('of a contact is over the threshold', () => {
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(probability, (p) => {
        fc.pre(Math.abs(p - THRESHOLD) > 1e-9);
        const picker = createPicker();
        expect(bump(picker, 1, p)).toBe(p > THRESHOLD);
        expect(picker.probability).toBeCloseTo(p, 9);
      }),
    );
  });

  test('is told of a peak, of one that is no contact too, and is 0 elsewhere', () => {
    const picker = createPicker();
    const told = [5, 6, 7, 6, 5, 6, 5].map((salience, i) => {
      picker.next(i * FRAME, salience, logit(i === 2 ? 0.8 : 0.2), false);
      return picker.probability;
    });
    expect(told.map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0, 0, 0, 0.8, 0, 0, 0.2]);
  });
});

describe('against the running cadence', () => {
  // Half of what is usual: 1 − 0.25/(0.95·0.5) = 9/19 too early, and 1 − 0.25/0.45 = 4/9 hurried.
  const HURRIED = logistic(logit(THRESHOLD) + (3.2 * 4) / 9);
  const ASKED = logistic(logit(THRESHOLD) + (5.5 * 9) / 19 + (3.2 * 4) / 9);

  test('an early contact must be more certain, the usual one need not', () => {
    expect(bump(walkingPicker(6), 2.75, ASKED - 0.001)).toBe(false);
    expect(bump(walkingPicker(6), 2.75, ASKED + 0.001)).toBe(true);
    expect(bump(walkingPicker(6), 2.96, THRESHOLD + 0.01)).toBe(false);
    expect(bump(walkingPicker(6), 2.976, THRESHOLD + 0.001)).toBe(true);
    expect(bump(walkingPicker(6), 3.4, THRESHOLD + 0.01)).toBe(true);
  });

  test('a hurried contact must be more certain, whether or not there is one', () => {
    expect(bump(walkingPicker(1), 0.25, HURRIED - 0.001)).toBe(false);
    expect(bump(walkingPicker(1), 0.25, HURRIED + 0.001)).toBe(true);
    expect(bump(walkingPicker(1), 0.46, THRESHOLD + 0.001)).toBe(true);
  });

  test('a slower one than 0.6 s may be of strides: a contact between them is not early', () => {
    const slow = () => {
      const picker = createPicker();
      for (let i = 0; i < 6; i++) expect(bump(picker, 1.2 * i, 0.9)).toBe(true);
      return picker;
    };
    expect(bump(slow(), 6 + 0.58, THRESHOLD + 0.01)).toBe(true);
    expect(bump(slow(), 6 + 0.56, THRESHOLD + 0.001)).toBe(false);
  });

  test('it takes three intervals to have one', () => {
    expect(bump(walkingPicker(3), 1.25, HURRIED + 0.01)).toBe(true);
    expect(bump(walkingPicker(4), 1.75, HURRIED + 0.01)).toBe(false);
  });

  test('it is the median of the last seven intervals, in whatever order they came', () => {
    const intervals = fc.shuffledSubarray([0.41, 0.44, 0.47, 0.5, 0.53, 0.56, 0.59], {
      minLength: 7,
    });
    fc.assert(
      fc.property(intervals, fc.boolean(), (all, taken) => {
        const picker = createPicker();
        let time = 0;
        bump(picker, time, 0.99);
        for (const interval of [0.9, 0.9, ...all]) {
          time += interval;
          expect(bump(picker, time, 0.99)).toBe(true);
        }
        expect(bump(picker, time + 0.25, taken ? ASKED + 0.001 : ASKED - 0.001)).toBe(taken);
      }),
    );
  });

  test('a pause of over 1.6 s makes it forgotten, a shorter one does not', () => {
    const after = (pause: number) => {
      const picker = walkingPicker(6);
      expect(bump(picker, 2.5 + pause, 0.9)).toBe(true);
      return bump(picker, 2.5 + pause + 0.25, HURRIED + 0.01);
    };
    expect(after(1.7)).toBe(true);
    expect(after(1.5)).toBe(false);
  });
});

describe('a break in the stream', () => {
  test('makes no contact of the frames on either side of it', () => {
    const picker = createPicker();
    picker.next(0, 0, NEVER, false);
    picker.next(FRAME, 1, SURE, false);
    picker.break();
    expect(picker.probability).toBe(0);
    expect(picker.next(5, 0, NEVER, false)).toBe(false);
    expect(picker.next(5 + FRAME, 0, NEVER, false)).toBe(false);
  });

  test('leaves the last contact and the cadence', () => {
    const picker = walkingPicker(6);
    picker.break();
    expect(bump(picker, 2.6, 0.99)).toBe(false);
    expect(bump(picker, 2.75, 0.5)).toBe(false);
    expect(bump(picker, 3, 0.5)).toBe(true);
  });
});

describe('in hindsight', () => {
  /** Between what is asked of a contact and the least that may have been one: a logit of −1. */
  const WEAK = 0.4;
  const SURE_ENOUGH = 0.5;
  const LEAST = -1;
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

test('a restored picker goes on where the saved one stood', () => {
  fc.assert(
    fc.property(scores, fc.nat(800), (all, cut) => {
      const play = (picker: PeakPicker, from: number, to?: number) =>
        all.slice(from, to).flatMap(([salience, score], i) => {
          const isContact = picker.next((from + i) * FRAME, salience, score, true);
          const { probability, time, foundOverlooked, overlookedTime } = picker;
          return [probability, ...(isContact ? [time, foundOverlooked && overlookedTime] : [])];
        });
      const [cadence, twinCadence] = [new Cadence(), new Cadence()];
      const picker = createPicker(REFRACTORY, cadence);
      const before = play(picker, 0, cut);
      const twin = createPicker(REFRACTORY, twinCadence);
      const bytes = saveState('test', (io) => {
        cadence.transfer(io);
        picker.transfer(io);
      });
      restoreState(bytes, 'test', (io) => {
        twinCadence.transfer(io);
        twin.transfer(io);
      });
      expect(twin.probability).toBe(picker.probability);
      expect([...before, ...play(twin, cut)]).toEqual(play(createPicker(), 0));
    }),
  );
});
