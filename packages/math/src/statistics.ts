/** The arithmetic mean; null of no values, because zero would be wrong. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, or the mean of the two middle ones; null of no values. */
export function median(values: ArrayLike<number>): number | null {
  return quantile(values, 0.5);
}

/** Of more values than this, some are taken for all. */
const MAX_SORTED = 1 << 18;

/**
 * As many values as take milliseconds to sort: all of them up to 262,144, and of more an even selection, in their order.
 */
export function selection(values: Float64Array): Float64Array {
  if (values.length <= MAX_SORTED) return values;
  // An odd distance meets all places of what comes in pairs, fours or eights.
  const every = Math.ceil(values.length / MAX_SORTED) | 1;
  const some = new Float64Array(Math.floor(values.length / every));
  for (let i = 0; i < some.length; i++) some[i] = values[i * every] as number;
  return some;
}

/** The middle value of a {@link selection}; null of none. */
export function quickMedian(values: Float64Array): number | null {
  return median(selection(values));
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
