import { normal, type RandomSource } from '@stepstream/math';

/** How much weaker the other foot's contacts become: down to this share. */
const WEAKEST = 0.35;
/** Spread of the strength from contact to contact: standard deviation of its logarithm. */
const SPREAD = 0.15;

/**
 * How strong each sample of a walk would be where one foot shows less than the other, as it does to a
 * device in the pocket of the other leg, to a bag on one shoulder, and in a limp. Strength changes in a
 * straight line from contact to contact.
 *
 * @param times of the samples, and `contacts`, both in seconds and in order
 * @returns a factor for each sample
 */
export function unevenSteps(
  times: Float64Array,
  contacts: readonly number[],
  random: RandomSource,
): Float64Array {
  const other = WEAKEST + (1 - WEAKEST) * random();
  const strengths = contacts.map((_, i) => (i % 2 ? other : 1) * Math.exp(SPREAD * normal(random)));
  const factors = new Float64Array(times.length).fill(1);
  if (contacts.length === 0) return factors;
  let next = 0;
  for (const [i, time] of times.entries()) {
    while (next < contacts.length && (contacts[next] as number) <= time) next++;
    const after = strengths[Math.min(next, contacts.length - 1)] as number;
    const before = strengths[Math.max(next - 1, 0)] as number;
    const begin = contacts[Math.max(next - 1, 0)] as number;
    const end = contacts[Math.min(next, contacts.length - 1)] as number;
    const share = end > begin ? (time - begin) / (end - begin) : 0;
    factors[i] = before + share * (after - before);
  }
  return factors;
}
