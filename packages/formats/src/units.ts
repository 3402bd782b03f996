import { magnitudes, quantile, quickMedian, STANDARD_GRAVITY } from '@stepstream/math';
import { metresPerSecondSquared, unitOfGravity } from './accel-units.ts';
import { type GravityLevel, gravityLevel } from './gravity-level.ts';
import type { Notes } from './notes.ts';
import type { AccelUnit, Gravity, GyroUnit, TimeUnit } from './recording.ts';
import { RecordingError } from './recording-error.ts';

/** Factors to seconds and rad/s. */
export const SECONDS: Record<TimeUnit, number> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };
export const RADIANS_PER_SECOND: Record<GyroUnit, number> = { 'rad/s': 1, 'deg/s': Math.PI / 180 };

/** Fewer samples than this tell nothing of their units. */
const TELLING_SAMPLES = 50;
/** Devices sample 1000 to 5 times a second; in another unit that is another range, with no overlap. */
const MIN_INTERVAL_SECONDS = 0.0008;
const MAX_INTERVAL_SECONDS = 0.25;
/** Of rows in disorder more than this share goes back; clocks that are reset go back now and then. */
const SHUFFLED = 0.02;
/** Nothing that people wear turns faster for long: the usual gyroscope's range is 2000 °/s. */
const MAX_RADIANS_PER_SECOND = 35;
/** A body that moves turns at a few rad/s; at more of whatever it is, these are degrees. */
const LIKELY_RADIANS = 12;
/** Bodies that walk are shaken by more than this in m/s², and by less in g. */
const LIKELY_G = 2;
/** Who runs is shaken by less than this in g. */
const LIKELY_RUNNING_G = 2.5;
/** Nobody is shaken by more than this in m/s² for long: these are other units. */
const MAX_STRONG = 200;

/**
 * The unit of times: as said, or else the one in which their spacing is a sensor's.
 *
 * @param times - as they stand in the file
 * @throws {RecordingError} `wrong_unit` when the spacing contradicts what was said, `bad_times`
 *   when it is no sensor's in any unit
 */
export function settleTimeUnit(path: string, times: Float64Array, said?: TimeUnit): TimeUnit {
  const interval = typicalInterval(times);
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
      ? `the times are ${number(interval)} apart: no sensor samples like that in seconds, ms, us or ns. Is it the time column? Name it with --columns, or its unit with --time-unit`
      : 'the times are all the same: a time is needed for each sample. Where there is none, pass --rate with the samples a second';
  throw new RecordingError('bad_times', path, null, problem);
}

/**
 * The time from one sample to the next, where several may have one stamp: the median of the steps,
 * by the samples to each.
 */
export function typicalInterval(read: Float64Array): number {
  const times = isShuffled(read) ? read.toSorted() : read;
  const steps = new Float64Array(Math.max(0, times.length - 1));
  let count = 0;
  let same = 0;
  for (let i = 1; i < times.length; i++) {
    // The newest row may be the first.
    const step = Math.abs((times[i] as number) - (times[i - 1] as number));
    if (step > 0) steps[count++] = step;
    else same++;
  }
  const step = quickMedian(steps.subarray(0, count)) ?? 0;
  // A stamp now and then that repeats says nothing; stamps for many samples do.
  return same > count ? (step * count) / (count + same) : step;
}

/** Whether rows go both on and back so often that what lies between two of them tells nothing. */
function isShuffled(times: Float64Array): boolean {
  let back = 0;
  let on = 0;
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (step < 0) back++;
    else if (step > 0) on++;
  }
  return Math.min(back, on) > SHUFFLED * times.length;
}

/** What is said of an acceleration, by its format or by the caller. */
export interface SaidOfAcceleration {
  readonly accelUnit?: AccelUnit | undefined;
  readonly gravity?: Gravity | undefined;
  /** The unit where neither is said and the values do not show it. */
  readonly usualUnit?: AccelUnit | undefined;
}

/** An acceleration's unit, and whether gravity is in it. */
export interface SettledAcceleration {
  readonly accelUnit: AccelUnit;
  readonly gravity: Gravity;
}

/**
 * Unit of an acceleration, and whether it has gravity: as said, or else as the values show.
 *
 * @param times - in seconds
 * @param accel - as it stands in the file
 * @param notes - told of a unit that nothing but the values says, unless it is m/s²
 * @throws {RecordingError} `wrong_unit` or `wrong_gravity` when the values contradict what was said,
 *   `unclear_unit` when nothing was said and the values do not show it
 */
export function settleAcceleration(
  path: string,
  times: Float64Array,
  accel: Float64Array,
  said: SaidOfAcceleration,
  notes: Notes,
): SettledAcceleration {
  const { accelUnit, gravity, usualUnit } = said;
  const shown = gravityLevel(times, accel);
  if (!shown) {
    const unit = accelUnit ?? usualUnit;
    if (unit) return { accelUnit: unit, gravity: gravity ?? 'included' };
    const length = number(recordingLength(times));
    throw unclear(
      path,
      `the recording is ${length} s long by its times, too short to show its unit`,
    );
  }
  // Nothing but zeros: that the sensor was off is told where the recording is looked at.
  if (shown.strong === 0)
    return { accelUnit: accelUnit ?? usualUnit ?? 'm/s^2', gravity: gravity ?? 'included' };
  const isSteady = shown.steady > 0.7 * shown.median;
  const inUnit = unitOfGravity(shown.steady, isWhole(accel));
  // Who runs is shaken by more than gravity, and still has it: what is near 9.81 by chance is not.
  const isShaken = inUnit === 'm/s^2' && shown.strong > LIKELY_G;
  const withGravity = isSteady || isShaken ? inUnit : undefined;
  if (withGravity) {
    if (accelUnit !== undefined && !isAlike(accelUnit, withGravity)) {
      const problem = `the acceleration is ${number(shown.steady)} at rest, which is gravity in ${withGravity}, not in ${accelUnit}. Pass --accel-unit ${asOption(withGravity)}`;
      throw new RecordingError('wrong_unit', path, null, problem);
    }
    if (gravity === 'excluded') {
      const problem = `the acceleration is ${number(shown.steady)} at rest, so gravity is in it. Pass --gravity included`;
      throw new RecordingError('wrong_gravity', path, null, problem);
    }
    if (accelUnit === undefined && withGravity !== 'm/s^2') {
      const text = `the acceleration is ${number(shown.steady)} at rest, which is gravity in ${withGravity}: converted to m/s^2`;
      notes.add('unit_converted', text, { path });
    }
    return { accelUnit: accelUnit ?? withGravity, gravity: 'included' };
  }
  const unit = accelUnit ?? unitOfStrength(path, shown, isSteady, said, notes);
  const level = shown.steady * metresPerSecondSquared(unit);
  const noGravity = level < 0.35 * STANDARD_GRAVITY;
  if (noGravity && gravity === 'included') {
    const problem = `the acceleration is only ${number(shown.steady)} ${unit} on average, so gravity is not in it. Pass --gravity excluded, or --accel-unit if ${unit} is wrong`;
    throw new RecordingError('wrong_gravity', path, null, problem);
  }
  if (!noGravity && gravity === undefined && accelUnit === undefined && usualUnit === undefined) {
    throw unclear(path, 'the values do not show whether gravity is in them');
  }
  const found = gravity ?? (noGravity ? 'excluded' : 'included');
  if (found === 'excluded') {
    const text =
      'gravity is not in the acceleration, which counts less well: export the acceleration with gravity where there is one';
    notes.add('no_gravity', text, { path });
  }
  return { accelUnit: unit, gravity: found };
}

function recordingLength(times: Float64Array): number {
  return Math.abs((times.at(-1) ?? 0) - (times[0] ?? 0));
}

/** The unit of an acceleration in which no gravity shows: by how strong it is. */
function unitOfStrength(
  path: string,
  { steady, strong }: GravityLevel,
  isSteady: boolean,
  { usualUnit }: SaidOfAcceleration,
  notes: Notes,
): AccelUnit {
  if (strong > MAX_STRONG) {
    const size = isSteady ? `${number(steady)} at rest` : `up to ${number(strong)}`;
    throw unclear(path, `the acceleration is ${size}, which is in no unit that is known`);
  }
  if (usualUnit === 'g') return unitOfCoreMotion(path, strong, notes);
  if (usualUnit) return usualUnit;
  if (strong < LIKELY_G) throw unclear(path, 'the values do not show their unit');
  const text = `no unit is said, and the values show no gravity: at up to ${number(strong)} they were taken for m/s^2. Pass --accel-unit if they are in another`;
  notes.add('unit_found', text, { path });
  return 'm/s^2';
}

/** What iPhones call user acceleration is in g, but some programs turn it into m/s². */
function unitOfCoreMotion(path: string, strong: number, notes: Notes): AccelUnit {
  const unit = strong < LIKELY_RUNNING_G ? 'g' : 'm/s^2';
  const text = `user acceleration is in g on iPhones and watches, and at up to ${number(strong)} it was taken for ${unit}. Pass --accel-unit if it is in another`;
  notes.add('unit_found', text, { path });
  return unit;
}

/** Whether two units are one but for a few percent: a thousandth of a g, and a 1024th. */
function isAlike(one: AccelUnit, other: AccelUnit): boolean {
  const ratio = metresPerSecondSquared(one) / metresPerSecondSquared(other);
  return ratio > 0.95 && ratio < 1.06;
}

/** Whether all values are whole numbers, as those of a sensor's register are. */
function isWhole(values: Float64Array): boolean {
  return values.every((value) => Number.isInteger(value));
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

function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}

function unclear(path: string, why: string): RecordingError {
  const problem = `${why}: pass --accel-unit (m/s^2, g, mg, or 1/N for raw values of which N are one g), and --gravity included or excluded`;
  return new RecordingError('unclear_unit', path, null, problem);
}

/** A unit as the option has it: without a blank. */
function asOption(unit: AccelUnit): string {
  return unit.replace(/ g$/, '');
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
