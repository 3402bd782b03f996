/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
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
