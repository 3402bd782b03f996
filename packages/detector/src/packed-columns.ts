/** A column's width takes so many bits: 0 to 16. */
const WIDTH_BITS = 5;
const MAX_WIDTH = 16;

/** Most bytes that so many numbers in so many columns are packed in. */
export function maxPackedBytes(length: number, columns: number): number {
  return 2 * Math.ceil((WIDTH_BITS * columns + MAX_WIDTH * length) / 16);
}

/**
 * Packs rows of whole numbers up to 65,535: each column in as few bits as its largest number needs, after that width.
 *
 * @param values those from `from` up to `end` are rows of `columns` numbers
 * @param out where the bytes go, from `at` on
 * @returns where they end
 */
export function packColumns(
  values: Uint16Array,
  from: number,
  end: number,
  columns: number,
  out: Uint8Array,
  at: number,
): number {
  let next = at;
  let bits = 0;
  /** Bits in it: fewer than 16, before and after each number. */
  let filled = 0;
  for (let column = from; column < from + columns; column++) {
    let any = 0;
    for (let i = column; i < end; i += columns) any |= values[i] as number;
    const width = 32 - Math.clz32(any);
    bits |= width << filled;
    filled += WIDTH_BITS;
    if (filled >= 16) {
      out[next++] = bits;
      out[next++] = bits >>> 8;
      bits >>>= 16;
      filled -= 16;
    }
    if (width === 0) continue;
    for (let i = column; i < end; i += columns) {
      bits |= (values[i] as number) << filled;
      filled += width;
      if (filled < 16) continue;
      out[next++] = bits;
      out[next++] = bits >>> 8;
      bits >>>= 16;
      filled -= 16;
    }
  }
  if (filled > 0) {
    out[next++] = bits;
    out[next++] = bits >>> 8;
  }
  return next;
}

/**
 * Unpacks what {@link packColumns} has packed.
 *
 * @param bytes from `at` on; those that are not there count as 0
 * @returns where they end
 */
export function unpackColumns(
  values: Uint16Array,
  from: number,
  end: number,
  columns: number,
  bytes: Uint8Array,
  at: number,
): number {
  let next = at;
  let bits = 0;
  let filled = 0;
  for (let column = from; column < from + columns; column++) {
    if (filled < WIDTH_BITS) {
      bits |= wordAt(bytes, next) << filled;
      next += 2;
      filled += 16;
    }
    const width = Math.min(bits & (2 ** WIDTH_BITS - 1), MAX_WIDTH);
    bits >>>= WIDTH_BITS;
    filled -= WIDTH_BITS;
    const mask = 2 ** width - 1;
    for (let i = column; i < end; i += columns) {
      if (filled < width) {
        bits |= wordAt(bytes, next) << filled;
        next += 2;
        filled += 16;
      }
      values[i] = bits & mask;
      bits >>>= width;
      filled -= width;
    }
  }
  return next;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
