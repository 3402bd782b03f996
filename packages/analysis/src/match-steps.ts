/**
 * Detected and true contacts that differ by no more than the tolerance belong together, each to at
 * most one other. Rounding may put a difference of exactly the tolerance a hair outside, so this is
 * allowed on top of it, in seconds.
 */
const ROUNDING = 1e-9;

/** A detected contact and the true one it stands for, as places in the two lists. */
export interface MatchedPair {
  readonly detected: number;
  readonly truth: number;
}

/** How many contacts were found (tp), invented (fp) and missed (fn). */
export interface MatchCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

export interface StepMatch extends MatchCounts {
  /** The pairs in order of time. */
  readonly pairs: readonly MatchedPair[];
}

/** Shares from 0 to 1. */
export interface MatchScore extends MatchCounts {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * The matching rule of every score in this evaluation: pairs one detected with one true contact
 * where they lie within ±`tolerance`, as many pairs as there can be.
 *
 * Going through both lists at once and pairing whatever fits gives the largest number of pairs,
 * because all tolerances are equal: the earliest contact that still fits is never worth more to a
 * later one. A detected contact that is left over but lies nearer to a true one than its partner
 * takes the partner's place (the number of pairs stays), so that an extra detection just before the
 * right one doesn't spoil the timing.
 *
 * @param detected times in seconds, ascending
 * @param truth times in seconds, ascending, on the same clock
 * @param tolerance in seconds, inclusive
 */
export function matchSteps(
  detected: readonly number[],
  truth: readonly number[],
  tolerance: number,
): StepMatch {
  const limit = tolerance + ROUNDING;
  const pairs: { detected: number; truth: number }[] = [];
  let d = 0;
  let t = 0;
  while (d < detected.length && t < truth.length) {
    const difference = at(detected, d) - at(truth, t);
    if (difference < -limit) d += 1;
    else if (difference > limit) t += 1;
    else pairs.push({ detected: d++, truth: t++ });
  }
  for (const [index, pair] of pairs.entries()) {
    const firstTaken = pairs[index + 1]?.detected ?? detected.length;
    const aim = at(truth, pair.truth);
    while (
      pair.detected + 1 < firstTaken &&
      Math.abs(at(detected, pair.detected + 1) - aim) < Math.abs(at(detected, pair.detected) - aim)
    ) {
      pair.detected += 1;
    }
  }
  const tp = pairs.length;
  return { pairs, tp, fp: detected.length - tp, fn: truth.length - tp };
}

/**
 * Precision, recall and F1 of counts. Where there was nothing to find and nothing was found, all
 * are 1; any other empty quotient is 0.
 */
export function scoreOf(counts: MatchCounts): MatchScore {
  const { tp, fp, fn } = counts;
  const empty = fp === 0 && fn === 0 ? 1 : 0;
  const share = (part: number, whole: number): number => (whole === 0 ? empty : part / whole);
  return {
    tp,
    fp,
    fn,
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    f1: share(2 * tp, 2 * tp + fp + fn),
  };
}

/** The sum of counts, so that every contact weighs the same whichever recording it is from. */
export function addCounts(all: Iterable<MatchCounts>): MatchCounts {
  const sum = { tp: 0, fp: 0, fn: 0 };
  for (const counts of all) {
    sum.tp += counts.tp;
    sum.fp += counts.fp;
    sum.fn += counts.fn;
  }
  return sum;
}

/**
 * The part of a match that lies in some stretches of the recording. Contacts were paired over the
 * whole recording first, so an edge between stretches parts no pair: found and missed contacts
 * belong to where the true one lies, invented ones to where they themselves lie.
 *
 * @param isInside tells of a time in seconds whether it is to be counted
 */
export function countsWithin(
  match: StepMatch,
  detected: readonly number[],
  truth: readonly number[],
  isInside: (time: number) => boolean,
): MatchCounts {
  const foundTruth = new Set(match.pairs.map((pair) => pair.truth));
  const rightDetected = new Set(match.pairs.map((pair) => pair.detected));
  const inside = (times: readonly number[], keep: (index: number) => boolean): number =>
    times.filter((time, index) => keep(index) && isInside(time)).length;
  return {
    tp: inside(truth, (index) => foundTruth.has(index)),
    fn: inside(truth, (index) => !foundTruth.has(index)),
    fp: inside(detected, (index) => !rightDetected.has(index)),
  };
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
