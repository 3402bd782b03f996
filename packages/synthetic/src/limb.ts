import type { Vector } from '@stepstream/math';
import type { GaitPhase } from './phase.ts';
import type { CarryingPlace } from './placements.ts';

/** Roll, pitch and yaw of the limb in rad; a negative pitch has its lower end in front. */
export function limbAngles(limb: CarryingPlace, phase: GaitPhase): Vector {
  const { stride, strength } = phase;
  const wave = (frequency: number, peakAt: number) =>
    strength * Math.cos(2 * Math.PI * frequency * (stride - peakAt));
  const { swing, sway } = limb;
  return [
    sway.roll * wave(1, 0.25),
    -(swing.angle * wave(1, swing.furthestAt) + sway.nod * wave(2, 0.1)),
    sway.yaw * wave(1, 0.1),
  ];
}
