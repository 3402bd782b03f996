import type { Sample } from './schemas/client-messages.ts';

/** Samples in columns, as recordings and synthetic walks have them. */
export interface SampleColumns {
  /** Seconds. Length n. */
  readonly times: Float64Array;
  /** m/s², x y z interleaved. Length 3n. */
  readonly accel: Float64Array;
  /** rad/s, likewise; null where there is no gyroscope. NaN where a sample has none. */
  readonly gyro: Float64Array | null;
}

/** A sample as a device would have sent it: without the gyroscope where there is none. */
export function sampleAt({ times, accel, gyro }: SampleColumns, index: number): Sample {
  const at = (values: Float64Array, axis: number) => values[3 * index + axis] as number;
  const moved = { accel_x: at(accel, 0), accel_y: at(accel, 1), accel_z: at(accel, 2) };
  const turned =
    gyro && !Number.isNaN(at(gyro, 0))
      ? { gyro_x: at(gyro, 0), gyro_y: at(gyro, 1), gyro_z: at(gyro, 2) }
      : {};
  return { timestamp: times[index] as number, ...moved, ...turned };
}
