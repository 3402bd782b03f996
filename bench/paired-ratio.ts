import { median } from '@stepstream/math';

/**
 * How many times larger one thing usually is than another: the median of the ratios of each round.
 *
 * @param ones a value for each round
 * @param others what it is compared to, in the same rounds
 */
export function pairedRatio(ones: readonly number[], others: readonly number[]): number {
  return median(ones.map((one, round) => one / (others[round] ?? Number.NaN))) ?? Number.NaN;
}
