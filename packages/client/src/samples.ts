import type { Sample, Settings } from '@stepstream/protocol';
import {
  ACCEL_FIELDS,
  GYRO_FIELDS,
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  MAX_TIMESTAMP_SECONDS,
  ROW_LENGTH,
} from '@stepstream/protocol';
import { StepstreamError } from './errors.ts';

/** A sample with a time. */
export type TimedSample = Sample & { readonly timestamp: number };

/** Standard gravity, m/s². */
const G = 9.80665;

/**
 * Copies what the server reads of a sample.
 *
 * @param fallbackTime the time of a sample that has none, in seconds
 * @throws {StepstreamError} `invalid_sample`, where the server would refuse it: it would refuse the
 *   whole batch
 */
export function takeSample(
  sample: Sample,
  settings: Partial<Settings>,
  fallbackTime: number,
): TimedSample {
  const timestamp = sample.timestamp ?? fallbackTime;
  if (!(Math.abs(timestamp) <= MAX_TIMESTAMP_SECONDS)) {
    throw invalid(`timestamp must be a number of seconds, not ${timestamp}`);
  }
  const taken: Record<string, number> = { timestamp };
  const limit = MAX_ACCELERATION_MPS2 / (settings.accel_unit === 'g' ? G : 1);
  copyVector(sample, ACCEL_FIELDS, taken, limit);
  if (GYRO_FIELDS.some((field) => sample[field] !== undefined)) {
    const factor = settings.gyro_unit === 'deg/s' ? 180 / Math.PI : 1;
    copyVector(sample, GYRO_FIELDS, taken, MAX_ANGULAR_VELOCITY_RADPS * factor);
  }
  return taken as TimedSample;
}

function copyVector(
  sample: Sample,
  fields: typeof ACCEL_FIELDS | typeof GYRO_FIELDS,
  taken: Record<string, number>,
  limit: number,
): void {
  let square = 0;
  for (const field of fields) {
    const value = sample[field];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw invalid(`${field} must be a finite number, not ${value}`);
    }
    taken[field] = value;
    square += value * value;
  }
  if (square > limit * limit) {
    throw invalid(`${fields.join(', ')} are beyond what a body does; check the units`);
  }
}

function invalid(message: string): StepstreamError {
  return new StepstreamError('invalid_sample', message);
}

/** Samples as a text frame. */
export function encodeJson(samples: readonly TimedSample[]): string {
  return JSON.stringify({ samples });
}

/**
 * Samples as a binary frame: a float64 base time in seconds, then rows of seven float32 (offset from
 * the base, acceleration, angular velocity or NaN), little-endian.
 */
export function encodeBinary(samples: readonly TimedSample[]): Uint8Array<ArrayBuffer> {
  const base = samples[0]?.timestamp ?? 0;
  const view = new DataView(new ArrayBuffer(8 + samples.length * ROW_LENGTH * 4));
  view.setFloat64(0, base, true);
  let offset = 8;
  const put = (value: number) => {
    view.setFloat32(offset, value, true);
    offset += 4;
  };
  for (const sample of samples) {
    put(sample.timestamp - base);
    for (const field of ACCEL_FIELDS) put(sample[field]);
    for (const field of GYRO_FIELDS) put(sample[field] ?? Number.NaN);
  }
  return new Uint8Array(view.buffer);
}
