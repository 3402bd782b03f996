/** How moments are spread over time. */
export interface Spread {
  readonly count: number;
  /** From the first to the last. */
  readonly width: number;
  /** The largest share of them that lies in one of the equal parts of that time; 0 to 1. */
  readonly largestShare: number;
}

/** Looks how evenly moments are spread between the first and the last. */
export function spreadOf(moments: readonly number[], parts: number): Spread {
  if (moments.length === 0) return { count: 0, width: 0, largestShare: 0 };
  const first = Math.min(...moments);
  const width = Math.max(...moments) - first;
  const counts = new Array<number>(parts).fill(0);
  for (const moment of moments) {
    const part = width === 0 ? 0 : Math.floor((parts * (moment - first)) / width);
    const index = Math.min(part, parts - 1);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return { count: moments.length, width, largestShare: Math.max(...counts) / moments.length };
}
