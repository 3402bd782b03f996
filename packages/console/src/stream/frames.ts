/** What can be streamed: a recording, or a made walk. */
export interface Streamable {
  /** Seconds. Length n. */
  readonly times: Float64Array;
  /** m/s², gravity included, x y z interleaved. Length 3n. */
  readonly accel: Float64Array;
  /** rad/s, likewise; null where there is no gyroscope. NaN where a sample has none. */
  readonly gyro: Float64Array | null;
}

/** A frame to send. */
export interface Frame {
  readonly message: object;
  /** Its samples, as places in what is streamed. */
  readonly from: number;
  readonly to: number;
  /** Seconds after the first sample at which its last one was taken. */
  readonly due: number;
}

/** A long recording is sent in at most so many frames: each answer costs the page something. */
const MAX_FRAMES = 20_000;

/** How many samples go into a frame: one, unless there are very many. */
export function frameSize(samples: number): number {
  return Math.max(1, Math.ceil(samples / MAX_FRAMES));
}

/** A recording as the frames that a device would have sent. */
export function* frames(source: Streamable): Generator<Frame> {
  const { times } = source;
  const size = frameSize(times.length);
  for (let from = 0; from < times.length; from += size) {
    const to = Math.min(times.length, from + size);
    const samples = Array.from({ length: to - from }, (_, i) => sampleAt(source, from + i));
    const message = size === 1 ? (samples[0] as object) : { samples };
    const due = (times[to - 1] as number) - (times[0] as number);
    yield { message, from, to, due };
  }
}

/** |a| of a sample, in m/s². */
export function magnitudeOf({ accel }: Streamable, index: number): number {
  const k = 3 * index;
  return Math.hypot(accel[k] as number, accel[k + 1] as number, accel[k + 2] as number);
}

function sampleAt({ times, accel, gyro }: Streamable, index: number): object {
  const k = 3 * index;
  const moved = { accel_x: accel[k], accel_y: accel[k + 1], accel_z: accel[k + 2] };
  const turned =
    gyro && !Number.isNaN(gyro[k])
      ? { gyro_x: gyro[k], gyro_y: gyro[k + 1], gyro_z: gyro[k + 2] }
      : {};
  return { timestamp: times[index], ...moved, ...turned };
}
