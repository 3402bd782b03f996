import { mean } from '@stepstream/math';

/** Steps counted in one recording, and how many there really were. */
export interface StepCount {
  readonly detected: number;
  readonly truth: number;
}

/** Errors are shares: 0.01 is one step in a hundred. */
export interface CountScore {
  readonly recordings: number;
  readonly detected: number;
  readonly truth: number;
  /** Mean over the recordings of |detected − truth| / truth; null without recordings. */
  readonly mape: number | null;
  /** The same with its sign: above zero where too many are counted. */
  readonly bias: number | null;
}

/** The count of a recording of which contact times are at hand. */
export function countOf({
  detected,
  truth,
}: {
  readonly detected: readonly number[];
  readonly truth: readonly number[];
}): StepCount {
  return { detected: detected.length, truth: truth.length };
}

/** (detected − truth) / truth of one recording; null where there was no step to count. */
export function countError({ detected, truth }: StepCount): number | null {
  return truth === 0 ? null : (detected - truth) / truth;
}

/** The count error of some recordings, each weighing the same. */
export function scoreCounts(counts: readonly StepCount[]): CountScore {
  const errors = counts.map(countError).filter((error) => error !== null);
  return {
    recordings: counts.length,
    detected: counts.reduce((sum, count) => sum + count.detected, 0),
    truth: counts.reduce((sum, count) => sum + count.truth, 0),
    mape: mean(errors.map(Math.abs)),
    bias: mean(errors),
  };
}
