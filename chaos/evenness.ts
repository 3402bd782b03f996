/** One of so many moments is a straggler. */
const STRAGGLERS = 20;

/** How moments are spread over time. */
export interface Spread {
  readonly count: number;
  /** From the first to the last. */
  readonly width: number;
  /**
   * The largest share that lies in one of the equal parts of the time from the first to the last, the earliest and the
   * latest twentieth left out: one straggler is no crowd. 0 to 1.
   */
  readonly largestShare: number;
}

/** Looks how evenly moments are spread between the first and the last. */
export function spreadOf(moments: readonly number[], parts: number): Spread {
  if (moments.length === 0) return { count: 0, width: 0, largestShare: 0 };
  const sorted = moments.toSorted((a, b) => a - b);
  const left = Math.floor(moments.length / STRAGGLERS);
  const middle = sorted.slice(left, sorted.length - left);
  return {
    count: moments.length,
    width: widthOf(sorted),
    largestShare: largestShare(middle, parts),
  };
}

function largestShare(sorted: readonly number[], parts: number): number {
  const [first = 0] = sorted;
  const width = widthOf(sorted);
  const counts = new Array<number>(parts).fill(0);
  for (const moment of sorted) {
    const part = width === 0 ? 0 : Math.floor((parts * (moment - first)) / width);
    const index = Math.min(part, parts - 1);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return Math.max(...counts) / sorted.length;
}

function widthOf(sorted: readonly number[]): number {
  return (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
}
