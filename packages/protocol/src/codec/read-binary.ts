import { type Fault, fault } from '../faults.ts';
import {
  MAX_ACCELERATION_MPS2,
  MAX_ANGULAR_VELOCITY_RADPS,
  MAX_BATCH_SAMPLES,
  MAX_TIMESTAMP_SECONDS,
  magnitudeAt,
  ROW_LENGTH,
  type SampleBlock,
} from '../samples.ts';
import { ACCEL_FIELDS, GYRO_FIELDS } from '../sensor-fields.ts';
import { accelerationFactor, angularVelocityFactor, type Settings } from '../settings.ts';
import { BlockWriter } from './block-writer.ts';
import { impossibleVector, LONE, notANumber, notSeconds } from './sample-faults.ts';

/** A float64 before the rows: seconds on the sensor's clock that each row's offset is added to. */
const BASE_BYTES = 8;
/** A row: offset from the base, acceleration x y z, angular velocity x y z, each a float32. */
const ROW_BYTES = 4 * ROW_LENGTH;
const MAX_FRAME_BYTES = BASE_BYTES + MAX_BATCH_SAMPLES * ROW_BYTES;

/** Where a frame is copied to, so that its numbers lie where typed arrays can read them. */
const frame = new Uint8Array(MAX_FRAME_BYTES);
/**
 * Little-endian is the order of the wire, and of every processor that today's JavaScript engines run
 * on; where it is not, the bytes are turned round first.
 */
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const base = new Float64Array(frame.buffer, 0, 1);
const values = new Float32Array(frame.buffer, BASE_BYTES);
const writer = new BlockWriter();

/**
 * Reads a binary frame: a base time, then 1 to 1000 rows, all little-endian. As with `readFrame`,
 * what it returns can be trusted, rows that can't be used are left out and listed, and nothing is
 * allocated for a frame that is well.
 *
 * @param bytes the payload
 * @param settings the units in force for this client
 * @param block where samples are put, in SI units; returned when all is well
 * @returns the block or what is wrong; never throws
 */
export function readBinaryFrame(
  bytes: Uint8Array,
  settings: Settings,
  block: SampleBlock,
): SampleBlock | Fault {
  const count = (bytes.byteLength - BASE_BYTES) / ROW_BYTES;
  if (!Number.isInteger(count) || count < 0) {
    return fault(
      'invalid_binary',
      `A binary frame is a base time of ${BASE_BYTES} bytes and rows of ${ROW_BYTES}; this one has ${bytes.byteLength} bytes`,
    );
  }
  if (count < 1 || count > MAX_BATCH_SAMPLES) {
    return fault('invalid_value', `There must be 1 to ${MAX_BATCH_SAMPLES} rows`, 'samples');
  }
  frame.set(bytes);
  if (!LITTLE_ENDIAN) turnRound(count);
  const start = base[0] as number;
  if (!Number.isFinite(start)) return notANumber(LONE, 'timestamp');
  const accelFactor = accelerationFactor(settings);
  const gyroFactor = angularVelocityFactor(settings);
  const { rows } = block;
  let allUsable = true;
  for (let row = 0; row < count * ROW_LENGTH; row += ROW_LENGTH) {
    rows[row] = start + (values[row] as number);
    rows[row + 1] = (values[row + 1] as number) * accelFactor;
    rows[row + 2] = (values[row + 2] as number) * accelFactor;
    rows[row + 3] = (values[row + 3] as number) * accelFactor;
    rows[row + 4] = (values[row + 4] as number) * gyroFactor;
    rows[row + 5] = (values[row + 5] as number) * gyroFactor;
    rows[row + 6] = (values[row + 6] as number) * gyroFactor;
    if (!isUsable(rows, row) && faultOf(rows, row)) allUsable = false;
  }
  writer.begin();
  if (allUsable) writer.count = count;
  else keepUsable(rows, count);
  return writer.finish(block);
}

/** Moves the rows that can be used together, and notes the others. */
function keepUsable(rows: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) {
    const row = index * ROW_LENGTH;
    const wrong = faultOf(rows, row);
    if (wrong) {
      writer.reject(index, wrong);
      continue;
    }
    rows.copyWithin(writer.count * ROW_LENGTH, row, row + ROW_LENGTH);
    writer.keep(index);
  }
}

/** Whether a row with a gyroscope is all right; the usual case, in few comparisons. NaN fails them. */
function isUsable(rows: Float64Array, row: number): boolean {
  return (
    Math.abs(rows[row] as number) <= MAX_TIMESTAMP_SECONDS &&
    magnitudeAt(rows, row + 1) <= MAX_ACCELERATION_MPS2 &&
    magnitudeAt(rows, row + 4) <= MAX_ANGULAR_VELOCITY_RADPS
  );
}

/** What is wrong with the row that begins at `row`, if anything is. */
function faultOf(rows: Float64Array, row: number): Fault | undefined {
  const index = row / ROW_LENGTH;
  const time = rows[row] as number;
  if (!Number.isFinite(time)) return notANumber(index, 'timestamp');
  if (Math.abs(time) > MAX_TIMESTAMP_SECONDS) return notSeconds(index);
  const wrong = wrongVector(rows, row + 1, ACCEL_FIELDS, index);
  if (wrong) return wrong;
  // NaN stands for no gyroscope, in all three or in none.
  if (GYRO_FIELDS.every((_, i) => Number.isNaN(rows[row + 4 + i]))) return undefined;
  return wrongVector(rows, row + 4, GYRO_FIELDS, index);
}

function wrongVector(
  rows: Float64Array,
  offset: number,
  fields: typeof ACCEL_FIELDS | typeof GYRO_FIELDS,
  index: number,
): Fault | undefined {
  const field = fields.find((_, i) => !Number.isFinite(rows[offset + i]));
  return field === undefined
    ? impossibleVector(rows, offset, fields, index)
    : notANumber(index, field);
}

function turnRound(count: number): void {
  frame.subarray(0, BASE_BYTES).reverse();
  for (let i = BASE_BYTES; i < BASE_BYTES + count * ROW_BYTES; i += 4) {
    frame.subarray(i, i + 4).reverse();
  }
}
