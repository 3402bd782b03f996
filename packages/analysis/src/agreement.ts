import { mean } from '@stepstream/math';
import type { Comparison } from './comparison.ts';
import { type CountScore, scoreCounts } from './count-error.ts';
import { addCounts, type MatchScore, scoreOf } from './match-steps.ts';

/** Of differences that are spread normally, 95 % lie within this many standard deviations of their mean. */
const LIMITS_OF_AGREEMENT = 1.96;

/** How counts of recordings agree with what is known of them. */
export interface Agreement extends CountScore {
  readonly differences: DifferenceSummary | null;
  /** Those in which nobody took a step: they have no relative error, and no part in the MAPE. */
  readonly standing: {
    readonly recordings: number;
    /** Steps counted in them: all of them are false. */
    readonly detected: number;
  };
  /** How single steps agree, over all recordings whose step times are known; null without one. */
  readonly timing: MatchScore | null;
}

/**
 * How far counts lie from known ones, after Bland and Altman: Statistical methods for assessing agreement between
 * two methods of clinical measurement. Lancet 1986; 327: 307–310.
 */
export interface DifferenceSummary {
  /** Mean of counted less known: the bias, in steps. */
  readonly mean: number;
  /** Standard deviation of the differences, of a sample, in steps; null of a single one. */
  readonly deviation: number | null;
  /** Limits of agreement: mean ∓ 1.96 standard deviations, in steps; null of a single one. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** How recordings agree with what is known of them, each weighing the same. Null where nothing is known. */
export function agreementOf(comparisons: readonly Comparison[]): Agreement | null {
  if (comparisons.length === 0) return null;
  const standing = comparisons.filter(({ truth }) => truth === 0);
  const timed = comparisons.flatMap(({ timing }) => (timing ? [timing] : []));
  return {
    ...scoreCounts(comparisons.map(({ counted, truth }) => ({ detected: counted, truth }))),
    differences: summarizeDifferences(comparisons.map(({ difference }) => difference)),
    standing: {
      recordings: standing.length,
      detected: standing.reduce((sum, { counted }) => sum + counted, 0),
    },
    timing: timed.length > 0 ? scoreOf(addCounts(timed)) : null,
  };
}

/** Mean, standard deviation and limits of agreement of differences; null of none. */
export function summarizeDifferences(differences: readonly number[]): DifferenceSummary | null {
  const centre = mean(differences);
  if (centre === null) return null;
  if (differences.length < 2) return { mean: centre, deviation: null, lower: null, upper: null };
  const squares = differences.reduce((sum, one) => sum + (one - centre) ** 2, 0);
  const deviation = Math.sqrt(squares / (differences.length - 1));
  const half = LIMITS_OF_AGREEMENT * deviation;
  return { mean: centre, deviation, lower: centre - half, upper: centre + half };
}
