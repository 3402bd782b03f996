import {
  bodyRates,
  fromAngles,
  type Rotation,
  rotate,
  STANDARD_GRAVITY,
  type Vector,
} from '@stepstream/math';
import type { Bout } from './contacts.ts';
import { limbAngles } from './limb.ts';
import { phaseAt } from './phase.ts';
import type { CarryingPlace } from './placements.ts';
import { trunkAcceleration } from './trunk.ts';

/** Step of the numeric derivatives in s: short beside any movement, long beside rounding. */
const DELTA = 0.004;
const REST: Vector = [0, 0, 0];

/** What a device without noise would measure, in its own axes. */
export interface Motion {
  /** m/s², gravity included: a device at rest measures 9.81 upward. */
  readonly accel: Vector;
  /** rad/s. */
  readonly gyro: Vector;
}

/**
 * What the device feels at a moment: the trunk's acceleration, the limb's swing about its joint and
 * gravity, all in the axes of the turned device.
 *
 * @param bouts - the planned walking
 * @param limb - what carries the device
 * @param mounting - from the limb's axes to the device's
 * @param time - seconds
 */
export function motionAt(
  bouts: readonly Bout[],
  limb: CarryingPlace,
  mounting: Rotation,
  time: number,
): Motion {
  const phase = phaseAt(bouts, time);
  const anglesAt = (at: number): Vector => {
    const phaseThen = phaseAt(bouts, at);
    return phaseThen ? limbAngles(limb, phaseThen) : REST;
  };
  const before = anglesAt(time - DELTA);
  const now = phase ? limbAngles(limb, phase) : REST;
  const after = anglesAt(time + DELTA);
  const turned = fromAngles(...now);

  const [earlier, here, later] = [below(before, limb), below(now, limb), below(after, limb)];
  const swing = combine((i) => earlier[i] - 2 * here[i] + later[i], 1 / DELTA ** 2);
  const trunk = phase ? trunkAcceleration(phase, time, limb.impact) : REST;
  const felt = combine((i) => trunk[i] + swing[i] + (i === 2 ? STANDARD_GRAVITY : 0), 1);
  const rates = combine((i) => after[i] - before[i], 1 / (2 * DELTA));
  return {
    accel: rotate(mounting, rotate(turned, felt)),
    gyro: rotate(mounting, bodyRates(now, rates)),
  };
}

/** Where the device is, seen from the joint, in the world's axes: down the turned limb. */
function below(angles: Vector, limb: CarryingPlace): Vector {
  const axis = fromAngles(...angles)[2];
  return combine((i) => axis[i], -limb.length);
}

function combine(component: (index: 0 | 1 | 2) => number, factor: number): Vector {
  return [component(0) * factor, component(1) * factor, component(2) * factor];
}
