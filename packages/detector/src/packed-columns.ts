/** A column's width takes so many bits: 0 to 16. */
const WIDTH_BITS = 5;

/** Most words of 16 bits that so many rows and columns are packed in. */
export function maxPackedWords(length: number, columns: number): number {
  return Math.ceil((WIDTH_BITS * columns + 16 * length) / 16);
}

/**
 * Packs rows of whole numbers up to 65,535: each column in as few bits as its largest number needs, after that width.
 *
 * @param values rows of `columns` numbers
 * @param out where the words go, from its beginning on
 * @returns how many words there are
 */
export function packColumns(values: Uint16Array, columns: number, out: Uint16Array): number {
  const { length } = values;
  let words = 0;
  let bits = 0;
  /** Bits in it: fewer than 16, before and after each number. */
  let filled = 0;
  for (let column = 0; column < columns; column++) {
    let any = 0;
    for (let i = column; i < length; i += columns) any |= values[i] as number;
    const width = 32 - Math.clz32(any);
    bits |= width << filled;
    filled += WIDTH_BITS;
    if (filled >= 16) {
      out[words++] = bits;
      bits >>>= 16;
      filled -= 16;
    }
    if (width === 0) continue;
    for (let i = column; i < length; i += columns) {
      bits |= (values[i] as number) << filled;
      filled += width;
      if (filled < 16) continue;
      out[words++] = bits;
      bits >>>= 16;
      filled -= 16;
    }
  }
  if (filled > 0) out[words++] = bits;
  return words;
}

/**
 * Unpacks what {@link packColumns} has packed.
 *
 * @param words from the first one on; those that are not there count as 0
 * @returns how many words it took
 */
export function unpackColumns(values: Uint16Array, columns: number, words: Uint16Array): number {
  const { length } = values;
  let taken = 0;
  let bits = 0;
  let filled = 0;
  for (let column = 0; column < columns; column++) {
    if (filled < WIDTH_BITS) {
      bits |= (words[taken++] ?? 0) << filled;
      filled += 16;
    }
    const width = Math.min(bits & (2 ** WIDTH_BITS - 1), 16);
    bits >>>= WIDTH_BITS;
    filled -= WIDTH_BITS;
    const mask = 2 ** width - 1;
    for (let i = column; i < length; i += columns) {
      if (filled < width) {
        bits |= (words[taken++] ?? 0) << filled;
        filled += 16;
      }
      values[i] = bits & mask;
      bits >>>= width;
      filled -= width;
    }
  }
  return taken;
}
