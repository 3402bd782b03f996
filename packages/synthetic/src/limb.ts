import type { Vector } from '@stepstream/math';
import type { GaitPhase } from './phase.ts';
import type { Side } from './side.ts';

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
