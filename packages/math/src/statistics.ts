/** The arithmetic mean; null of no values, because zero would be wrong. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, or the mean of the two middle ones; null of no values. */
export function median(values: ArrayLike<number>): number | null {
  return quantile(values, 0.5);
}

/**
 * The value below which the given share of the values lies, interpolated linearly between
 * neighbours; null of no values. The values keep their order.
 *
 * @param share from 0 to 1
 */
export function quantile(values: ArrayLike<number>, share: number): number | null {
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** As {@link quantile}, of values that ascend already: no copy is made. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number | null {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}
