import { median, quantileOfSorted } from '@stepstream/math';
import { unitOfGravity } from './accel-units.ts';
import { selectionStride } from './selection-stride.ts';

/** What an acceleration's values are like, in the unit of the file. */
export interface GravityLevel {
  /** Length of the mean vector over two seconds, at its median: gravity, or near nothing. */
  readonly steady: number;
  /** Length of the single vectors, at their median. */
  readonly median: number;
  /** Length that 95 % of the vectors stay below. */
  readonly strong: number;
  /** Where what is steady changes from one unit to another, and what it is before and after. */
  readonly change?: UnitChange | undefined;
}

/** A change of the unit in the middle of a recording. */
export interface UnitChange {
  /** Sample near which it is. */
  readonly near: number;
  readonly before: number;
  readonly after: number;
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
  const starts: number[] = [];
  const sum = [0, 0, 0] as [number, number, number];
  let begin = 0;
  for (let i = 0; i < times.length; i++) {
    const elapsed = (times[i] as number) - (times[begin] as number);
    const isFull = i - begin >= MIN_SAMPLES_IN_WINDOW;
    if ((elapsed >= WINDOW && isFull) || elapsed >= LONGEST_WINDOW || elapsed < 0) {
      if (isFull) {
        levels.push(Math.hypot(...sum) / (i - begin));
        starts.push(begin);
      }
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
    change: changeOf(levels, starts),
  };
}

/** Of windows with gravity in one unit and then in another, so many at most are neither: the one in which it changes. */
const MAX_BETWEEN = 1;

/** Where gravity is in one unit first and in another from there on; undefined where it is not. */
function changeOf(levels: readonly number[], starts: readonly number[]): UnitChange | undefined {
  const units = levels.map((level) => unitOfGravity(level, false));
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const until = units.lastIndexOf(first) + 1;
  const from = units.indexOf(last);
  const between = from - until;
  const isChange =
    between >= 0 &&
    between <= MAX_BETWEEN &&
    units.slice(0, until).every((unit) => unit === first) &&
    units.slice(from).every((unit) => unit === last);
  if (!isChange) return undefined;
  return {
    near: starts[until] ?? 0,
    before: median(levels.slice(0, until)) ?? 0,
    after: median(levels.slice(from)) ?? 0,
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
