/** The fitted numbers of the classical detector. */
export interface ClassicParameters {
  /** Seconds from a contact to the peak of the band-passed magnitude that shows it. */
  readonly delay: number;
  /** Weights of the logistic, in the order of `Evidence.values`. */
  readonly weights: readonly number[];
}

/** Written by `npm run fit:classic`, from all recordings with known steps or known rest. */
export const PARAMETERS: ClassicParameters = {
  delay: 0.0763,
  weights: [-2.4021, 0.2705, 1.1899, -0.3099, 3.2029],
};
