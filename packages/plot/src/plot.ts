import type { Foot, GravityConvention } from '@stepstream/detector';

/** A step that was counted. */
export interface PlottedStep {
  /** Seconds on the recording's clock. */
  readonly timestamp: number;
  readonly foot: Foot;
  /** Whether the reference has no such step. Default: false. */
  readonly isFalse?: boolean;
}

/** A step that a reference knows. */
export interface TrueStepMark {
  /** Seconds on the recording's clock. */
  readonly timestamp: number;
  /** Whether the detector missed it. Default: false. */
  readonly isMissed?: boolean;
}

/** A curve as points in time: seconds and values, of equal length. */
export interface Curve {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** What is drawn. */
export interface StepPlot {
  readonly title: string;
  /** A line under the title, such as the counts. */
  readonly subtitle: string;
  readonly recording: {
    /** Seconds. Length n. */
    readonly times: Float64Array;
    /** Acceleration in m/s², x y z interleaved. Length 3n. */
    readonly accel: Float64Array;
  };
  /** Whether the acceleration includes gravity. Default: `included`. */
  readonly gravity?: GravityConvention;
  readonly steps: readonly PlottedStep[];
  /** The steps that a reference knows; null or left out where there is none. */
  readonly trueSteps?: readonly TrueStepMark[] | null;
  /** Stretches in which the reference knows nothing, in seconds on the recording's clock. */
  readonly unknown?: readonly { readonly start: number; readonly end: number }[];
  /** Probability of a contact over time, 0 … 1. Default: not drawn. */
  readonly probability?: Curve;
  /** A moment to mark, with a few words. Default: none. */
  readonly note?: { readonly timestamp: number; readonly text: string };
  /** The stretch to draw, in seconds on the recording's clock. Default: the whole recording. */
  readonly window?: { readonly start: number; readonly end: number };
  /** The longest gap in the samples that the line bridges, in seconds. Default: 0.5, as the detector. */
  readonly bridgedSeconds?: number;
  /** A name that no other picture of the same page has. Default: `signal`. */
  readonly id?: string;
  /** Width of the picture in pixels. Default: 1200. */
  readonly width?: number;
  /** Height of the acceleration in each row, in pixels. Default: 72. */
  readonly signalHeight?: number;
}
