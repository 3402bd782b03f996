/** Texts up to this length are parsed as they are: whatever their shape, it takes a fraction of a millisecond. */
const MIN_LENGTH = 8192;
/** Objects and lists of one frame: four for each sample of the largest batch. */
const MAX_FRAME_PARTS = 4096;
/** Keys of an object, on average. Engines are slow with objects of thousands. */
const MAX_KEYS_PER_OBJECT = 64;

/** What {@link isTooComplex} allows. */
export interface ShapeLimits {
  /** Objects and lists, and so also how deep they can nest. Default: 4,096. */
  readonly maxParts?: number;
}

/**
 * Whether it would take unduly long to parse a text, for its length: one of lists within lists, or of objects with
 * thousands of keys, costs a hundred times what samples cost. Counts brackets and colons, those within strings too:
 * they are searched for natively, and texts of sensors have few strings.
 */
export function isTooComplex(
  text: string,
  { maxParts = MAX_FRAME_PARTS }: ShapeLimits = {},
): boolean {
  if (text.length <= MIN_LENGTH) return false;
  const objects = count(text, '{', maxParts);
  const lists = count(text, '[', maxParts);
  if (objects + lists > maxParts) return true;
  const maxKeys = MAX_KEYS_PER_OBJECT * (objects + 1);
  return count(text, ':', maxKeys) > maxKeys;
}

/** How often a character occurs; not counted beyond `most` + 1. */
function count(text: string, character: string, most: number): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) {
    if (++found > most) break;
  }
  return found;
}
