import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { Biquad, butterworth } from './biquad.ts';

const RATE = 50;
const kind = fc.constantFrom('low-pass' as const, 'high-pass' as const);
const cutoff = fc.double({ min: 0.5, max: 20, noNaN: true });
const value = fc.double({ min: -100, max: 100, noNaN: true });

/** The filter's gain at a frequency in Hz: the Fourier transform of its answer to an impulse. */
function gainAt(frequency: number, filter: Biquad): number {
  let re = 0;
  let im = 0;
  // After 40 s nothing is left, of the lowest cutoff either.
  for (let n = 0; n < 40 * RATE; n++) {
    const y = filter.next(n === 0 ? 1 : 0);
    const phase = (2 * Math.PI * frequency * n) / RATE;
    re += y * Math.cos(phase);
    im -= y * Math.sin(phase);
  }
  return Math.hypot(re, im);
}

describe('butterworth', () => {
  test('has the gain of a second-order Butterworth filter at every frequency', () => {
    const frequency = fc.double({ min: 0, max: RATE / 2 - 0.1, noNaN: true });
    fc.assert(
      fc.property(kind, cutoff, frequency, (which, at, f) => {
        const ratio = Math.tan((Math.PI * f) / RATE) / Math.tan((Math.PI * at) / RATE);
        const power = which === 'low-pass' ? 1 / (1 + ratio ** 4) : ratio ** 4 / (1 + ratio ** 4);
        const gain = gainAt(f, new Biquad(butterworth(which, at, RATE)));
        expect(gain).toBeCloseTo(Math.sqrt(power), 4);
      }),
    );
  });

  test('lets half the power through at its cutoff', () => {
    for (const which of ['low-pass', 'high-pass'] as const) {
      const filter = new Biquad(butterworth(which, 3.5, RATE));
      expect(20 * Math.log10(gainAt(3.5, filter))).toBeCloseTo(-3.0103, 3);
    }
  });

  test('has coefficients that float32 can hold, so that engines agree on them', () => {
    fc.assert(
      fc.property(kind, cutoff, (which, at) => {
        for (const c of Object.values(butterworth(which, at, RATE))) expect(Math.fround(c)).toBe(c);
      }),
    );
  });
});

describe('a filter', () => {
  test('that settles begins as if the first value had always been there', () => {
    fc.assert(
      fc.property(kind, cutoff, value, (which, at, x) => {
        const filter = new Biquad(butterworth(which, at, RATE));
        filter.settle(x);
        const expected = which === 'low-pass' ? x : 0;
        for (let n = 0; n < 100; n++) expect(filter.next(x)).toBeCloseTo(expected, 2);
      }),
    );
  });

  test('forgets on reset, and on settling', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), value, (past, future, x) => {
        const coefficients = butterworth('low-pass', 3.5, RATE);
        const used = new Biquad(coefficients);
        const fresh = new Biquad(coefficients);
        for (const v of past) used.next(v);
        used.reset();
        expect(future.map((v) => used.next(v))).toEqual(future.map((v) => fresh.next(v)));
        used.settle(x);
        fresh.reset();
        fresh.settle(x);
        expect(future.map((v) => used.next(v))).toEqual(future.map((v) => fresh.next(v)));
      }),
    );
  });

  test('goes on where it was saved', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value, { minLength: 3 }), (past, future) => {
        const filter = new Biquad(butterworth('high-pass', 0.7, RATE));
        const twin = new Biquad(butterworth('high-pass', 0.7, RATE));
        for (const v of past) filter.next(v);
        const bytes = saveState('test', (io) => filter.transfer(io));
        restoreState(bytes, 'test', (io) => twin.transfer(io));
        expect(future.map((v) => twin.next(v))).toEqual(future.map((v) => filter.next(v)));
      }),
    );
  });
});
