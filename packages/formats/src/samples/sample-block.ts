/** Some samples of a recording, in order and in SI units. Its arrays are used again for the next block. */
export interface SampleBlock {
  /** Seconds on the recording's own clock. Length n. */
  readonly times: Float64Array;
  /** m/s² with gravity, x y z interleaved. Length 3n. */
  readonly accel: Float64Array;
  /** rad/s, x y z interleaved, length 3n; null where there is no gyroscope. */
  readonly gyro: Float64Array | null;
}

/** Takes the samples of a recording as they are read, a block at a time. */
export type OnSamples = (block: SampleBlock) => void;
