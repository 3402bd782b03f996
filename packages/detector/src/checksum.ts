/** The checksum of no bytes, with which each begins. */
const FNV_BASIS = 0x811c9dc5;

/**
 * FNV-1a, 32 bits: enough to notice damage, not meant against forgery. One altered byte always
 * shows.
 *
 * @param before the checksum of the bytes before these. Default: there are none
 */
export function fnv1a(bytes: Uint8Array, before: number = FNV_BASIS): number {
  let hash = before;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * A checksum of 32-bit words, for what has to be quick: about a nanosecond a word. One altered word always
 * shows.
 */
export function sumOfWords(words: Uint32Array, from = 0, end = words.length): number {
  let hash = FNV_BASIS;
  for (let i = from; i < end; i++) {
    // Each step takes different sums to different ones; the shift brings the high bits down again, which
    // the product only moves up.
    hash = Math.imul(hash ^ (words[i] as number), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
