import type { Recording } from '../formats/index.ts';

/** A frame to send, and when. */
export interface ReplayFrame {
  readonly text: string;
  /** Samples in it. */
  readonly samples: number;
  /** Seconds of recording gone by when its last sample was taken. */
  readonly due: number;
  /** The recording's own time of its last sample. */
  readonly lastTime: number;
}

/**
 * A recording as the frames that a device would have sent: a sample each, or batches of `batch`.
 * Where the recording's clock steps back, the next sample is due at once.
 */
export function* replayFrames(recording: Recording, batch: number): Generator<ReplayFrame> {
  const { times } = recording;
  let due = 0;
  for (let from = 0; from < times.length; from += batch) {
    const to = Math.min(times.length, from + batch);
    const samples: object[] = [];
    for (let i = from; i < to; i++) {
      due += i === 0 ? 0 : Math.max(0, (times[i] as number) - (times[i - 1] as number));
      samples.push(sample(recording, i));
    }
    const text = JSON.stringify(batch === 1 ? samples[0] : { samples });
    yield { text, samples: to - from, due, lastTime: times[to - 1] as number };
  }
}

function sample({ times, accel, gyro }: Recording, index: number): object {
  const k = 3 * index;
  const moved = { accel_x: accel[k], accel_y: accel[k + 1], accel_z: accel[k + 2] };
  const turned =
    gyro && !Number.isNaN(gyro[k])
      ? { gyro_x: gyro[k], gyro_y: gyro[k + 1], gyro_z: gyro[k + 2] }
      : {};
  return { timestamp: times[index], ...moved, ...turned };
}
