/** Median distance of one time to the next; 0 with fewer than two. */
export function medianInterval(times: Float64Array): number {
  const intervals = new Float64Array(Math.max(0, times.length - 1));
  for (let i = 0; i < intervals.length; i++) {
    intervals[i] = (times[i + 1] as number) - (times[i] as number);
  }
  return quantile(intervals, 0.5);
}

/** Lengths of the vectors; those with a NaN are left out. */
export function magnitudes(vectors: Float64Array): Float64Array {
  const lengths = new Float64Array(vectors.length / 3);
  let count = 0;
  for (let i = 0; i < vectors.length; i += 3) {
    const [x, y, z] = [vectors[i], vectors[i + 1], vectors[i + 2]] as [number, number, number];
    const length = Math.sqrt(x * x + y * y + z * z);
    if (!Number.isNaN(length)) lengths[count++] = length;
  }
  return lengths.subarray(0, count);
}

/** The value that this share of the values is below; 0 where there are none. Sorts the values. */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
