import { STANDARD_GRAVITY } from '@stepstream/math';
import { networkModel } from '../network/network-model.ts';
import type { DetectorModel } from '../scorer.ts';
import { FELT_LATE, feelingPushes } from './feeling-pushes.ts';
import { randomModel } from './random-model.ts';

/** A push of a device, at a time in seconds and so strong in m/s². */
export type Push = readonly [time: number, strength: number];

/** Clear to both opinions of {@link feelingModel}. */
export const STRONG = 4;
/** Nothing to the first opinion, but sure in hindsight. */
export const FAINT = 0.6;

/**
 * A model that takes pushes for contacts: at first those of 0.9 m/s² and more; in hindsight weaker ones, too.
 *
 * @param hindsight logit that hindsight adds to what was felt
 */
export function feelingModel(hindsight = 4): DetectorModel {
  return networkModel({
    ...randomModel(),
    weights: feelingPushes(),
    delay: FELT_LATE,
    calibration: { slope: 1, intercept: 0 },
    hindsightCalibration: { slope: 1, onFoot: 0, intercept: hindsight },
    threshold: 0.5,
  });
}

/** Strong pushes, one every `interval` seconds from `from` on. */
export function pushesEvery(interval: number, count: number, from = 2): Push[] {
  return Array.from({ length: count }, (_, i) => [from + i * interval, STRONG] as const);
}

/** Samples at 50 Hz of a device at rest, but for the pushes. */
export function pushedStream(
  pushes: readonly Push[],
  end: number,
): (readonly [time: number, x: number, y: number, z: number])[] {
  return Array.from({ length: Math.round(50 * end) }, (_, i) => {
    const bump = ([time, strength]: Push) =>
      strength * Math.exp(-0.5 * ((i / 50 - time) / 0.04) ** 2);
    const push = pushes.reduce((sum, one) => sum + bump(one), 0);
    return [i / 50, 0, 0, STANDARD_GRAVITY + push] as const;
  });
}
