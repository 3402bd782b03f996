import { encodeBinary, type TimedSample } from '@stepstream/client/internals';
import type { Recording } from '@stepstream/formats';

/** A frame to send, and when. */
export interface ReplayFrame {
  /** Text, or the bytes of a binary frame. */
  readonly payload: string | Uint8Array<ArrayBuffer>;
  /** Samples in it. */
  readonly samples: number;
  /** Seconds of recording gone by when its last sample was taken. */
  readonly due: number;
  /** The recording's own time of its last sample. */
  readonly lastTime: number;
}

/**
 * A recording as the frames that a device would have sent: a sample each, or batches of `batch`; as
 * JSON, or as binary frames. Where the recording's clock steps back, the next sample is due at once.
 */
export function* replayFrames(
  recording: Recording,
  batch: number,
  binary = false,
): Generator<ReplayFrame> {
  const { times } = recording;
  let due = 0;
  for (let from = 0; from < times.length; from += batch) {
    const to = Math.min(times.length, from + batch);
    for (let i = Math.max(from, 1); i < to; i++) {
      due += Math.max(0, (times[i] as number) - (times[i - 1] as number));
    }
    const samples = Array.from({ length: to - from }, (_, i) => sample(recording, from + i));
    const payload = binary
      ? encodeBinary(samples)
      : JSON.stringify(batch === 1 ? samples[0] : { samples });
    yield { payload, samples: to - from, due, lastTime: times[to - 1] as number };
  }
}

function sample({ times, accel, gyro }: Recording, index: number): TimedSample {
  const at = (values: Float64Array, axis: number) => values[3 * index + axis] as number;
  const moved = { accel_x: at(accel, 0), accel_y: at(accel, 1), accel_z: at(accel, 2) };
  const turned =
    gyro && !Number.isNaN(at(gyro, 0))
      ? { gyro_x: at(gyro, 0), gyro_y: at(gyro, 1), gyro_z: at(gyro, 2) }
      : {};
  return { timestamp: times[index] as number, ...moved, ...turned };
}
