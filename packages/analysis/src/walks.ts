import { MAX_STEP_INTERVAL_SECONDS } from '@stepstream/detector';
import type { Interval } from './interval.ts';

/** Steps that follow one another without a pause: what studies of gait call a walking bout. */
export interface Walk extends Interval {
  /** Time of its first step, and of its last, in seconds on the recording's clock. */
  readonly start: number;
  readonly end: number;
  readonly steps: number;
  /** Steps a minute: one over the mean time from a step to the next. Null of a step alone. */
  readonly cadence: number | null;
  /** Place of its first step among all steps. */
  readonly from: number;
}

/**
 * The walks that steps make up: those at most 1.6 s apart, the detector's limit, belong to one. Each step is in
 * one walk, and the walks are in the order of the steps.
 *
 * @param steps - in order of time; where the clock stepped back, a new walk begins
 */
export function walksOf(steps: readonly { readonly timestamp: number }[]): Walk[] {
  const walks: Walk[] = [];
  let from = 0;
  for (let to = 1; to <= steps.length; to++) {
    if (to < steps.length && areOneWalk(timeOf(steps, to - 1), timeOf(steps, to))) continue;
    const [start, end] = [timeOf(steps, from), timeOf(steps, to - 1)];
    const intervals = to - from - 1;
    const cadence = intervals > 0 ? (60 * intervals) / (end - start) : null;
    walks.push({ start, end, steps: to - from, cadence, from });
    from = to;
  }
  return walks;
}

function areOneWalk(one: number, next: number): boolean {
  return next > one && next - one <= MAX_STEP_INTERVAL_SECONDS;
}

function timeOf(steps: readonly { readonly timestamp: number }[], index: number): number {
  return steps[index]?.timestamp ?? Number.NaN;
}
