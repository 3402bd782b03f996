import type { StateIO } from '../state-io.ts';

/** Coefficients of a second-order section, normalised so that a0 = 1. */
export interface BiquadCoefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/**
 * A second-order Butterworth low-pass or high-pass (Q = 1/√2), by the bilinear transform with
 * pre-warping (Oppenheim & Schafer, "Discrete-Time Signal Processing").
 *
 * The coefficients are rounded to float32: `tan` may differ in its last bit between engines, and
 * the rounding hides that, so that every engine filters with the same numbers.
 *
 * @param cutoff −3 dB frequency in Hz, under half the rate
 * @param rate frames per second
 */
export function butterworth(
  kind: 'low-pass' | 'high-pass',
  cutoff: number,
  rate: number,
): BiquadCoefficients {
  const k = Math.tan((Math.PI * cutoff) / rate);
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  const gain = kind === 'low-pass' ? k * k * norm : norm;
  return {
    b0: Math.fround(gain),
    b1: Math.fround(kind === 'low-pass' ? 2 * gain : -2 * gain),
    b2: Math.fround(gain),
    a1: Math.fround(2 * (k * k - 1) * norm),
    a2: Math.fround((1 - Math.SQRT2 * k + k * k) * norm),
  };
}

/** A running second-order filter, in transposed direct form II: two numbers of state. */
export class Biquad {
  readonly #c: BiquadCoefficients;
  #s1 = 0;
  #s2 = 0;

  constructor(coefficients: BiquadCoefficients) {
    this.#c = coefficients;
  }

  /** Filters one value. */
  next(x: number): number {
    const c = this.#c;
    const y = c.b0 * x + this.#s1;
    this.#s1 = c.b1 * x - c.a1 * y + this.#s2;
    this.#s2 = c.b2 * x - c.a2 * y;
    return y;
  }

  /**
   * Sets the state that an endless past of the constant `x` would have left, so that a stream which
   * begins at 9.81 m/s² does not begin with a step of 9.81 m/s².
   */
  settle(x: number): void {
    const c = this.#c;
    const y = (x * (c.b0 + c.b1 + c.b2)) / (1 + c.a1 + c.a2);
    this.#s2 = c.b2 * x - c.a2 * y;
    this.#s1 = c.b1 * x - c.a1 * y + this.#s2;
  }

  /** Forgets the past. */
  reset(): void {
    this.#s1 = 0;
    this.#s2 = 0;
  }

  transfer(io: StateIO): void {
    this.#s1 = io.number(this.#s1);
    this.#s2 = io.number(this.#s2);
  }
}
