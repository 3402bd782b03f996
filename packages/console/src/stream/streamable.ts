import type { Sample } from '@stepstream/protocol';

/** What can be streamed: a recording, or a synthetic walk. */
export interface Streamable {
  /** Seconds. Length n. */
  readonly times: Float64Array;
  /** m/s², gravity included, x y z interleaved. Length 3n. */
  readonly accel: Float64Array;
  /** rad/s, likewise; null where there is no gyroscope. NaN where a sample has none. */
  readonly gyro: Float64Array | null;
}

/** A long recording is sent in at most so many frames: each answer costs the page something. */
const MAX_FRAMES = 20_000;

/** How many samples go into a frame: one, unless there are very many. */
export function frameSize(samples: number): number {
  return Math.max(1, Math.ceil(samples / MAX_FRAMES));
}

/** A sample as a device would have sent it: without the gyroscope where there is none. */
export function sampleAt({ times, accel, gyro }: Streamable, index: number): Sample {
  const at = (values: Float64Array, axis: number) => values[3 * index + axis] as number;
  const moved = { accel_x: at(accel, 0), accel_y: at(accel, 1), accel_z: at(accel, 2) };
  const turned =
    gyro && !Number.isNaN(at(gyro, 0))
      ? { gyro_x: at(gyro, 0), gyro_y: at(gyro, 1), gyro_z: at(gyro, 2) }
      : {};
  return { timestamp: times[index] as number, ...moved, ...turned };
}

/** |a| of a sample, in its own unit. */
export function magnitudeOf({ accel_x, accel_y, accel_z }: Sample): number {
  return Math.hypot(accel_x, accel_y, accel_z);
}
