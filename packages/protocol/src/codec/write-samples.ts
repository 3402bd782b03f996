import { ROW_LENGTH } from '../samples.ts';
import type { Sample } from '../schemas/client-messages.ts';
import { ACCEL_FIELDS, GYRO_FIELDS } from '../sensor-fields.ts';

/** A sample with a time of its own. */
export type TimedSample = Sample & { readonly timestamp: number };

/** Bytes of the base time, and of each of a row's numbers. */
const BASE_BYTES = 8;
const FLOAT_BYTES = 4;

/** Samples as a text frame: a lone one as it is, several as a batch. */
export function writeJsonSamples(samples: readonly TimedSample[]): string {
  return JSON.stringify(samples.length === 1 ? samples[0] : { samples });
}

/**
 * Samples as a binary frame: a float64 base time in seconds, then rows of seven float32 (offset from
 * the base, acceleration, angular velocity or NaN), little-endian.
 */
export function writeBinarySamples(samples: readonly TimedSample[]): Uint8Array<ArrayBuffer> {
  const base = samples[0]?.timestamp ?? 0;
  const bytes = BASE_BYTES + samples.length * ROW_LENGTH * FLOAT_BYTES;
  const view = new DataView(new ArrayBuffer(bytes));
  view.setFloat64(0, base, true);
  let offset = BASE_BYTES;
  const put = (value: number) => {
    view.setFloat32(offset, value, true);
    offset += FLOAT_BYTES;
  };
  for (const sample of samples) {
    put(sample.timestamp - base);
    for (const field of ACCEL_FIELDS) put(sample[field]);
    for (const field of GYRO_FIELDS) put(sample[field] ?? Number.NaN);
  }
  return new Uint8Array(view.buffer);
}
