import { inverse, normal, seededRandom, uniformRotation } from '@stepstream/math';
import { planBouts } from './contacts.ts';
import { motionAt } from './motion.ts';
import { completeOptions, type Segment, type WalkOptions } from './options.ts';
import { PLACEMENTS } from './placements.ts';
import type { Side } from './side.ts';

/** A synthetic walk: a recording whose contacts are known exactly. */
export interface SyntheticWalk {
  /** Time of each sample in s, increasing, from about 0. Length n. */
  readonly times: Float64Array;
  /** Acceleration in m/s², gravity included, x y z interleaved, in the device's axes. Length 3n. */
  readonly accel: Float64Array;
  /** Angular velocity in rad/s, x y z interleaved, in the device's axes. Length 3n. */
  readonly gyro: Float64Array;
  /** The activity of the segment that each sample lies in. Length n. */
  readonly activity: readonly Segment['activity'][];
  /** The true contacts (initial contacts), in order of time. */
  readonly steps: readonly { readonly timestamp: number; readonly foot: Side }[];
}

/** Gyro noise in rad/s for each m/s² of accelerometer noise: as in the handheld recordings. */
const GYRO_NOISE_RATIO = 0.2;
/** A timestamp is never off by more than this share of the sampling interval: they increase. */
const MAX_JITTER = 0.45;

/**
 * Makes a walk: what a device at some tilt would measure on a walking and standing person, and
 * the exact times of the contacts. For demonstrations, tests and benchmarks; no recorded sample is in
 * it. Its accelerations follow from a trunk that rises and falls with the steps, the jolt of each
 * heel, and a limb that swings with the strides.
 *
 * The same options give the same walk. The tilt of the device comes from the seed.
 *
 * @throws {RangeError} naming the option that is out of its range
 *
 * @example
 * const walk = generateWalk({ segments: [{ activity: 'walking', seconds: 60, cadence: 110 }] });
 * console.log(walk.steps.length); // 110
 */
export function generateWalk(options: WalkOptions): SyntheticWalk {
  const complete = completeOptions(options);
  const { samplingRate, amplitude, segments, sensorNoise, timestampJitter } = complete;
  const random = seededRandom(complete.seed);
  const mounting = inverse(uniformRotation(random(), random(), random()));
  const bouts = planBouts(complete, random);
  const moving = bouts.map((bout) => ({
    ...bout,
    contacts: bout.contacts.map((one) => ({ ...one, strength: one.strength * amplitude })),
  }));
  const limb = PLACEMENTS[complete.placement];

  const seconds = segments.reduce((sum, segment) => sum + segment.seconds, 0);
  const count = Math.round(seconds * samplingRate);
  const times = new Float64Array(count);
  const accel = new Float64Array(3 * count);
  const gyro = new Float64Array(3 * count);
  const largestJitter = MAX_JITTER / samplingRate;
  for (let i = 0; i < count; i++) {
    const time = i / samplingRate;
    const motion = motionAt(moving, limb, mounting, time);
    for (const axis of [0, 1, 2] as const) {
      accel[3 * i + axis] = motion.accel[axis] + sensorNoise * normal(random);
      gyro[3 * i + axis] = motion.gyro[axis] + GYRO_NOISE_RATIO * sensorNoise * normal(random);
    }
    const jitter = timestampJitter * normal(random);
    times[i] = time + Math.max(-largestJitter, Math.min(largestJitter, jitter));
  }
  return {
    times,
    accel,
    gyro,
    activity: activities(segments, samplingRate, count),
    steps: bouts
      .flatMap((bout) => bout.contacts)
      .map((contact) => ({ timestamp: contact.time, foot: contact.side })),
  };
}

function activities(
  segments: readonly Segment[],
  samplingRate: number,
  count: number,
): Segment['activity'][] {
  let end = 0;
  const ends = segments.map((segment) => {
    end += segment.seconds;
    return { end, activity: segment.activity };
  });
  const last = segments.at(-1)?.activity ?? 'standing';
  let current = 0;
  return Array.from({ length: count }, (_, i) => {
    while (i / samplingRate >= (ends[current]?.end ?? Number.POSITIVE_INFINITY)) current++;
    return ends[current]?.activity ?? last;
  });
}
