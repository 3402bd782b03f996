import { type Rotation, rotate, STANDARD_GRAVITY, type Vector } from '@stepstream/math';

/** What a device feels over time in s: m/s² in its own axes, gravity included. */
export type Felt = (time: number) => Vector;

/** The same of a device that is turned and accelerated (m/s², world's axes, z up). */
export function feltBy(turned: Rotation, x: number, y: number, z: number): Vector {
  return rotate(turned, [x, y, z + STANDARD_GRAVITY]);
}
