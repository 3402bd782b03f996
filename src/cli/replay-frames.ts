import type { Recording } from '../formats/index.ts';

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
  const encode = binary ? binaryFrame : jsonFrame;
  let due = 0;
  for (let from = 0; from < times.length; from += batch) {
    const to = Math.min(times.length, from + batch);
    for (let i = Math.max(from, 1); i < to; i++) {
      due += Math.max(0, (times[i] as number) - (times[i - 1] as number));
    }
    const payload = encode(recording, from, to, batch === 1);
    yield { payload, samples: to - from, due, lastTime: times[to - 1] as number };
  }
}

function jsonFrame(recording: Recording, from: number, to: number, lone: boolean): string {
  const samples = Array.from({ length: to - from }, (_, i) => sample(recording, from + i));
  return JSON.stringify(lone ? samples[0] : { samples });
}

/** A base time as float64, then rows of an offset, acceleration and rotation as float32. */
function binaryFrame({ times, accel, gyro }: Recording, from: number, to: number) {
  const view = new DataView(new ArrayBuffer(8 + 28 * (to - from)));
  const base = times[from] as number;
  view.setFloat64(0, base, true);
  for (let i = from; i < to; i++) {
    const vector = (values: Float64Array | null) =>
      [0, 1, 2].map((axis) => values?.[3 * i + axis] ?? Number.NaN);
    const row = [(times[i] as number) - base, ...vector(accel), ...vector(gyro)];
    row.forEach((value, column) => {
      view.setFloat32(8 + 28 * (i - from) + 4 * column, value, true);
    });
  }
  return new Uint8Array(view.buffer);
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
