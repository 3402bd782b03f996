import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { FRAME_RATE } from '../stages/resample.ts';
import { PERIODICITY_WINDOW, Periodicity } from './periodicity.ts';

/** Feeds the values of a signal for a while; returns the last measurement. */
function measure(
  signal: (frame: number) => number,
  frames = 3 * FRAME_RATE,
  periodicity = new Periodicity(),
): number {
  for (let i = 0; i < frames; i++) periodicity.next(signal(i));
  return periodicity.value;
}

const wave = (period: number) => (frame: number) =>
  Math.sin((2 * Math.PI * frame) / (period * FRAME_RATE));
const value = fc.double({ min: -100, max: 100, noNaN: true });
const signal = fc.array(value, { minLength: 10, maxLength: 300 });

describe('a rhythm', () => {
  test('of any walking cadence is near 1, of any shape', () => {
    const period = fc.double({ min: 0.3, max: 1.24, noNaN: true });
    fc.assert(
      fc.property(period, value, value, (seconds, second, third) => {
        const shape = (frame: number) =>
          100 * wave(seconds)(frame) +
          second * wave(seconds / 2)(frame) +
          third * wave(seconds / 3)(frame);
        expect(measure(shape)).toBeGreaterThan(0.9);
      }),
    );
  });

  test('that repeats frame by frame is 1', () => {
    // 0.62 s, the period of a slow walk; its multiples fit as well as it does.
    const pattern = Array.from({ length: 31 }, (_, i) => ((i * 17) % 31) - 15);
    expect(measure((i) => pattern[i % 31] as number)).toBeCloseTo(1, 12);
  });

  test('is the same at any strength', () => {
    fc.assert(
      fc.property(signal, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, factor) => {
        const weak = measure((i) => values[i] as number, values.length);
        const strong = measure((i) => factor * (values[i] as number), values.length);
        expect(strong).toBeCloseTo(weak, 9);
      }),
    );
  });

  test('shows within two and a half seconds, and is forgotten as fast', () => {
    const periodicity = new Periodicity();
    expect(measure(wave(0.5), 1.5 * FRAME_RATE, periodicity)).toBeGreaterThan(0.9);
    measure(() => 0, PERIODICITY_WINDOW + FRAME_RATE / 5, periodicity);
    expect(periodicity.value).toBe(0);
  });
});

describe('no rhythm', () => {
  test('in what never repeats', () => {
    // A lone bump, as of a device that is put down.
    expect(measure((i) => Math.exp(-(((i - 100) / 6) ** 2)))).toBeLessThan(0.1);
  });

  test('is much less than one, in noise', () => {
    let state = 1;
    const noise = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647 - 0.5;
    };
    expect(measure(noise, 500)).toBeLessThan(0.4);
  });

  test('in silence, and before there is enough to compare', () => {
    expect(measure(() => 0)).toBe(0);
    expect(measure(wave(0.3), 29)).toBe(0);
  });
});

test('it is a share from 0 to 1, whatever comes', () => {
  fc.assert(
    fc.property(signal, (values) => {
      const periodicity = new Periodicity();
      for (const x of values) {
        periodicity.next(x);
        expect(periodicity.value).toBeWithin(0, 1 + 1e-9);
      }
    }),
  );
});

test('a reset forgets everything', () => {
  fc.assert(
    fc.property(signal, signal, (before, after) => {
      const used = new Periodicity();
      measure((i) => before[i] as number, before.length, used);
      used.reset();
      expect(used.value).toBe(0);
      const fresh = measure((i) => after[i] as number, after.length);
      expect(measure((i) => after[i] as number, after.length, used)).toBe(fresh);
    }),
  );
});

test('a restored one goes on where the saved one stood', () => {
  fc.assert(
    fc.property(signal, signal, (before, after) => {
      const whole = new Periodicity();
      measure((i) => before[i] as number, before.length, whole);
      const twin = new Periodicity();
      const bytes = saveState('test', (io) => whole.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      for (const x of after) {
        expect(twin.value).toBe(whole.value);
        twin.next(x);
        whole.next(x);
      }
    }),
  );
});
