/**
 * Numbers of 12 bits with a sign, two in three bytes, the first bits first: how ActiGraph's devices pack
 * their samples.
 */
const SIGN_SHIFT = 20;

/** How many whole numbers the bytes hold. */
export function count12(bytes: number): number {
  return Math.floor((bytes * 2) / 3);
}

/** The number at `index` of those that begin at `bytes[start]`. */
export function read12(bytes: Uint8Array, start: number, index: number): number {
  const at = start + 3 * (index >> 1);
  const raw =
    (index & 1) === 0
      ? ((bytes[at] as number) << 4) | ((bytes[at + 1] as number) >> 4)
      : (((bytes[at + 1] as number) & 0x0f) << 8) | (bytes[at + 2] as number);
  return (raw << SIGN_SHIFT) >> SIGN_SHIFT;
}
