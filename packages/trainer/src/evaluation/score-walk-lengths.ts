import { countError, scoreCounts } from '@stepstream/analysis';
import { countInside } from './segments.ts';
import type { WalkLengthScore } from './walk-report.ts';
import type { WalkTrial } from './walk-trials.ts';
import { PAUSE, type Walk } from './walks.ts';

/** Classes of walks, by the number of their true contacts. */
const LENGTHS = [
  { length: '1–3', least: 1, most: 3 },
  { length: '4–9', least: 4, most: 9 },
  { length: '10–29', least: 10, most: 29 },
  { length: '30+', least: 30, most: Number.POSITIVE_INFINITY },
] as const;

/**
 * Walks by their length. A walk that is cut has more contacts than are known: it has a place only
 * among the longest, and only if enough of them are known.
 */
export function scoreWalkLengths(group: string, trials: readonly WalkTrial[]): WalkLengthScore[] {
  const counts = trials.flatMap(countWalks);
  return LENGTHS.map(({ length, least, most }) => {
    const isLongest = most === Number.POSITIVE_INFINITY;
    const own = counts.filter(
      (walk) => walk.truth >= least && walk.truth <= most && (walk.isWhole || isLongest),
    );
    const { detected, truth, mape } = scoreCounts(own);
    const found = own.reduce((sum, walk) => sum + walk.found, 0);
    return {
      group,
      length,
      walks: own.length,
      truth,
      detected,
      bias: countError({ detected, truth }),
      mape,
      recall: truth > 0 ? found / truth : null,
    };
  }).filter(({ walks }) => walks > 0);
}

interface WalkCount {
  readonly detected: number;
  readonly truth: number;
  /** True contacts that were found. */
  readonly found: number;
  readonly isWhole: boolean;
}

function countWalks({ walks, truth, detected, match }: WalkTrial): WalkCount[] {
  const found = new Set(match.pairs.map((pair) => pair.truth));
  return walks.map((walk) => {
    const { from, to, begins, ends } = walk;
    return {
      detected: countInside([surroundings(walk, truth)], detected),
      truth: to - from,
      found: truth.filter((_, place) => place >= from && place < to && found.has(place)).length,
      isWhole: begins && ends,
    };
  });
}

/** A walk with half a pause at either end, so that no two of them overlap. */
function surroundings({ from, to }: Walk, truth: readonly number[]) {
  return { start: Number(truth[from]) - PAUSE / 2, end: Number(truth[to - 1]) + PAUSE / 2 };
}
