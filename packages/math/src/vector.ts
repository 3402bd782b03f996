/** A vector. In the world: x forward, y to the left, z up. On a device: the device's own axes. */
export type Vector = readonly [x: number, y: number, z: number];

/**
 * Lengths of vectors.
 *
 * @param vectors x y z interleaved, length 3n
 * @returns length n; NaN where a component is NaN
 */
export function magnitudes(vectors: Float64Array): Float64Array {
  const lengths = new Float64Array(vectors.length / 3);
  for (let i = 0; i < lengths.length; i++) {
    const x = vectors[3 * i] as number;
    const y = vectors[3 * i + 1] as number;
    const z = vectors[3 * i + 2] as number;
    lengths[i] = Math.sqrt(x * x + y * y + z * z);
  }
  return lengths;
}
