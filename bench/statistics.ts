/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * How many times larger the one is than the other, as a rule: the median of the ratios of each round.
 *
 * @param ones a value for each round
 * @param others the same rounds' values of what it is compared to
 */
export function pairedRatio(ones: readonly number[], others: readonly number[]): number {
  return median(ones.map((one, round) => one / (others[round] ?? Number.NaN)));
}

/**
 * The value that a share of the values does not exceed.
 *
 * @param sorted in ascending order
 * @param share 0 … 1
 */
export function percentile(sorted: Float64Array, share: number): number {
  const index = Math.min(Math.ceil(share * sorted.length) - 1, sorted.length - 1);
  return sorted[Math.max(index, 0)] ?? Number.NaN;
}
