import { magnitudes, median, quantile, STANDARD_GRAVITY } from '@stepstream/math';
import { gravityLevel } from './gravity-level.ts';
import type { AccelUnit, Gravity, GyroUnit, TimeUnit } from './recording.ts';
import { RecordingError } from './recording-error.ts';

/** Factors to seconds, m/s² and rad/s. */
export const SECONDS: Record<TimeUnit, number> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };
export const METRES_PER_SECOND_SQUARED: Record<AccelUnit, number> = {
  'm/s^2': 1,
  g: STANDARD_GRAVITY,
};
export const RADIANS_PER_SECOND: Record<GyroUnit, number> = { 'rad/s': 1, 'deg/s': Math.PI / 180 };

/** Fewer samples than this tell nothing of their units. */
const TELLING_SAMPLES = 50;
/** Devices sample 1000 to 5 times a second; in another unit that is another range, with no overlap. */
const MIN_INTERVAL_SECONDS = 0.0008;
const MAX_INTERVAL_SECONDS = 0.25;
/** Nothing that people wear turns faster for long: the usual gyroscope's range is 2000 °/s. */
const MAX_RADIANS_PER_SECOND = 35;
/** A body that moves turns at a few rad/s; at more of whatever it is, these are degrees. */
const LIKELY_RADIANS = 12;
/** Bodies that walk are shaken by more than this in m/s², and by less in g. */
const LIKELY_G = 4;

/**
 * The unit of times: as said, or else the one in which their spacing is a sensor's.
 *
 * @param times - as they stand in the file
 * @throws {RecordingError} `wrong_unit` when the spacing contradicts what was said, `bad_times`
 *   when it is no sensor's in any unit
 */
export function settleTimeUnit(path: string, times: Float64Array, said?: TimeUnit): TimeUnit {
  const interval = median(intervalsOf(times)) ?? 0;
  if (times.length < TELLING_SAMPLES) return said ?? 's';
  const found = (Object.keys(SECONDS) as TimeUnit[]).find((unit) => {
    const seconds = interval * SECONDS[unit];
    return seconds >= MIN_INTERVAL_SECONDS && seconds <= MAX_INTERVAL_SECONDS;
  });
  if (found && (said === undefined || found === said)) return found;
  if (found && said) {
    const [wrong, right] = [said, found].map((unit) => rate(interval * SECONDS[unit]));
    const problem = `the times can't be in ${said}: that would be ${wrong}; in ${found} it is ${right}. Pass --time-unit ${found}`;
    throw new RecordingError('wrong_unit', path, null, problem);
  }
  if (said) return said;
  const problem =
    interval > 0
      ? `the times are ${number(interval)} apart: no sensor samples like that in seconds, ms, us or ns. Is it the time column?`
      : 'most times are the same as the one before, or earlier: a time is needed for each sample, with fractions of a second';
  throw new RecordingError('bad_times', path, null, problem);
}

/** What is said of an acceleration, by its format or by the caller. */
export interface SaidOfAcceleration {
  readonly accelUnit?: AccelUnit | undefined;
  readonly gravity?: Gravity | undefined;
}

/**
 * Unit of an acceleration, and whether it has gravity: as said, or else as the values show.
 *
 * @param times - in seconds
 * @param accel - as it stands in the file
 * @throws {RecordingError} `wrong_unit` or `wrong_gravity` when the values contradict what was said,
 *   `unclear_unit` when nothing was said and the values do not show it
 */
export function settleAcceleration(
  path: string,
  times: Float64Array,
  accel: Float64Array,
  said: SaidOfAcceleration,
): { readonly accelUnit: AccelUnit; readonly gravity: Gravity } {
  const { accelUnit, gravity } = said;
  const shown = gravityLevel(times, accel);
  if (!shown) {
    if (accelUnit) return { accelUnit, gravity: gravity ?? 'included' };
    throw unclear(path, 'the recording is too short to show its unit');
  }
  const withGravity = (['m/s^2', 'g'] as const).find((unit) => {
    const share = (shown.steady * METRES_PER_SECOND_SQUARED[unit]) / STANDARD_GRAVITY;
    return share > 0.65 && share < 1.4 && shown.steady > 0.7 * shown.median;
  });
  if (withGravity) {
    if (accelUnit !== undefined && accelUnit !== withGravity) {
      const problem = `the acceleration is ${number(shown.steady)} at rest, which is gravity in ${withGravity}, not in ${accelUnit}. Pass --accel-unit ${withGravity}`;
      throw new RecordingError('wrong_unit', path, null, problem);
    }
    if (gravity === 'excluded') {
      const problem = `the acceleration is ${number(shown.steady)} at rest, so gravity is in it. Pass --gravity included`;
      throw new RecordingError('wrong_gravity', path, null, problem);
    }
    return { accelUnit: withGravity, gravity: 'included' };
  }
  const unit = accelUnit ?? (shown.strong > LIKELY_G ? 'm/s^2' : undefined);
  if (!unit) throw unclear(path, 'the values do not show their unit');
  const noGravity = shown.steady * METRES_PER_SECOND_SQUARED[unit] < 0.35 * STANDARD_GRAVITY;
  if (noGravity && gravity === 'included') {
    const problem = `the acceleration is only ${number(shown.steady)} ${unit} on average, so gravity is not in it. Pass --gravity excluded, or --accel-unit if ${unit} is wrong`;
    throw new RecordingError('wrong_gravity', path, null, problem);
  }
  if (!noGravity && gravity === undefined && accelUnit === undefined) {
    throw unclear(path, 'the values do not show whether gravity is in them');
  }
  return { accelUnit: unit, gravity: gravity ?? (noGravity ? 'excluded' : 'included') };
}

/**
 * Unit of an angular velocity: as said, or else as the values show.
 *
 * @throws {RecordingError} `wrong_unit` when the values contradict what was said
 */
export function settleGyroUnit(path: string, gyro: Float64Array, said?: GyroUnit): GyroUnit {
  // Samples without a gyroscope reading are NaN.
  const strong = quantile(magnitudes(gyro).filter(isNumber), 0.95) ?? 0;
  if (said === 'rad/s' && strong > MAX_RADIANS_PER_SECOND) {
    const problem = `the angular velocity reaches ${number(strong)}, too fast for rad/s. Pass --gyro-unit deg/s`;
    throw new RecordingError('wrong_unit', path, null, problem);
  }
  return said ?? (strong > LIKELY_RADIANS ? 'deg/s' : 'rad/s');
}

/** Distances of each time to the next. */
function intervalsOf(times: Float64Array): Float64Array {
  return times.subarray(1).map((time, i) => time - (times[i] as number));
}

function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}

function unclear(path: string, why: string): RecordingError {
  const problem = `${why}: pass --accel-unit m/s^2 or g, and --gravity included or excluded`;
  return new RecordingError('unclear_unit', path, null, problem);
}

function rate(seconds: number): string {
  return seconds > MAX_INTERVAL_SECONDS
    ? `one sample every ${number(seconds)} s`
    : `${number(1 / seconds)} samples a second`;
}

/** Three digits, for people. */
function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
