import { median } from '@stepstream/math';
import { matchSteps } from './match-steps.ts';

/**
 * How far a reference's clock may lie from the sensor's, in seconds either way. The foot switches
 * of the phone recordings are −87 to +42 ms off. Twice that is well under half the period of the
 * fastest walking, and that is what keeps the search from slipping by a whole step: for a true
 * offset within half a step period of zero, the offset one step further lies outside.
 */
export const MAX_OFFSET_SECONDS = 0.2;

/** Spacing of the offsets tried, in seconds. */
const GRID = 0.01;
/** Contacts count as agreeing in the search within this, in seconds: foot switches are polled. */
const SEARCH_TOLERANCE = 0.08;
/** The final median is over pairs within this of the best offset, in seconds. */
const REFINE_TOLERANCE = 0.15;

/** Contact times of one recording in seconds, ascending. */
export interface Contacts {
  readonly detected: readonly number[];
  readonly truth: readonly number[];
}

export interface ClockOffset {
  /** Seconds to subtract from detected times so that they lie on the reference's clock. */
  readonly offset: number;
  /** Contacts that the estimate rests on; with none, the offset is zero. */
  readonly pairs: number;
}

/**
 * The one constant by which detected contacts differ from true ones in a group of recordings that
 * share a reference clock: the same phone (and so the same delays) and the same person.
 *
 * First every offset within ±200 ms is tried on a grid, and the one at which most contacts agree is
 * kept (the middle one of equals); then the median difference of the pairs around it is the answer.
 * Every detector goes through this same procedure. It forgives a detector that is late by a
 * constant, so the offsets stand in the report beside the scores.
 */
export function estimateOffset(group: readonly Contacts[]): ClockOffset {
  const tried = Array.from(
    { length: Math.round((2 * MAX_OFFSET_SECONDS) / GRID) + 1 },
    (_, index) => index * GRID - MAX_OFFSET_SECONDS,
  );
  const agreements = tried.map((offset) =>
    group.reduce((sum, { detected, truth }) => {
      return sum + matchSteps(shifted(detected, offset), truth, SEARCH_TOLERANCE).tp;
    }, 0),
  );
  const most = Math.max(...agreements);
  const start = median(tried.filter((_, index) => agreements[index] === most));
  if (most === 0 || start === null) return { offset: 0, pairs: 0 };

  const differences = group.flatMap(({ detected, truth }) => {
    const { pairs } = matchSteps(shifted(detected, start), truth, REFINE_TOLERANCE);
    return pairs.map((pair) => Number(detected[pair.detected]) - Number(truth[pair.truth]));
  });
  const offset = median(differences) ?? 0;
  return {
    offset: Math.min(MAX_OFFSET_SECONDS, Math.max(-MAX_OFFSET_SECONDS, offset)),
    pairs: differences.length,
  };
}

/** Detected times on the reference's clock, in seconds. */
export function shifted(detected: readonly number[], offset: number): number[] {
  return detected.map((time) => time - offset);
}
