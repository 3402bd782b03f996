import { type Contacts, matchSteps, shifted } from '@stepstream/analysis';
import { median, quantile } from '@stepstream/math';
import type { DetectedStep } from './run-detector.ts';

/** Detected minus true time of matched contacts after the constant offset, in seconds. */
export interface TimingScore {
  readonly pairs: number;
  readonly median: number | null;
  /** The middle half of the differences spans this much. */
  readonly interquartileRange: number | null;
}

/** From the moment of a step to the sample that confirmed it, in seconds of sensor time. */
export interface DelayScore {
  readonly steps: number;
  readonly median: number | null;
  readonly p95: number | null;
}

/**
 * The first steps of a walk are held until there are enough of them in rhythm and then confirmed
 * together by one sample, so they wait longer than those of steady walking, confirmed alone.
 */
export interface ConfirmationDelay {
  readonly all: DelayScore;
  readonly steady: DelayScore;
  readonly opening: DelayScore;
}

/**
 * How far detected contacts lie from the true ones they match.
 *
 * @param tolerance of the matching, in seconds
 */
export function timingDifferences(
  { detected, truth }: Contacts,
  offset: number,
  tolerance: number,
): number[] {
  const aligned = shifted(detected, offset);
  return matchSteps(aligned, truth, tolerance).pairs.map(
    (pair) => Number(aligned[pair.detected]) - Number(truth[pair.truth]),
  );
}

export function scoreTiming(differences: readonly number[]): TimingScore {
  const lower = quantile(differences, 0.25);
  const upper = quantile(differences, 0.75);
  return {
    pairs: differences.length,
    median: median(differences),
    interquartileRange: lower === null || upper === null ? null : upper - lower,
  };
}

export function scoreDelays(steps: readonly DetectedStep[]): ConfirmationDelay {
  return {
    all: delaysOf(steps),
    steady: delaysOf(steps.filter((step) => step.steady)),
    opening: delaysOf(steps.filter((step) => !step.steady)),
  };
}

function delaysOf(steps: readonly DetectedStep[]): DelayScore {
  const delays = steps.map((step) => step.confirmedAt - step.timestamp);
  return { steps: steps.length, median: median(delays), p95: quantile(delays, 0.95) };
}
