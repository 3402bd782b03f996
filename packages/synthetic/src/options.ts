import { PLACEMENTS, type Placement } from './placements.ts';

/** A stretch of walking or standing. Walking right after walking goes on without a stop. */
export interface Segment {
  readonly activity: 'walking' | 'standing';
  /** How long, in seconds; above 0. */
  readonly seconds: number;
  /** Steps a minute while walking, 30 to 200. Default: 108. Standing has none. */
  readonly cadence?: number;
}

/** What walk to make. Only the segments are needed. */
export interface WalkOptions {
  /** What the person does, one after the other; at least one. */
  readonly segments: readonly Segment[];
  /** Samples a second, 20 to 500. Default: 50. */
  readonly samplingRate?: number;
  /** Where the device is carried. Default: `hand`. */
  readonly placement?: Placement;
  /** Factor on how forcefully the person moves, 0 to 5. Default: 1. */
  readonly amplitude?: number;
  /** Standard deviation of the stride time as a share of it, 0 to 0.15. Default: 0.03. */
  readonly variability?: number;
  /** How much longer and stronger the left side's steps are than the mean, 0 to 0.3. Default: 0.04. */
  readonly asymmetry?: number;
  /** Standard deviation of the accelerometer's noise in m/s², from 0. Default: 0.02. */
  readonly sensorNoise?: number;
  /** Standard deviation of the error in the timestamps in s, from 0. Default: 0. */
  readonly timestampJitter?: number;
  /** Same seed, same walk. Default: 1. */
  readonly seed?: number;
}

/** The options with all defaults filled in. */
export interface CompleteOptions extends Required<WalkOptions> {
  readonly segments: readonly Required<Segment>[];
}

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} naming the option that is out of its range
 */
export function completeOptions(options: WalkOptions): CompleteOptions {
  const complete: CompleteOptions = {
    samplingRate: 50,
    placement: 'hand',
    amplitude: 1,
    variability: 0.03,
    asymmetry: 0.04,
    sensorNoise: 0.02,
    timestampJitter: 0,
    seed: 1,
    ...options,
    segments: options.segments.map((segment) => ({ cadence: 108, ...segment })),
  };
  check('samplingRate', complete.samplingRate, 20, 500);
  check('amplitude', complete.amplitude, 0, 5);
  check('variability', complete.variability, 0, 0.15);
  check('asymmetry', complete.asymmetry, 0, 0.3);
  check('sensorNoise', complete.sensorNoise, 0, 100);
  check('timestampJitter', complete.timestampJitter, 0, 10);
  if (!Object.hasOwn(PLACEMENTS, complete.placement)) {
    throw new RangeError(
      `placement is ${complete.placement}: it must be one of ${Object.keys(PLACEMENTS).join(', ')}`,
    );
  }
  if (complete.segments.length === 0) throw new RangeError('segments: at least one is needed');
  for (const { seconds, cadence } of complete.segments) {
    check('seconds', seconds, Number.MIN_VALUE, 1e6);
    check('cadence', cadence, 30, 200);
  }
  return complete;
}

function check(name: string, value: number, lowest: number, highest: number): void {
  if (value >= lowest && value <= highest) return;
  throw new RangeError(`${name} is ${value}: it must be from ${lowest} to ${highest}`);
}
