import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { FRAME_RATE } from '../stages/resample.ts';
import { EVIDENCE_LENGTH, Evidence } from './evidence.ts';

const GRAVITY = 9.81;
const CADENCE = 1.8;
const bounce = (amplitude: number, offset = GRAVITY) => {
  return (frame: number) =>
    offset + amplitude * Math.sin((2 * Math.PI * CADENCE * frame) / FRAME_RATE);
};

interface Seen {
  readonly height: number;
  /** The values, where there was evidence. */
  readonly values: readonly number[] | undefined;
}

/** What is known of each frame of a signal. */
function see(signal: (frame: number) => number, frames: number, evidence = new Evidence()): Seen[] {
  return Array.from({ length: frames }, (_, i) => {
    const known = evidence.next(signal(i));
    return { height: evidence.height, values: known ? [...evidence.values] : undefined };
  });
}

/** The frame that stands highest in the last seven seconds of twenty. */
function highest(signal: (frame: number) => number): Seen {
  const last = see(signal, 20 * FRAME_RATE).slice(-7 * FRAME_RATE);
  return last.reduce((best, one) => (one.height > best.height ? one : best));
}

const amplitude = fc.double({ min: 0.5, max: 20, noNaN: true });
const acceleration = fc.double({ min: 0, max: 1000, noNaN: true });
const signal = fc.array(acceleration, { maxLength: 300 });
/** So weak that the device passes for still, but for what may have been before. */
const faint = fc.array(fc.double({ min: 9, max: 10, noNaN: true }), { maxLength: 20 });

describe('of a walk', () => {
  test('the height is known, its logarithm and square, and the rhythm', () => {
    fc.assert(
      fc.property(amplitude, (a) => {
        const { height, values = [] } = highest(bounce(a));
        expect(values.length).toBe(EVIDENCE_LENGTH);
        const [one, relative, absolute, square, rhythm] = values;
        expect(one).toBe(1);
        // The highest is the recent peak, or stands but little under a faded one.
        expect(relative).toBeWithin(-0.05, 1e-12);
        expect(absolute).toBeCloseTo(Math.min(Math.log(height), 1.5), 9);
        expect(square).toBeCloseTo((absolute as number) ** 2, 9);
        expect(rhythm).toBeGreaterThan(0.95);
      }),
    );
  });

  test('the band lets walking through and keeps turning and ringing out', () => {
    const gain = (frequency: number) =>
      highest((i) => 10 + 5 * Math.sin((2 * Math.PI * frequency * i) / FRAME_RATE)).height / 5;
    expect(gain(CADENCE)).toBeWithin(0.9, 1.05);
    expect(gain(0.7)).toBeWithin(0.65, 0.75);
    expect(gain(3.5)).toBeWithin(0.65, 0.75);
    expect(gain(0.15)).toBeLessThan(0.06);
    expect(gain(14)).toBeLessThan(0.06);
  });

  test('a weak bump after strong ones stands low against them, and less so with time', () => {
    const relativeAfter = (seconds: number) => {
      const evidence = new Evidence();
      see(bounce(5), 5 * FRAME_RATE, evidence);
      // The echo of the strong ones in the filters is gone by then.
      see(() => GRAVITY, seconds * FRAME_RATE, evidence);
      const bump = see((i) => GRAVITY + 2 * Math.sin(Math.PI * (i / 14)), 14, evidence);
      const top = bump.reduce((best, one) => (one.height > best.height ? one : best));
      return top.values?.[1] ?? Number.NaN;
    };
    const [soon, later] = [relativeAfter(1), relativeAfter(1.5)];
    expect(soon).toBeLessThan(-0.2);
    expect(later).toBeGreaterThan(soon + 0.2);
  });
});

test('a shock makes what follows stand low, but never lower than e^−3', () => {
  const evidence = new Evidence();
  see((i) => (i === 100 ? 900 : GRAVITY), 200, evidence);
  const relative = see(bounce(2), 100, evidence).map(({ values }) => values?.[1] ?? 0);
  expect(Math.min(...relative)).toBe(-3);
});

describe('there is none', () => {
  test('in a still device, at any acceleration', () => {
    fc.assert(
      fc.property(acceleration, fc.double({ min: 0, max: 0.12, noNaN: true }), (offset, noise) => {
        for (const { values } of see(bounce(noise, offset), 200)) expect(values).toBeUndefined();
      }),
    );
  });

  test('in a trough', () => {
    for (const { height, values } of see(bounce(5), 300)) {
      if (height < 0.1) expect(values).toBeUndefined();
    }
    expect(see(bounce(5), 300).filter(({ values }) => values).length).toBeGreaterThan(100);
  });

  test('for the beginning itself: a stream has always had its first acceleration', () => {
    fc.assert(
      fc.property(acceleration, (a) => {
        // The filters' coefficients are float32, so their zero at standstill is one to 1e-4.
        for (const { height } of see(() => a, 100)) expect(Math.abs(height)).toBeLessThan(0.05);
      }),
    );
  });
});

test('the values stay in bounds that a logistic can take, whatever comes', () => {
  fc.assert(
    fc.property(signal, (all) => {
      for (const { values } of see((i) => all[i] as number, all.length)) {
        if (!values) continue;
        const [one, relative, absolute, square, rhythm] = values;
        expect(one).toBe(1);
        expect(relative).toBeWithin(-3, 1e-12);
        expect(absolute).toBeWithin(Math.log(0.1) - 1e-12, 1.5 + 1e-12);
        expect(square).toBeWithin(0, Math.log(0.1) ** 2 + 1e-9);
        expect(rhythm).toBeWithin(0, 1 + 1e-9);
      }
    }),
  );
});

test('a reset forgets everything', () => {
  fc.assert(
    fc.property(signal, fc.oneof(signal, faint), (before, after) => {
      const evidence = new Evidence();
      see((i) => before[i] as number, before.length, evidence);
      evidence.reset();
      expect(evidence.height).toBe(0);
      const again = see((i) => after[i] as number, after.length, evidence);
      expect(again).toEqual(see((i) => after[i] as number, after.length));
    }),
  );
});

test('a restored one goes on where the saved one stood', () => {
  fc.assert(
    fc.property(signal, signal, (before, after) => {
      const evidence = new Evidence();
      see((i) => before[i] as number, before.length, evidence);
      const twin = new Evidence();
      const bytes = saveState('test', (io) => evidence.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect(twin.height).toBe(evidence.height);
      const goOn = (one: Evidence) => see((i) => after[i] as number, after.length, one);
      expect(goOn(twin)).toEqual(goOn(evidence));
    }),
  );
});
