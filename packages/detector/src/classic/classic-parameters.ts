/** The fitted numbers of the classical detector. */
export interface ClassicParameters {
  /** Seconds from a contact to the peak of the band-passed magnitude that shows it. */
  readonly delay: number;
  /** Weights of the logistic, in the order of `Evidence.values`. */
  readonly weights: readonly number[];
}
