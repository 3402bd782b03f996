import type { Interval } from './interval.ts';

/** What somebody else knows of the steps of a recording: a video, foot switches, a hand counter. */
export interface KnownSteps {
  readonly count: number;
  /** When they were, in seconds on the recording's clock, ascending; null where only the count is known. */
  readonly times: readonly number[] | null;
  /** Stretches in which nothing is known, in order: what is counted there is neither right nor wrong. */
  readonly unknown: readonly Interval[];
}
