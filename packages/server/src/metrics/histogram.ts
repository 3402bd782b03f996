/** What a histogram has counted. */
export interface HistogramCounts {
  /** Upper bounds of the buckets, growing; what is above the last is in none of them. */
  readonly bounds: readonly number[];
  /** How many are in each bucket, and at the end how many are in none. */
  readonly counts: ArrayLike<number>;
  /** The sum of all values. */
  readonly sum: number;
}

/**
 * Counts how often values fall into which bucket. It is on the way of every frame, so it allocates nothing: a few
 * comparisons and two additions.
 */
export class Histogram implements HistogramCounts {
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
  sum = 0;

  /** @param bounds upper bounds of the buckets, growing */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** How many values there were. */
  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Most values are small, so the first bucket is looked at first. */
  observe(value: number): void {
    const { bounds, counts } = this;
    let i = 0;
    while (i < bounds.length && value > (bounds[i] as number)) i++;
    counts[i] = (counts[i] as number) + 1;
    this.sum += value;
  }
}
