/** A recording of one sensor, as every reader in this folder gives it: SI units, one clock. */
export interface Recording {
  /** Sensor time of each sample, in seconds on the recording's own clock. Length n. */
  readonly times: Float64Array;
  /** Acceleration in m/s² with gravity included, x y z interleaved. Length 3n. */
  readonly accel: Float64Array;
  /** Angular velocity in rad/s, x y z interleaved, length 3n; null where there was no gyroscope. */
  readonly gyro: Float64Array | null;
  /** What the person was doing at each sample, length n; null where the recording does not say. */
  readonly activity: readonly string[] | null;
}

/** A landing known from a reference, such as foot switches. */
export interface TrueStep {
  /** Seconds on the recording's clock. */
  readonly timestamp: number;
  /** Which foot, in the reference's own words. */
  readonly foot: string;
}
