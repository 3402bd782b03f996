import { magnitudes, quantile } from '@stepstream/math';
import type { GyroUnit } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { threeDigits } from './three-digits.ts';

/** Factors to rad/s. */
export const RADIANS_PER_SECOND: Record<GyroUnit, number> = { 'rad/s': 1, 'deg/s': Math.PI / 180 };

/** Nothing that people wear turns faster for long: the usual gyroscope's range is 2000 °/s. */
const MAX_RADIANS_PER_SECOND = 35;
/** A body that moves turns at a few rad/s; at more of whatever it is, these are degrees. */
const LIKELY_RADIANS = 12;

/**
 * Unit of an angular velocity: as said, or else as the values show.
 *
 * @throws {RecordingError} `wrong_unit` when the values contradict what was said
 */
export function settleGyroUnit(path: string, gyro: Float64Array, said?: GyroUnit): GyroUnit {
  // Samples without a gyroscope reading are NaN.
  const strong = quantile(magnitudes(gyro).filter(isNumber), 0.95) ?? 0;
  if (said === 'rad/s' && strong > MAX_RADIANS_PER_SECOND) {
    const problem = `the angular velocity reaches ${threeDigits(strong)}, too fast for rad/s. Pass --gyro-unit deg/s`;
    throw new RecordingError('wrong_unit', path, null, problem);
  }
  return said ?? (strong > LIKELY_RADIANS ? 'deg/s' : 'rad/s');
}

function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}
