import type { RecordingNote } from './notes.ts';

/** A recording in SI units on one clock, whatever file it came from. */
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

/** A recording that was read, and what its file turned out to be. */
export interface LoadedRecording extends Recording {
  readonly source: RecordingSource;
  /** The steps that a column of the file itself tells, where {@link FormatOptions.truth} names one. */
  readonly known?: KnownSteps;
}

/** Steps that are known of a recording. */
export interface KnownSteps {
  readonly count: number;
  /** When each was, in seconds on the recording's clock, ascending; null where only their number is known. */
  readonly times: readonly number[] | null;
}

/** What a file turned out to be: its format, and the units that were found in it. */
export interface RecordingSource {
  /** Stable name of the format, such as `phyphox`; {@link formatTitle} gives its name for people. */
  readonly format: string;
  /** Unit of the acceleration in the file; in the recording it is m/s². */
  readonly accelUnit: AccelUnit;
  /** Unit of the angular velocity in the file; null where there is none. */
  readonly gyroUnit: GyroUnit | null;
  /** Unit of the times in the file; in the recording they are seconds. */
  readonly timeUnit: ClockUnit;
  /** Whether the recording's acceleration has gravity; where it has not, tell the detector. */
  readonly gravity: Gravity;
  /** Unix time in seconds of the recording's time 0; null where the file does not say. */
  readonly startedAt: number | null;
  /**
   * Whether the times are those of a clock on a wall, in a zone that the file does not tell: `startedAt` is as if
   * that were UTC. Default: false.
   */
  readonly isLocal?: boolean;
  /** What was done to the data, assumed or left out, and what is odd about it. */
  readonly notes: readonly RecordingNote[];
}

export const ACCEL_UNITS = ['m/s^2', 'g', 'mg'] as const;
export const GYRO_UNITS = ['rad/s', 'deg/s'] as const;
export const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'min', 'h', 'd'] as const;
export const GRAVITIES = ['included', 'excluded'] as const;
/** A raw value of a sensor is so many to one g: `1/16384 g`. */
export type RawUnit = `1/${number} g`;
export type AccelUnit = (typeof ACCEL_UNITS)[number] | RawUnit;
export type GyroUnit = (typeof GYRO_UNITS)[number];
export type TimeUnit = (typeof TIME_UNITS)[number];
/**
 * What the times of a file were: numbers of a unit, days since 1900 or the year 0, dates and times of
 * day, or none, where the rate is known.
 */
export type ClockUnit = TimeUnit | 'days' | 'calendar' | 'rate';
export type Gravity = (typeof GRAVITIES)[number];

/** What the caller knows of a file. What it leaves out is found in the file, or refused. */
export interface FormatOptions {
  /**
   * Columns of the time, of acceleration x y z and, if wanted, of angular velocity x y z, in this
   * order: names of the header, or numbers from 1; without the time where `rate` is given. Reads any
   * table of text. Default: the format's own, or what their names say.
   */
  readonly columns?: readonly string[];
  /** Default: the format's own; with `columns`, what the values show. */
  readonly accelUnit?: AccelUnit;
  /** Default: the format's own; with `columns`, what the values show. */
  readonly gyroUnit?: GyroUnit;
  /** Default: the format's own; with `columns`, what the values show. */
  readonly timeUnit?: TimeUnit;
  /** Whether the acceleration has gravity. Default: as `accelUnit`. */
  readonly gravity?: Gravity;
  /**
   * Samples a second of a table without times, 0.1 to 10,000; where there are times, this outweighs
   * them. Default: what the lines above the table say.
   */
  readonly rate?: number;
  /** Lines of a text that are passed over before its table is looked for. Default: 0. */
  readonly skipRows?: number;
  /**
   * A column of the table that tells the steps, by name or by number from 1: a count that grows with each, 1 at each
   * and 0 elsewhere, or the number of all of them. Default: none.
   */
  readonly truth?: string;
}

/** A step known from a reference, such as foot switches. */
export interface TrueStep {
  /** Seconds on the recording's clock. */
  readonly timestamp: number;
  /** Which foot, in the reference's own words. */
  readonly foot: string;
}
