/** What a checksum of nothing is, and where each begins. */
const FNV_BASIS = 0x811c9dc5;

/**
 * FNV-1a, 32 bits: enough to notice damage, not meant against forgery. One altered byte always
 * shows.
 *
 * @param bytes what is summed up
 * @param before the checksum of what comes before it, where there is anything
 */
export function fnv1a(bytes: Uint8Array, before: number = FNV_BASIS): number {
  let hash = before;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
