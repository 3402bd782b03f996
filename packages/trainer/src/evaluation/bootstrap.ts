import { quantile, seededRandom } from '@stepstream/math';

/** How often people are drawn anew. */
const RESAMPLES = 2000;
/** Where the drawing starts. Any number does; this one keeps reports comparable. */
const SEED = 20_230_124;

/** A range that holds a number with 95 % confidence. */
export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % confidence interval of a number over people, by the percentile bootstrap: as many people
 * as there are are drawn with replacement, the number is computed from all their recordings, and
 * the middle 95 % of 2000 such results is the interval.
 *
 * People are drawn, not steps or recordings, because the next user is another person, and the steps
 * of one person are much alike. With three or four people, the interval is a rough one, and too
 * narrow rather than too wide; with one person there is none.
 *
 * @param people one entry a person: whatever `statistic` computes from
 * @param statistic the number; null for samples that have none, which are passed over
 */
export function bootstrapPeople<Person>(
  people: readonly Person[],
  statistic: (sample: readonly Person[]) => number | null,
): ConfidenceInterval | null {
  if (people.length < 2) return null;
  const random = seededRandom(SEED);
  const results: number[] = [];
  for (let k = 0; k < RESAMPLES; k++) {
    const sample = people.map(() => people[Math.floor(random() * people.length)] as Person);
    const result = statistic(sample);
    if (result !== null) results.push(result);
  }
  const low = quantile(results, 0.025);
  const high = quantile(results, 0.975);
  return low === null || high === null ? null : { low, high };
}
