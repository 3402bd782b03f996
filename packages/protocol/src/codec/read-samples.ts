import { type Fault, fault } from '../faults.ts';
import {
  MAX_BATCH_SAMPLES,
  MAX_TIMESTAMP_SECONDS,
  ROW_LENGTH,
  type SampleBlock,
} from '../samples.ts';
import { ACCEL_FIELDS, GYRO_FIELDS } from '../sensor-fields.ts';
import { accelerationFactor, angularVelocityFactor, type Settings } from '../settings.ts';
import { BlockWriter } from './block-writer.ts';
import { isObject, type JsonObject } from './json-object.ts';
import {
  impossibleVector,
  LONE,
  mixedTimes,
  noField,
  notANumber,
  notAnObject,
  notSeconds,
} from './sample-faults.ts';

const NONE = Number.NaN;
const writer = new BlockWriter();

/** Reads a sample that is a frame of its own. */
export function readLoneSample(
  sample: JsonObject,
  settings: Settings,
  block: SampleBlock,
): SampleBlock | Fault {
  const wrong = readSample(sample, settings, block.rows, 0, LONE);
  if (wrong) return wrong;
  writer.begin();
  writer.keep(0);
  return writer.finish(block);
}

/**
 * Reads the samples of a batch. Those that can't be used are left out and listed; where none can, it is
 * the fault of the first.
 */
export function readBatch(
  samples: unknown,
  settings: Settings,
  block: SampleBlock,
): SampleBlock | Fault {
  if (!Array.isArray(samples) || samples.length < 1 || samples.length > MAX_BATCH_SAMPLES) {
    return fault('invalid_value', `samples must be a list of 1 to ${MAX_BATCH_SAMPLES}`, 'samples');
  }
  const { rows } = block;
  writer.begin();
  for (let index = 0; index < samples.length; index++) {
    const sample: unknown = samples[index];
    const row = writer.count * ROW_LENGTH;
    const wrong = isObject(sample)
      ? (readSample(sample, settings, rows, row, index) ?? unlikeFirst(rows, row, index))
      : notAnObject(index);
    if (wrong) writer.reject(index, wrong);
    else writer.keep(index);
  }
  return writer.finish(block);
}

/** A batch is with times or without, as its first usable sample is. */
function unlikeFirst(rows: Float64Array, row: number, index: number): Fault | undefined {
  const alike = Number.isNaN(rows[row]) === Number.isNaN(rows[0]);
  return alike ? undefined : mixedTimes(index);
}

/** Puts a sample where `row` begins, in SI units; returns what is wrong with it, if anything is. */
function readSample(
  sample: JsonObject,
  settings: Settings,
  rows: Float64Array,
  row: number,
  index: number,
): Fault | undefined {
  const time = sample['timestamp'];
  if (time === undefined) rows[row] = NONE;
  else if (!isFiniteNumber(time)) return notANumber(index, 'timestamp');
  else if (Math.abs(time) > MAX_TIMESTAMP_SECONDS) return notSeconds(index);
  else rows[row] = time;

  const noAccel = readVector(
    sample,
    ACCEL_FIELDS,
    accelerationFactor(settings),
    rows,
    row + 1,
    index,
  );
  if (noAccel) return noAccel;
  // Absent and null both say that there is no gyroscope; in all three, or it is a mistake.
  if (sample['gyro_x'] == null && sample['gyro_y'] == null && sample['gyro_z'] == null) {
    rows[row + 4] = rows[row + 5] = rows[row + 6] = NONE;
    return undefined;
  }
  const factor = angularVelocityFactor(settings);
  return readVector(sample, GYRO_FIELDS, factor, rows, row + 4, index);
}

function readVector(
  sample: JsonObject,
  fields: typeof ACCEL_FIELDS | typeof GYRO_FIELDS,
  factor: number,
  rows: Float64Array,
  offset: number,
  index: number,
): Fault | undefined {
  for (let i = 0; i < 3; i++) {
    const field = fields[i] as string;
    const value = sample[field];
    if (value === undefined) return noField(index, field);
    if (!isFiniteNumber(value)) return notANumber(index, field);
    rows[offset + i] = value * factor;
  }
  return impossibleVector(rows, offset, fields, index);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
