import type { StateIO } from './state-io.ts';
import { VerticalAxis } from './vertical-axis.ts';

/** Whether the device's acceleration includes gravity (a raw accelerometer) or has it removed. */
export type GravityConvention = 'included' | 'excluded';

/** Standard gravity in m/s². */
export const STANDARD_GRAVITY = 9.80665;

/**
 * Reduces a frame to one number that does not depend on how the device is held: the acceleration
 * along the vertical, gravity included, in m/s².
 *
 * With gravity included that is the magnitude |a|: gravity dominates the sum, so |a| follows its
 * vertical part. With gravity removed the magnitude would fold every downward push up and double the
 * rhythm; there the vertical axis is estimated from the motion and gravity is put back.
 */
export class Features {
  readonly gravity: GravityConvention;
  readonly #axis: VerticalAxis | undefined;

  constructor(gravity: GravityConvention) {
    this.gravity = gravity;
    this.#axis = gravity === 'excluded' ? new VerticalAxis() : undefined;
  }

  /** The feature of the next frame, from its mean acceleration in m/s². */
  next(x: number, y: number, z: number): number {
    if (this.#axis) return STANDARD_GRAVITY + this.#axis.next(x, y, z);
    return Math.sqrt(x * x + y * y + z * z);
  }

  /** Forgets the past. */
  reset(): void {
    this.#axis?.reset();
  }

  transfer(io: StateIO): void {
    this.#axis?.transfer(io);
  }
}
