import { countError } from './count-error.ts';
import { countedOutside } from './counted.ts';
import type { Interval } from './interval.ts';
import type { KnownSteps } from './known-steps.ts';
import { type MatchScore, matchSteps, scoreOf } from './match-steps.ts';
import { estimateOffset, shifted } from './offset.ts';

/**
 * A counted and a known step this far apart, in seconds, still belong together: what the model card's scores of
 * phones take, whose foot switches were polled every 100 ms or so.
 */
export const MATCH_TOLERANCE_SECONDS = 0.2;

/** How a count agrees with known steps. */
export interface Comparison {
  /** Steps counted where the truth is known. */
  readonly counted: number;
  readonly truth: number;
  /** Counted less known. */
  readonly difference: number;
  /** The same as a share of the known steps: 0.01 is one in a hundred. Null where there are none. */
  readonly error: number | null;
  /** How single steps agree; null where only their number is known. */
  readonly timing: TimingComparison | null;
}

export interface TimingComparison extends MatchScore {
  /** Counted and known steps at most this far apart were paired, in seconds. */
  readonly tolerance: number;
  /** How late the counted steps are against the known ones, in seconds: clocks and ideas of a contact differ. */
  readonly offset: number;
  /** Counted steps that nobody took, in seconds on the recording's clock. */
  readonly falseSteps: readonly number[];
  /** Known steps that were not counted, on the reference's clock. */
  readonly missedSteps: readonly number[];
}

/**
 * Compares steps with known ones. Where their times are known, a constant offset between the two is taken off
 * first, of 0.2 s at most.
 *
 * @param steps - times in seconds on the recording's clock, ascending
 * @param tolerance - in seconds. Default: {@link MATCH_TOLERANCE_SECONDS}
 */
export function compareSteps(
  steps: readonly number[],
  known: KnownSteps,
  tolerance = MATCH_TOLERANCE_SECONDS,
): Comparison {
  const { times, unknown } = known;
  const timing = times && compareTimes(steps, times, unknown, tolerance);
  const counted = timing ? timing.tp + timing.fp : withoutUnknown(steps, unknown).length;
  const truth = known.count;
  return {
    counted,
    truth,
    difference: counted - truth,
    error: countError({ detected: counted, truth }),
    timing,
  };
}

function compareTimes(
  steps: readonly number[],
  truth: readonly number[],
  unknown: readonly Interval[],
  tolerance: number,
): TimingComparison {
  const { offset } = estimateOffset([{ detected: steps, truth }]);
  const aligned = shifted(steps, offset);
  const detected = countedOutside(unknown, aligned, truth, tolerance);
  const match = matchSteps(detected, truth, tolerance);
  const right = new Set(match.pairs.map((pair) => pair.detected));
  const found = new Set(match.pairs.map((pair) => pair.truth));
  return {
    ...scoreOf(match),
    tolerance,
    offset,
    falseSteps: detected.filter((_, i) => !right.has(i)).map((time) => time + offset),
    missedSteps: truth.filter((_, i) => !found.has(i)),
  };
}

function withoutUnknown(steps: readonly number[], unknown: readonly Interval[]): readonly number[] {
  if (unknown.length === 0) return steps;
  return countedOutside(unknown, steps, [], 0);
}
