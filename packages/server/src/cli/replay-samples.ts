import type { Recording } from '@stepstream/formats';
import type { Sample } from '@stepstream/protocol';

/** A sample of a recording, as a device would have sent it: without the gyro where there is none. */
export function sampleAt({ times, accel, gyro }: Recording, index: number): Sample {
  const at = (values: Float64Array, axis: number) => values[3 * index + axis] as number;
  const moved = { accel_x: at(accel, 0), accel_y: at(accel, 1), accel_z: at(accel, 2) };
  const turned =
    gyro && !Number.isNaN(at(gyro, 0))
      ? { gyro_x: at(gyro, 0), gyro_y: at(gyro, 1), gyro_z: at(gyro, 2) }
      : {};
  return { timestamp: times[index] as number, ...moved, ...turned };
}

/**
 * When each sample is due, in seconds after the first. Where the recording's clock steps back, the
 * next sample is due at once.
 */
export function dueTimes({ times }: Pick<Recording, 'times'>): Float64Array {
  const due = new Float64Array(times.length);
  for (let i = 1; i < times.length; i++) {
    const passed = (times[i] as number) - (times[i - 1] as number);
    due[i] = (due[i - 1] as number) + Math.max(0, passed);
  }
  return due;
}
