import type { FaultCode } from './faults.ts';

/** Largest magnitude of acceleration that a body-worn sensor can show, m/s². */
export const MAX_ACCELERATION_MPS2 = 1000;
/** Largest magnitude of angular velocity, rad/s. */
export const MAX_ANGULAR_VELOCITY_RADPS = 200;
/** Largest sensor timestamp in seconds; beyond it a client has sent milliseconds or finer. */
export const MAX_TIMESTAMP_SECONDS = 1e11;
/** Most samples in a batch. */
export const MAX_BATCH_SAMPLES = 1000;

/** A sample of a frame that could not be used, while others of the frame could. */
export interface Rejection {
  /** Its position in the client's frame. */
  readonly index: number;
  readonly code: FaultCode;
  /** The offending field of the sample: `accel_x`, `timestamp`. Absent where it is no object at all. */
  readonly field?: string;
}

/** No sample of a frame was rejected. */
export const NONE_REJECTED: readonly Rejection[] = [];

/** Values in a row of a {@link SampleBlock}: time, acceleration x y z, angular velocity x y z. */
export const ROW_LENGTH = 7;

/**
 * The samples of one frame in SI units: `count` rows of {@link ROW_LENGTH} numbers. The time is NaN
 * where the client sent none, and so is the angular velocity. Rows with times are in order of time.
 */
export interface SampleBlock {
  readonly kind: 'samples';
  count: number;
  /** Whether the samples carry the sensor's own time: all or none. */
  timed: boolean;
  readonly rows: Float64Array;
  /** Position in the client's frame of each row; undefined where row and position are the same. */
  positions: readonly number[] | undefined;
  /** The samples of the frame that could not be used, and so have no row. Mostly none. */
  rejected: readonly Rejection[];
}

/** A block with room for the largest batch, to be filled again and again. */
export function createSampleBlock(): SampleBlock {
  return {
    kind: 'samples',
    count: 0,
    timed: false,
    rows: new Float64Array(MAX_BATCH_SAMPLES * ROW_LENGTH),
    positions: undefined,
    rejected: NONE_REJECTED,
  };
}

/** Length of the vector whose three components begin at `offset`. */
export function magnitudeAt(rows: Float64Array, offset: number): number {
  const x = rows[offset] as number;
  const y = rows[offset + 1] as number;
  const z = rows[offset + 2] as number;
  return Math.sqrt(x * x + y * y + z * z);
}
