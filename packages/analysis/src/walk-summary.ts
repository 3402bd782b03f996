import type { Walk } from './walks.ts';

/** What the steps of a recording come to. */
export interface WalkSummary {
  readonly steps: number;
  /** Steps a minute while walking; null where no two steps belong together. */
  readonly cadence: number | null;
  /** Time spent walking, in s: as many mean step times as there are steps. */
  readonly walkingSeconds: number;
  /** Longest time between two walks, in s; null with fewer than two walks. */
  readonly longestPause: number | null;
}

/** Sums up the walks of a recording, in order. */
export function summarizeSteps(walks: readonly Walk[]): WalkSummary {
  let steps = 0;
  let intervals = 0;
  let seconds = 0;
  let longestPause: number | null = null;
  for (const [i, walk] of walks.entries()) {
    steps += walk.steps;
    intervals += walk.steps - 1;
    seconds += walk.end - walk.start;
    // Where the clock stepped back, nobody knows how long it was.
    const pause = walk.start - (walks[i - 1]?.end ?? Number.NaN);
    if (pause > 0) longestPause = Math.max(longestPause ?? 0, pause);
  }
  const stepTime = intervals > 0 ? seconds / intervals : null;
  return {
    steps,
    cadence: stepTime === null ? null : 60 / stepTime,
    walkingSeconds: (stepTime ?? 0) * steps,
    longestPause,
  };
}
