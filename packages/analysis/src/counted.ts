import type { Interval } from './interval.ts';
import { matchSteps } from './match-steps.ts';

/**
 * The detected contacts that count, where in some stretches the truth is not known: all outside of
 * these, and inside of them the partners of true contacts. No true contact lies in such a stretch,
 * but some begin 0.15 s after one, and a tolerance may reach further than that.
 *
 * @param detected times in seconds, ascending, on the clock of the truth
 * @param mask where nothing is known, in order
 * @param tolerance of the matching, in seconds
 */
export function countedOutside(
  mask: readonly Interval[],
  detected: readonly number[],
  truth: readonly number[],
  tolerance: number,
): number[] {
  const partners = new Set(matchSteps(detected, truth, tolerance).pairs.map((p) => p.detected));
  return detected.filter((time, i) => partners.has(i) || !isInside(mask, time));
}

/** Whether a time lies in one of the intervals. */
function isInside(intervals: readonly Interval[], time: number): boolean {
  return intervals.some(({ start, end }) => time >= start && time < end);
}
