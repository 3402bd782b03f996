import type { StateIO } from '../state-io.ts';
import { FRAME_RATE } from './resample.ts';

/** Time over which the axis is estimated, in seconds: a few steps. */
const MEMORY = 3;
/** Skewness against the sign in force that turns it round; less is chance, and turning costs steps. */
const CLEAR_SKEWNESS = 0.2;
/** The first direction. It must not be at right angles to one that a device is likely to move along. */
const FIRST_GUESS = [0.48, 0.6, 0.64] as const;
const FORGET = 1 / (MEMORY * FRAME_RATE);

/**
 * Finds the vertical in acceleration that has had gravity removed.
 *
 * Nothing in such a signal says which way is down, but walking does: the body bounces more along
 * the vertical than along any other axis, and a contact pushes up harder than anything pushes down.
 * So the axis is the direction of largest variance (by one step of the power iteration a frame), and
 * its sign the one that makes the third moment positive.
 */
export class VerticalAxis {
  /** Running second moments: xx, xy, xz, yy, yz, zz, in (m/s²)². */
  readonly #moments = new Float64Array(6);
  /** Unit vector of largest variance, so far. */
  readonly #axis = Float64Array.from(FIRST_GUESS);
  /** Running third and second moment along it. */
  #skew = 0;
  #power = 0;
  /** Which way along it is up: 1 or −1. */
  #up = 1;

  /** The upward direction, as a unit vector in the device's axes: x, y or z. */
  upward(axis: 0 | 1 | 2): number {
    return this.#up * (this.#axis[axis] as number);
  }

  /** Takes the next frame (m/s², gravity removed); returns its upward part in m/s². */
  next(x: number, y: number, z: number): number {
    const m = this.#moments;
    const products = [x * x, x * y, x * z, y * y, y * z, z * z];
    for (let i = 0; i < 6; i++) {
      m[i] = (m[i] as number) + FORGET * ((products[i] as number) - (m[i] as number));
    }
    this.#turn();
    const [ax, ay, az] = this.#axis as unknown as [number, number, number];
    const along = ax * x + ay * y + az * z;
    this.#skew += FORGET * (along * along * along - this.#skew);
    this.#power += FORGET * (along * along - this.#power);
    const doubt = this.#up * this.#skew;
    if (doubt < -CLEAR_SKEWNESS * this.#power * Math.sqrt(this.#power)) this.#up = -this.#up;
    return this.#up * along;
  }

  /** Forgets the past. */
  reset(): void {
    this.#moments.fill(0);
    this.#axis.set(FIRST_GUESS);
    this.#skew = 0;
    this.#power = 0;
    this.#up = 1;
  }

  transfer(io: StateIO): void {
    io.numbers(this.#moments);
    io.numbers(this.#axis);
    this.#skew = io.number(this.#skew);
    this.#power = io.number(this.#power);
    this.#up = io.flag(this.#up > 0) ? 1 : -1;
  }

  /** One step of the power iteration: multiply by the moments and normalise. */
  #turn(): void {
    const [xx, xy, xz, yy, yz, zz] = this.#moments as unknown as number[] as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [ax, ay, az] = this.#axis as unknown as [number, number, number];
    const x = xx * ax + xy * ay + xz * az;
    const y = xy * ax + yy * ay + yz * az;
    const z = xz * ax + yz * ay + zz * az;
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length > 1e-9) this.#axis.set([x / length, y / length, z / length]);
  }
}
