import { STANDARD_GRAVITY } from '@stepstream/math';
import { metresPerSecondSquared, unitOfGravity } from './accel-units.ts';
import { type GravityLevel, gravityLevel } from './gravity-level.ts';
import type { Notes } from './notes.ts';
import type { AccelUnit, Gravity } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { threeDigits } from './three-digits.ts';

/** Bodies that walk are shaken by more than this in m/s², and by less in g. */
const LIKELY_G = 2;
/** Who runs is shaken by less than this in g. */
const LIKELY_RUNNING_G = 2.5;
/** Nobody is shaken by more than this in m/s² for long: these are other units. */
const MAX_STRONG = 200;

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
    const length = threeDigits(recordingLength(times));
    throw unclear(
      path,
      `the recording is ${length} s long by its times, too short to show its unit`,
    );
  }
  if (shown.change) {
    const { near, before, after } = shown.change;
    const problem = `the acceleration is ${threeDigits(before)} at rest at first, and ${threeDigits(after)} from about sample ${near + 1} on: its unit changes there. Split the file where it does, and count each part`;
    throw new RecordingError('unclear_unit', path, null, problem);
  }
  // Nothing but zeros: that the sensor was off is told where the recording is looked at.
  if (shown.strong === 0)
    return { accelUnit: accelUnit ?? usualUnit ?? 'm/s^2', gravity: gravity ?? 'included' };
  const isSteady = shown.steady > 0.7 * shown.median;
  const offset = accelUnit === undefined ? middleOf(accel) : null;
  if (offset !== null && !isPlainGravity(shown.steady)) {
    const problem = `all three axes stay around ${threeDigits(offset)} and never below 0: the middle of an analog sensor lies on them. Subtract from each its value at 0 g; then pass --accel-unit 1/N, of which N are one g`;
    throw new RecordingError('unclear_unit', path, null, problem);
  }
  const inUnit = isGravityIn(accelUnit, shown.steady)
    ? accelUnit
    : unitOfGravity(shown.steady, isWhole(accel));
  // Who runs is shaken by more than gravity, and still has it: what is near 9.81 by chance is not.
  const isShaken = inUnit === 'm/s^2' && shown.strong > LIKELY_G;
  const withGravity = isSteady || isShaken ? inUnit : undefined;
  if (withGravity) {
    if (accelUnit !== undefined && !isAlike(accelUnit, withGravity)) {
      const problem = `the acceleration is ${threeDigits(shown.steady)} at rest, which is gravity in ${withGravity}, not in ${accelUnit}. Pass --accel-unit ${asOption(withGravity)}`;
      throw new RecordingError('wrong_unit', path, null, problem);
    }
    if (gravity === 'excluded') {
      const problem = `the acceleration is ${threeDigits(shown.steady)} at rest, so gravity is in it. Pass --gravity included`;
      throw new RecordingError('wrong_gravity', path, null, problem);
    }
    if (accelUnit === undefined && withGravity !== 'm/s^2') {
      const text = `the acceleration is ${threeDigits(shown.steady)} at rest, which is gravity in ${withGravity}: converted to m/s^2`;
      notes.add('unit_converted', text, { path });
    }
    return { accelUnit: accelUnit ?? withGravity, gravity: 'included' };
  }
  const unit = accelUnit ?? unitOfStrength(path, shown, isSteady, said, notes);
  const level = shown.steady * metresPerSecondSquared(unit);
  const noGravity = level < 0.35 * STANDARD_GRAVITY;
  if (noGravity && gravity === 'included') {
    const problem = `the acceleration is only ${threeDigits(shown.steady)} ${unit} on average, so gravity is not in it. Pass --gravity excluded, or --accel-unit if ${unit} is wrong`;
    throw new RecordingError('wrong_gravity', path, null, problem);
  }
  if (!noGravity && gravity === undefined && accelUnit === undefined && usualUnit === undefined) {
    throw unclear(path, 'the values do not show whether gravity is in them', likelyG(shown));
  }
  const found = gravity ?? (noGravity ? 'excluded' : 'included');
  if (found === 'excluded') {
    const text =
      'gravity is not in the acceleration, which counts less well: export the acceleration with gravity where there is one';
    notes.add('no_gravity', text, { path });
  }
  return { accelUnit: unit, gravity: found };
}

/** Of three axes alike, none is further from their middle than this share: gravity would tell one from the others. */
const ALIKE = 0.3;

/** Where an acceleration of three axes that are alike and above 0 lies; null for any other. */
function middleOf(accel: Float64Array): number | null {
  const sums = [0, 0, 0];
  for (let i = 0; i < accel.length; i++) {
    const value = accel[i] as number;
    if (!(value > 0)) return null;
    sums[i % 3] = (sums[i % 3] as number) + value;
  }
  const means = sums.map((sum) => (3 * sum) / accel.length);
  const middle = means.reduce((sum, mean) => sum + mean, 0) / 3;
  return means.every((mean) => Math.abs(mean - middle) < ALIKE * middle) ? middle : null;
}

/** Whether it is gravity in m/s² or in g, as of a device that was held askew. */
function isPlainGravity(steady: number): boolean {
  return isGravityIn('m/s^2', steady) || isGravityIn('g', steady);
}

/** Whether what is steady may well be gravity in the unit that was said. */
function isGravityIn(unit: AccelUnit | undefined, steady: number): boolean {
  if (unit === undefined) return false;
  const share = (steady * metresPerSecondSquared(unit)) / STANDARD_GRAVITY;
  return share > 0.65 && share < 1.4;
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
    const size = isSteady ? `${threeDigits(steady)} at rest` : `up to ${threeDigits(strong)}`;
    const why = `the acceleration is ${size}, which is in no unit that is known`;
    throw unclear(path, why, isSteady ? steady : undefined);
  }
  if (usualUnit === 'g') return unitOfCoreMotion(path, strong, notes);
  if (usualUnit) return usualUnit;
  if (strong < LIKELY_G) throw unclear(path, 'the values do not show their unit');
  const text = `no unit is said, and the values show no gravity: at up to ${threeDigits(strong)} they were taken for m/s^2. Pass --accel-unit if they are in another`;
  notes.add('unit_found', text, { path });
  return 'm/s^2';
}

/** What iPhones call user acceleration is in g, but some programs turn it into m/s². */
function unitOfCoreMotion(path: string, strong: number, notes: Notes): AccelUnit {
  const unit = strong < LIKELY_RUNNING_G ? 'g' : 'm/s^2';
  const text = `user acceleration is in g on iPhones and watches, and at up to ${threeDigits(strong)} it was taken for ${unit}. Pass --accel-unit if it is in another`;
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

/** What is likely one g, by an acceleration that is steady: in whatever unit. */
function likelyG({ steady, median }: GravityLevel): number | undefined {
  return steady > 0.9 * median && steady > 1 ? steady : undefined;
}

/** @param oneG - what may be one g */
function unclear(path: string, why: string, oneG?: number): RecordingError {
  const likely = oneG && `if that is one g, pass --accel-unit 1/${threeDigits(oneG)}; or else `;
  const problem = `${why}: ${likely ?? ''}pass --accel-unit (m/s^2, g, mg, or 1/N for raw values of which N are one g), and --gravity included or excluded`;
  return new RecordingError('unclear_unit', path, null, problem);
}

/** A unit as the option has it: without a blank. */
function asOption(unit: AccelUnit): string {
  return unit.replace(/ g$/, '');
}
