import {
  inverse,
  normal,
  type RandomSource,
  rotate,
  STANDARD_GRAVITY,
  seededRandom,
  uniformRotation,
} from '@stepstream/math';
import { cycling, handlebars } from './cycling.ts';
import type { Felt } from './felt.ts';
import { handling } from './handling.ts';
import {
  DISTURBANCE_RANGES,
  type DisturbanceKind,
  type DisturbanceRanges,
  drawSettings,
  type Settings,
} from './ranges.ts';
import { rocking } from './rocking.ts';
import { vibration } from './vibration.ts';

/** What motion to make. Only kind and length are needed. */
export interface DisturbanceOptions<K extends DisturbanceKind = DisturbanceKind> {
  readonly kind: K;
  /** How long, in s; above 0. */
  readonly seconds: number;
  /** Samples a second, 10 to 500. Default: 50. */
  readonly samplingRate?: number;
  /** Standard deviation of the accelerometer's noise in m/s², from 0. Default: 0.02. */
  readonly sensorNoise?: number;
  /** What is to be so and not drawn from {@link DISTURBANCE_RANGES}. */
  readonly ranges?: DisturbanceRanges<K>;
  /** Same seed, same motion. Default: 1. */
  readonly seed?: number;
}

/** A motion in which nobody steps. */
export interface Disturbance {
  /** Time of each sample in s, increasing, from 0. Length n. */
  readonly times: Float64Array;
  /** Acceleration in m/s², gravity included, x y z interleaved, in the device's axes. Length 3n. */
  readonly accel: Float64Array;
}

type Maker<K extends DisturbanceKind> = (
  settings: Settings<K>,
  random: RandomSource,
  seconds: number,
) => Felt;

const MAKERS: { readonly [K in DisturbanceKind]: Maker<K> } = {
  vibration,
  cycling,
  handlebars,
  whiteNoise: ({ amplitude }, random) => {
    const noise = (): number => amplitude * normal(random);
    return () => [noise(), noise(), STANDARD_GRAVITY + noise()];
  },
  handling,
  rocking,
};

/**
 * Makes motion that is not walking: what a device at some tilt would measure in a bus, on a bicycle,
 * in busy hands. What is not told is drawn from wide ranges. For learning and measuring what does
 * not count as a step; no recorded sample is in it.
 *
 * The same options give the same motion.
 *
 * @throws {RangeError} naming the option that is out of its range
 *
 * @example
 * generateDisturbance({ kind: 'vibration', seconds: 60, ranges: { amplitude: 0.8 }, seed: 3 });
 */
export function generateDisturbance<K extends DisturbanceKind>(
  options: DisturbanceOptions<K>,
): Disturbance {
  const { kind, seconds, samplingRate = 50, sensorNoise = 0.02, seed = 1 } = options;
  if (!Object.hasOwn(DISTURBANCE_RANGES, kind)) {
    const kinds = Object.keys(DISTURBANCE_RANGES).join(', ');
    throw new RangeError(`kind is ${kind}: it must be one of ${kinds}`);
  }
  check('seconds', seconds, Number.MIN_VALUE, 1e6);
  check('samplingRate', samplingRate, 10, 500);
  check('sensorNoise', sensorNoise, 0, 100);
  const random = seededRandom(seed);
  const mounting = inverse(uniformRotation(random(), random(), random()));
  const settings = drawSettings(kind, options.ranges ?? {}, random);
  const make: Maker<K> = MAKERS[kind];
  const felt = make(settings, random, seconds);
  const count = Math.round(seconds * samplingRate);
  const times = Float64Array.from({ length: count }, (_, i) => i / samplingRate);
  const accel = new Float64Array(3 * count);
  for (const [i, time] of times.entries()) {
    const measured = rotate(mounting, felt(time));
    for (const axis of [0, 1, 2] as const) {
      accel[3 * i + axis] = measured[axis] + sensorNoise * normal(random);
    }
  }
  return { times, accel };
}

function check(name: string, value: number, lowest: number, highest: number): void {
  if (value >= lowest && value <= highest) return;
  throw new RangeError(`${name} is ${value}: it must be from ${lowest} to ${highest}`);
}
