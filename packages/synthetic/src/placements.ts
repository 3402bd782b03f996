import type { Side } from './side.ts';

/**
 * A place on the body where a device is carried: how that part of the body turns, and how the device
 * hangs on it.
 */
export interface CarryingPlace {
  /** What completes "carried in". */
  readonly label: string;
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
 * Where the device can be carried. To add a place, add it here: options and the console's choice
 * follow.
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
export const PLACEMENTS = {
  hand: {
    label: 'the hand',
    swing: { angle: 0, furthestAt: 0 },
    length: 0,
    sway: { roll: 0.06, yaw: 0.06, nod: 0.025 },
    impact: { left: 1, right: 1 },
  },
  pocket: {
    label: 'a pocket',
    swing: { angle: 0.29, furthestAt: -0.08 },
    length: 0.2,
    sway: { roll: 0.04, yaw: 0.06, nod: 0.02 },
    impact: { left: 1.4, right: 3 },
  },
  wrist: {
    label: 'a watch',
    swing: { angle: 0.36, furthestAt: 0.5 },
    length: 0.25,
    sway: { roll: 0.08, yaw: 0.12, nod: 0.03 },
    impact: { left: 0.7, right: 0.9 },
  },
} as const satisfies Readonly<Record<string, CarryingPlace>>;

/** Where the device is carried. Pocket and wrist are on the right side of the body. */
export type Placement = keyof typeof PLACEMENTS;
