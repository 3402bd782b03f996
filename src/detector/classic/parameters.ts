/** The fitted numbers of the classical detector. */
export interface ClassicParameters {
  /** Seconds from a contact to the peak of the band-passed magnitude that shows it. */
  readonly lookAhead: number;
  /** Weights of the logistic, in the order of `Evidence.values`. */
  readonly weights: readonly number[];
}

/** Written by `npm run train:classic` from all recordings with known steps or known rest. */
export const PARAMETERS: ClassicParameters = {
  lookAhead: 0.06,
  weights: [-2.67, -0.17, 1.02, -0.48, 3.79],
};
