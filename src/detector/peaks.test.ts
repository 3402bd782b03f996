import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { PeakPicker } from './peaks.ts';
import { FRAME_RATE } from './resample.ts';
import { restoreState, saveState } from './state-io.ts';

const THRESHOLD = 0.3;
const REFRACTORY = 0.24;
const FRAME = 1 / FRAME_RATE;
/** A logit of near certainty, and one of near impossibility. */
const SURE = 12;
const NEVER = -20;

const createPicker = (refractory = REFRACTORY) => new PeakPicker(THRESHOLD, refractory);
const logit = (probability: number) => Math.log(probability / (1 - probability));

/** A lone bump whose top is at `time`; returns whether it was taken for a landing. */
function bump(picker: PeakPicker, time: number, probability: number): boolean {
  picker.next(time - FRAME, 0, NEVER);
  picker.next(time, 1, logit(probability));
  return picker.next(time + FRAME, 0, NEVER);
}

/** Sure landings every half second from 0 on. */
function walkingPicker(landings: number): PeakPicker {
  const picker = createPicker();
  for (let i = 0; i < landings; i++) expect(bump(picker, i / 2, 0.9)).toBe(true);
  return picker;
}

/** Times of the landings in saliences at 50 Hz. */
function landingsIn(saliences: readonly number[], picker: PeakPicker, from = 0): number[] {
  return saliences.flatMap((salience, i) =>
    picker.next((from + i) * FRAME, salience, SURE) ? [picker.time] : [],
  );
}

const saliences = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 300 });

describe('a landing', () => {
  test('is each local maximum, and nothing else, where nothing forbids it', () => {
    fc.assert(
      fc.property(saliences, (values) => {
        const tops = values.flatMap((value, i) => {
          const [before = Number.NEGATIVE_INFINITY, after] = [values[i - 1], values[i + 1]];
          return after !== undefined && value > before && value >= after ? [i] : [];
        });
        const found = landingsIn(values, createPicker(0));
        expect(found.map((time) => Math.floor(time * FRAME_RATE + 0.5 - 1e-9))).toEqual(tops);
      }),
    );
  });

  test('has a time between the frames, where a parabola has its top', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 2, noNaN: true }), (top) => {
        const values = Array.from({ length: 110 }, (_, i) => -((i * FRAME - top) ** 2));
        const found = landingsIn(values, createPicker());
        expect(found.length).toBe(1);
        expect(found[0]).toBeCloseTo(top, 9);
      }),
    );
  });

  test('never follows another within the refractory time', () => {
    fc.assert(
      fc.property(saliences, (values) => {
        const found = landingsIn(values, createPicker());
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
  test('of a landing is over the threshold', () => {
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

  test('is told of a peak, of one that is no landing too, and is 0 elsewhere', () => {
    const picker = createPicker();
    const told = [5, 6, 7, 6, 5, 6, 5].map((salience, i) => {
      picker.next(i * FRAME, salience, logit(i === 2 ? 0.8 : 0.2));
      return picker.probability;
    });
    expect(told.map((p) => Math.round(p * 1e6) / 1e6)).toEqual([0, 0, 0, 0.8, 0, 0, 0.2]);
  });
});

describe('against the running cadence', () => {
  // Half of what is usual: 1 − 0.25/(0.9·0.5) = 4/9 too early, so 0.3 + 4/9 is asked.
  const ASKED = THRESHOLD + 4 / 9;

  test('an early landing must be more certain, the usual one need not', () => {
    expect(bump(walkingPicker(6), 2.75, ASKED - 0.01)).toBe(false);
    expect(bump(walkingPicker(6), 2.75, ASKED + 0.01)).toBe(true);
    expect(bump(walkingPicker(6), 2.96, THRESHOLD + 0.01)).toBe(true);
    expect(bump(walkingPicker(6), 3.4, THRESHOLD + 0.01)).toBe(true);
  });

  test('it takes three intervals to have one', () => {
    expect(bump(walkingPicker(3), 1.25, THRESHOLD + 0.01)).toBe(true);
    expect(bump(walkingPicker(4), 1.75, THRESHOLD + 0.01)).toBe(false);
  });

  test('it is the median of the last five intervals, in whatever order they came', () => {
    const intervals = fc.shuffledSubarray([0.42, 0.46, 0.5, 0.54, 0.58], { minLength: 5 });
    fc.assert(
      fc.property(intervals, fc.boolean(), (all, taken) => {
        const picker = createPicker();
        let time = 0;
        bump(picker, time, 0.99);
        for (const interval of [0.9, 0.9, ...all]) {
          time += interval;
          expect(bump(picker, time, 0.99)).toBe(true);
        }
        expect(bump(picker, time + 0.25, taken ? ASKED + 0.01 : ASKED - 0.01)).toBe(taken);
      }),
    );
  });

  test('a pause of over 1.6 s makes it forgotten, a shorter one does not', () => {
    const after = (pause: number) => {
      const picker = walkingPicker(6);
      expect(bump(picker, 2.5 + pause, 0.9)).toBe(true);
      return bump(picker, 2.5 + pause + 0.25, THRESHOLD + 0.01);
    };
    expect(after(1.7)).toBe(true);
    expect(after(1.5)).toBe(false);
  });
});

describe('a break in the stream', () => {
  test('makes no landing of the frames on either side of it', () => {
    const picker = createPicker();
    picker.next(0, 0, NEVER);
    picker.next(FRAME, 1, SURE);
    picker.break();
    expect(picker.probability).toBe(0);
    expect(picker.next(5, 0, NEVER)).toBe(false);
    expect(picker.next(5 + FRAME, 0, NEVER)).toBe(false);
  });

  test('leaves the last landing and the cadence', () => {
    const picker = walkingPicker(6);
    picker.break();
    expect(bump(picker, 2.6, 0.99)).toBe(false);
    expect(bump(picker, 2.75, 0.5)).toBe(false);
    expect(bump(picker, 3, 0.5)).toBe(true);
  });
});

/** A person who steps every 0.3 to 0.7 s, more and less clearly, as salience and logit of frames. */
const scores = fc
  .array(fc.tuple(fc.integer({ min: 15, max: 35 }), fc.double({ min: -1, max: 3, noNaN: true })), {
    maxLength: 30,
  })
  .map((steps) =>
    steps.flatMap(([frames, score]) =>
      Array.from({ length: frames }, (_, i) => [i === 0 ? 1 : 0, i === 0 ? score : NEVER] as const),
    ),
  );

test('a restored picker goes on where the saved one stood', () => {
  fc.assert(
    fc.property(scores, fc.nat(800), (all, cut) => {
      const play = (picker: PeakPicker, from: number, to?: number) =>
        all.slice(from, to).flatMap(([salience, score], i) => {
          const landed = picker.next((from + i) * FRAME, salience, score);
          return [picker.probability, ...(landed ? [picker.time] : [])];
        });
      const picker = createPicker();
      const before = play(picker, 0, cut);
      const twin = createPicker();
      const bytes = saveState('test', (io) => picker.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect(twin.probability).toBe(picker.probability);
      expect([...before, ...play(twin, cut)]).toEqual(play(createPicker(), 0));
    }),
  );
});
