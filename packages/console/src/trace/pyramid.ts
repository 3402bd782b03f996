/** Values in a block of the lowest level, and blocks in one of the level above, as powers of two. */
const BASE_BITS = 5;
const STEP_BITS = 3;
const LEVELS = 5;

/** The least and the greatest of some values; infinite where there are none. */
export interface Extent {
  min: number;
  max: number;
}

interface Level {
  readonly bits: number;
  min: Float32Array;
  max: Float32Array;
}

/**
 * Tells the least and the greatest value of any piece of a growing series, at once however long the piece is: a picture
 * of a day's recording is drawn from it as quickly as one of a second. Values that are no numbers don't count.
 */
export class Pyramid {
  #levels: Level[] = emptyLevels();

  /** The series has grown by the value at this index. */
  add(index: number, value: number): void {
    if (Number.isNaN(value)) return;
    for (const level of this.#levels) {
      const block = index >>> level.bits;
      if (block >= level.min.length) grow(level);
      if (value < (level.min[block] as number)) level.min[block] = value;
      if (value > (level.max[block] as number)) level.max[block] = value;
    }
  }

  clear(): void {
    this.#levels = emptyLevels();
  }

  /** The extent of the values from one index up to another, which it does not include. */
  extent(values: Float32Array, from: number, to: number): Extent {
    const found = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
    for (let i = from; i < to; ) {
      const level = this.#largestBlock(i, to);
      if (level) {
        const block = i >>> level.bits;
        include(found, level.min[block] as number, level.max[block] as number);
        i += 1 << level.bits;
      } else {
        include(found, values[i] as number, values[i] as number);
        i++;
      }
    }
    return found;
  }

  /** The largest block that begins at an index and ends before another. */
  #largestBlock(from: number, to: number): Level | undefined {
    let largest: Level | undefined;
    for (const level of this.#levels) {
      const size = 1 << level.bits;
      if (from % size !== 0 || from + size > to) break;
      largest = level;
    }
    return largest;
  }
}

function include(extent: Extent, min: number, max: number): void {
  if (min < extent.min) extent.min = min;
  if (max > extent.max) extent.max = max;
}

function emptyLevels(): Level[] {
  return Array.from({ length: LEVELS }, (_, i) => ({
    bits: BASE_BITS + STEP_BITS * i,
    min: new Float32Array(16).fill(Number.POSITIVE_INFINITY),
    max: new Float32Array(16).fill(Number.NEGATIVE_INFINITY),
  }));
}

function grow(level: Level): void {
  const { min, max } = level;
  level.min = new Float32Array(2 * min.length).fill(Number.POSITIVE_INFINITY);
  level.max = new Float32Array(2 * max.length).fill(Number.NEGATIVE_INFINITY);
  level.min.set(min);
  level.max.set(max);
}
