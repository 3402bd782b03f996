/** So many values tell what all of them are like. */
const MAX_SORTED = 1 << 18;

/** Of so many values that are made one by one, each so many on is enough to tell what is typical of them. */
export function selectionStride(length: number): number {
  // An odd distance meets all places of what comes in pairs, fours or eights.
  return length <= MAX_SORTED ? 1 : Math.ceil(length / MAX_SORTED) | 1;
}
