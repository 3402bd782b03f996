/** x forward, y to the left, z up, when it is in the world; or a device's own axes. */
export type Vector = readonly [x: number, y: number, z: number];

/** Rows of a rotation matrix: `rotate` gives the vector's coordinates in the turned frame. */
export type Rotation = readonly [Vector, Vector, Vector];

export function rotate(rotation: Rotation, vector: Vector): Vector {
  return [dot(rotation[0], vector), dot(rotation[1], vector), dot(rotation[2], vector)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/**
 * From world to a frame turned by yaw about z, then pitch about the new y, then roll about the
 * newest x; angles in rad.
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

/** Angular velocity in the turned frame, from the angles (rad) and their rates (rad/s). */
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

/** The rotation of a unit quaternion; three uniform numbers in [0, 1) give all turns alike. */
export function anyRotation(u: number, v: number, w: number): Rotation {
  const [a, b] = [Math.sqrt(1 - u), Math.sqrt(u)];
  const x = a * Math.sin(2 * Math.PI * v);
  const y = a * Math.cos(2 * Math.PI * v);
  const z = b * Math.sin(2 * Math.PI * w);
  const s = b * Math.cos(2 * Math.PI * w);
  return [
    [1 - 2 * (y * y + z * z), 2 * (x * y + s * z), 2 * (x * z - s * y)],
    [2 * (x * y - s * z), 1 - 2 * (x * x + z * z), 2 * (y * z + s * x)],
    [2 * (x * z + s * y), 2 * (y * z - s * x), 1 - 2 * (x * x + y * y)],
  ];
}
