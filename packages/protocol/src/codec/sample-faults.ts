import { type Fault, fault } from '../faults.ts';
import {
  ACCEL_FIELDS,
  type GYRO_FIELDS,
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  magnitudeAt,
} from '../samples.ts';

/** What can be wrong with a sample, in whichever kind of frame it came. */

export function notANumber(field: string): Fault {
  return fault('invalid_value', `${field} must be a finite number`, field);
}

export function notSeconds(field: string): Fault {
  return fault('invalid_value', `${field} must be in seconds, not milliseconds or finer`, field);
}

/**
 * Whether a vector of a sample is longer than a sensor on a body can show.
 *
 * @param rows in SI units
 * @param offset where its three components begin
 * @param prefix what comes before the name of a field
 */
export function impossibleVector(
  rows: Float64Array,
  offset: number,
  fields: typeof ACCEL_FIELDS | typeof GYRO_FIELDS,
  prefix: string,
): Fault | undefined {
  const accelerated = fields === ACCEL_FIELDS;
  const limit = accelerated ? MAX_ACCELERATION_MPS2 : MAX_ANGULAR_VELOCITY_RADPS;
  if (!(magnitudeAt(rows, offset) > limit)) return undefined;
  const what = accelerated ? `acceleration over ${limit} m/s²` : `rotation over ${limit} rad/s`;
  return fault(
    'invalid_value',
    `Physically impossible: ${what}. Check the units`,
    prefix + largest(rows, offset, fields),
  );
}

/** The field that contributes most to a magnitude. */
function largest(
  rows: Float64Array,
  offset: number,
  fields: typeof ACCEL_FIELDS | typeof GYRO_FIELDS,
): string {
  const [x = 0, y = 0, z = 0] = rows.subarray(offset, offset + 3).map(Math.abs);
  return x >= y && x >= z ? fields[0] : y >= z ? fields[1] : fields[2];
}
