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
