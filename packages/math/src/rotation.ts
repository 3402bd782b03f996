import { normal, type RandomSource } from './random.ts';
import type { Vector } from './vector.ts';

/** Rows of a rotation matrix. */
export type Rotation = readonly [Vector, Vector, Vector];

export const IDENTITY: Rotation = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Half a turn about x. */
export const UPSIDE_DOWN: Rotation = [
  [1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
];

/** The matrix times the vector. */
export function rotate(rotation: Rotation, vector: Vector): Vector {
  return [dot(rotation[0], vector), dot(rotation[1], vector), dot(rotation[2], vector)];
}

/**
 * Rotates many vectors in place.
 *
 * @param vectors x y z interleaved
 */
export function rotateAll(rotation: Rotation, vectors: Float64Array): void {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = rotation;
  for (let k = 0; k < vectors.length; k += 3) {
    const x = vectors[k] as number;
    const y = vectors[k + 1] as number;
    const z = vectors[k + 2] as number;
    vectors[k] = xx * x + xy * y + xz * z;
    vectors[k + 1] = yx * x + yy * y + yz * z;
    vectors[k + 2] = zx * x + zy * y + zz * z;
  }
}

/** The rotation that undoes this one: its transpose. */
export function inverse([a, b, c]: Rotation): Rotation {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/** The rotation of a quaternion of length 1. */
export function fromQuaternion(w: number, x: number, y: number, z: number): Rotation {
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
}

/**
 * A rotation from three numbers. Where they are uniform in [0, 1), every orientation is equally
 * likely (Shoemake 1992). Synthetic walks and training draw their orientations this way.
 */
export function uniformRotation(u: number, v: number, w: number): Rotation {
  const [a, b] = [Math.sqrt(1 - u), Math.sqrt(u)];
  const x = a * Math.sin(2 * Math.PI * v);
  const y = a * Math.cos(2 * Math.PI * v);
  const z = b * Math.sin(2 * Math.PI * w);
  return fromQuaternion(b * Math.cos(2 * Math.PI * w), x, y, z);
}

/**
 * A random rotation from four normal numbers, every orientation equally likely. The evaluation draws
 * its orientations this way; {@link uniformRotation} would give it others, and so other results than
 * the published ones.
 */
export function randomRotation(random: RandomSource): Rotation {
  const quaternion = [normal(random), normal(random), normal(random), normal(random)];
  const length = Math.hypot(...quaternion);
  const [w, x, y, z] = quaternion.map((part) => part / length) as [number, number, number, number];
  return fromQuaternion(w, x, y, z);
}

/**
 * From the world to a frame turned by yaw about z, then pitch about the new y, then roll about the
 * newest x.
 *
 * @param roll in rad, as are pitch and yaw
 */
export function fromAngles(roll: number, pitch: number, yaw: number): Rotation {
  const [sr, cr] = [Math.sin(roll), Math.cos(roll)];
  const [sp, cp] = [Math.sin(pitch), Math.cos(pitch)];
  const [sy, cy] = [Math.sin(yaw), Math.cos(yaw)];
  return [
    [cp * cy, cp * sy, -sp],
    [sr * sp * cy - cr * sy, sr * sp * sy + cr * cy, sr * cp],
    [cr * sp * cy + sr * sy, cr * sp * sy - sr * cy, cr * cp],
  ];
}

/**
 * Angular velocity in the turned frame.
 *
 * @param angles roll, pitch and yaw in rad, as {@link fromAngles} takes them
 * @param rates their rates of change in rad/s
 * @returns rad/s about the turned frame's axes
 */
export function bodyRates(angles: Vector, rates: Vector): Vector {
  const [roll, pitch] = angles;
  const [rollRate, pitchRate, yawRate] = rates;
  const [sr, cr] = [Math.sin(roll), Math.cos(roll)];
  const [sp, cp] = [Math.sin(pitch), Math.cos(pitch)];
  return [
    rollRate - yawRate * sp,
    pitchRate * cr + yawRate * cp * sr,
    -pitchRate * sr + yawRate * cp * cr,
  ];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
