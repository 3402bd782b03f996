import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { logistic } from '../math.ts';
import { restoreState, saveState } from '../saved-state.ts';
import {
  bump,
  contactsIn,
  createPicker,
  FRAME,
  logit,
  NEVER,
  REFRACTORY,
  SURE,
  saliences,
  scores,
  THRESHOLD,
  walkingPicker,
} from '../testing/pick-peaks.ts';
import { Cadence } from './cadence.ts';
import type { PeakPicker } from './peaks.ts';
import { FRAME_RATE } from './resample.ts';

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
  const HURRIED = logistic(logit(THRESHOLD) + (4.5 * 4) / 9);
  const ASKED = logistic(logit(THRESHOLD) + (7.7 * 9) / 19 + (4.5 * 4) / 9);

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
