import type { Sample, Settings } from '@stepstream/protocol';
import {
  ACCEL_FIELDS,
  GYRO_FIELDS,
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  MAX_TIMESTAMP_SECONDS,
  STANDARD_GRAVITY,
} from '@stepstream/protocol';
import type { TimedSample } from '@stepstream/protocol/codec';
import { StepstreamError } from './errors.ts';
import type { ClientClock } from './options.ts';

/** Takes an app's samples, and gives a time to those that have none: all have one, or none has. */
export class Intake {
  readonly #clock: ClientClock;
  #timed: boolean | undefined;

  constructor(clock: ClientClock) {
    this.#clock = clock;
  }

  /** @throws {StepstreamError} `invalid_sample` */
  take(sample: Sample, settings: Partial<Settings>): TimedSample {
    const taken = takeSample(sample, settings, this.#clock.now() / 1000);
    const timed = sample.timestamp !== undefined;
    this.#timed ??= timed;
    if (timed !== this.#timed) throw invalid('All samples need a timestamp, or none');
    return taken;
  }
}

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
  const limit = MAX_ACCELERATION_MPS2 / (settings.accel_unit === 'g' ? STANDARD_GRAVITY : 1);
  copyVector(sample, ACCEL_FIELDS, taken, limit);
  if (GYRO_FIELDS.some((field) => sample[field] != null)) {
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
