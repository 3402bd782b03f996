import { type Fault, fault, missingField } from '../faults.ts';
import {
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  magnitudeAt,
  type Rejection,
} from '../samples.ts';
import { ACCEL_FIELDS, type GYRO_FIELDS } from '../sensor-fields.ts';

/*
 * What can be wrong with a sample, in whichever kind of frame it came. `index` is its position in a batch,
 * or LONE. Paths are made here, so that a sample that is well costs no text.
 */

/** The position of a sample that is a frame of its own. */
export const LONE = -1;

type VectorFields = typeof ACCEL_FIELDS | typeof GYRO_FIELDS;

export function notAnObject(index: number): Fault {
  return fault('invalid_value', `samples[${index}] must be a JSON object`, `samples[${index}]`);
}

export function noField(index: number, field: string): Fault {
  return missingField(path(index, field));
}

export function notANumber(index: number, field: string): Fault {
  return fault(
    'invalid_value',
    `${path(index, field)} must be a finite number`,
    path(index, field),
  );
}

/** The timestamp is beyond anything in seconds. */
export function notSeconds(index: number): Fault {
  const field = path(index, 'timestamp');
  return fault('invalid_value', `${field} must be in seconds, not milliseconds or finer`, field);
}

/** One of a batch has a timestamp and others have none. */
export function mixedTimes(index: number): Fault {
  return fault(
    'invalid_value',
    'Either all samples of a batch carry a timestamp or none',
    path(index, 'timestamp'),
  );
}

/**
 * Whether a vector of a sample is longer than a sensor on a body can show.
 *
 * @param rows in SI units
 * @param offset where its three components begin
 */
export function impossibleVector(
  rows: Float64Array,
  offset: number,
  fields: VectorFields,
  index: number,
): Fault | undefined {
  const accelerated = fields === ACCEL_FIELDS;
  const limit = accelerated ? MAX_ACCELERATION_MPS2 : MAX_ANGULAR_VELOCITY_RADPS;
  if (!(magnitudeAt(rows, offset) > limit)) return undefined;
  const what = accelerated ? `acceleration over ${limit} m/s²` : `rotation over ${limit} rad/s`;
  return fault(
    'invalid_value',
    `Physically impossible: ${what}. Check the units`,
    path(index, largest(rows, offset, fields)),
  );
}

/** How an answer tells of a sample that was left out for this fault. */
export function rejection(index: number, { code, field }: Fault): Rejection {
  const prefix = path(index, '');
  return field?.startsWith(prefix)
    ? { index, code, field: field.slice(prefix.length) }
    : { index, code };
}

function path(index: number, field: string): string {
  return index === LONE ? field : `samples[${index}].${field}`;
}

/** The field that contributes most to a magnitude. */
function largest(rows: Float64Array, offset: number, fields: VectorFields): string {
  const [x = 0, y = 0, z = 0] = rows.subarray(offset, offset + 3).map(Math.abs);
  return x >= y && x >= z ? fields[0] : y >= z ? fields[1] : fields[2];
}
