import { median, quantileOfSorted } from '@stepstream/math';
import { selectionStride } from './selection-stride.ts';

/** What an acceleration's values are like, in the unit of the file. */
export interface GravityLevel {
  /** Length of the mean vector over two seconds, at its median: gravity, or near nothing. */
  readonly steady: number;
  /** Length of the single vectors, at their median. */
  readonly median: number;
  /** Length that 95 % of the vectors stay below. */
  readonly strong: number;
}

/** Steps and swings cancel over this time, gravity does not; in seconds. */
const WINDOW = 2;
/** Of slow recordings it takes longer until there are as many, up to this many seconds. */
const MIN_SAMPLES_IN_WINDOW = 20;
const LONGEST_WINDOW = 20;

/**
 * Finds gravity in an acceleration, whatever its unit: movements go to and fro, and cancel in the
 * mean vector over a few strides; what is left is gravity.
 *
 * @param times - in seconds
 * @returns null for a recording that is too short to tell
 */
export function gravityLevel(times: Float64Array, accel: Float64Array): GravityLevel | null {
  const levels: number[] = [];
  const sum = [0, 0, 0] as [number, number, number];
  let begin = 0;
  for (let i = 0; i < times.length; i++) {
    const elapsed = (times[i] as number) - (times[begin] as number);
    const isFull = i - begin >= MIN_SAMPLES_IN_WINDOW;
    if ((elapsed >= WINDOW && isFull) || elapsed >= LONGEST_WINDOW || elapsed < 0) {
      if (isFull) levels.push(Math.hypot(...sum) / (i - begin));
      sum.fill(0);
      begin = i;
    }
    for (let axis = 0; axis < 3; axis++)
      sum[axis] = (sum[axis] ?? 0) + (accel[3 * i + axis] as number);
  }
  if (levels.length === 0) return null;
  const lengths = someLengths(accel).sort();
  return {
    steady: median(levels) ?? 0,
    median: quantileOfSorted(lengths, 0.5) ?? 0,
    strong: quantileOfSorted(lengths, 0.95) ?? 0,
  };
}

/** Lengths of vectors: of many, evenly chosen ones. */
function someLengths(accel: Float64Array): Float64Array {
  const every = selectionStride(accel.length / 3);
  const lengths = new Float64Array(Math.floor(accel.length / 3 / every));
  for (let i = 0; i < lengths.length; i++) {
    const at = 3 * every * i;
    const [x, y, z] = [accel[at] as number, accel[at + 1] as number, accel[at + 2] as number];
    lengths[i] = Math.sqrt(x * x + y * y + z * z);
  }
  return lengths;
}
