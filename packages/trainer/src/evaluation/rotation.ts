import { normal, type RandomSource } from './random.ts';

/** A rotation as a matrix, row by row. */
export type Rotation = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

export const UNTURNED: Rotation = [1, 0, 0, 0, 1, 0, 0, 0, 1];
/** Half a turn about x. */
export const UPSIDE_DOWN: Rotation = [1, 0, 0, 0, -1, 0, 0, 0, -1];

/** A rotation of which every orientation is as likely as any other (Shoemake 1992). */
export function randomRotation(random: RandomSource): Rotation {
  const quaternion = [normal(random), normal(random), normal(random), normal(random)];
  const length = Math.hypot(...quaternion);
  const [w, x, y, z] = quaternion.map((part) => part / length) as [number, number, number, number];
  return rotationOf(w, x, y, z);
}

/** The rotation of a quaternion of length 1. */
export function rotationOf(w: number, x: number, y: number, z: number): Rotation {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}

/**
 * Turns vectors in place.
 *
 * @param vectors x y z interleaved
 * @param from first vector to turn
 * @param to the one after the last
 */
export function rotate(
  vectors: Float64Array,
  [xx, xy, xz, yx, yy, yz, zx, zy, zz]: Rotation,
  from = 0,
  to = vectors.length / 3,
): void {
  for (let k = 3 * from; k < 3 * to; k += 3) {
    const x = vectors[k] as number;
    const y = vectors[k + 1] as number;
    const z = vectors[k + 2] as number;
    vectors[k] = xx * x + xy * y + xz * z;
    vectors[k + 1] = yx * x + yy * y + yz * z;
    vectors[k + 2] = zx * x + zy * y + zz * z;
  }
}
