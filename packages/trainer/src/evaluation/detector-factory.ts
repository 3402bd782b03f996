import type { DetectorOptions } from '@stepstream/detector';

/** A confirmed contact, as a detector gives it. */
export interface DetectorStep {
  /** The moment of the contact, in seconds on the recording's clock. */
  readonly timestamp: number;
  /** Probability that it was a contact, 0 … 1, where the detector tells. */
  readonly confidence?: number;
}

/**
 * What the evaluation needs of a detector; `StepDetector` is one, and so are the deliberately bad
 * ones in the tests.
 */
export interface StreamingDetector {
  /**
   * Takes one sample: time in seconds, acceleration in m/s² with gravity, angular velocity in rad/s
   * (NaN where there is no gyroscope).
   *
   * @returns the steps that this sample confirms, oldest first; valid until the next call
   */
  push(
    time: number,
    ax: number,
    ay: number,
    az: number,
    gx: number,
    gy: number,
    gz: number,
  ): readonly DetectorStep[];
  /**
   * Told that no sample follows.
   *
   * @returns the steps that were still waited with
   */
  finish?(): readonly DetectorStep[];
}

/**
 * Makes a fresh detector for a recording of the given person: one that was never fitted on any
 * recording of that person. This is how people are kept apart.
 */
export type DetectorFactory = (
  heldOutPerson: string,
  options?: Pick<DetectorOptions, 'confirmAfter' | 'gravity'>,
) => StreamingDetector;
