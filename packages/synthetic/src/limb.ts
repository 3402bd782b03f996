import type { Vector } from '@stepstream/math';
import type { Side } from './contacts.ts';
import type { Placement } from './options.ts';
import type { GaitPhase } from './phase.ts';

/** How the part of the body that carries the device turns, and how the device hangs on it. */
export interface Limb {
  /**
   * Amplitude in rad and, in cycles of the stride, where the swing is furthest: pitch at stride
   * frequency (positive: the lower end swings forward).
   */
  readonly swing: { readonly angle: number; readonly furthestAt: number };
  /** Distance from the joint down to the device, in m. */
  readonly length: number;
  /** Amplitudes in rad of the small turns beside the swing, as of a hand that holds a phone. */
  readonly sway: { readonly roll: number; readonly yaw: number; readonly nod: number };
  /** Factor on the jolt of each heel. */
  readonly impact: Readonly<Record<Side, number>>;
}

/**
 * What carries the device.
 *
 * - hand: held before the body, no swing. The small turns make the 0.5 rad/s at stride and
 *   0.35 rad/s at step frequency of the handheld recordings.
 * - pocket: on the right thigh, which is furthest forward shortly before its foot lands. The angle
 *   makes the 1.7 rad/s at stride frequency of phones in pockets.
 * - wrist: the right arm swings against the right leg: furthest forward when the left foot lands.
 *   The angle makes the 2 rad/s at stride frequency of watches.
 *
 * The rest is chosen: a pocket is mid-thigh and feels the heel of its own leg far more than the
 * other's; the elbow bends with the shoulder, so the wrist turns about a point much nearer than the
 * shoulder.
 */
export const LIMBS: Readonly<Record<Placement, Limb>> = {
  hand: {
    swing: { angle: 0, furthestAt: 0 },
    length: 0,
    sway: { roll: 0.06, yaw: 0.06, nod: 0.025 },
    impact: { left: 1, right: 1 },
  },
  pocket: {
    swing: { angle: 0.29, furthestAt: -0.08 },
    length: 0.2,
    sway: { roll: 0.04, yaw: 0.06, nod: 0.02 },
    impact: { left: 1.4, right: 3 },
  },
  wrist: {
    swing: { angle: 0.36, furthestAt: 0.5 },
    length: 0.25,
    sway: { roll: 0.08, yaw: 0.12, nod: 0.03 },
    impact: { left: 0.7, right: 0.9 },
  },
};

/** Roll, pitch and yaw of the limb in rad; a negative pitch has its lower end in front. */
export function limbAngles(limb: Limb, phase: GaitPhase): Vector {
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
