/** A walk made of arithmetic: its landings are known exactly, and it is the same in every run. */

export interface Sample {
  readonly accel_x: number;
  readonly accel_y: number;
  readonly accel_z: number;
  readonly gyro_x?: number;
  readonly gyro_y?: number;
  readonly gyro_z?: number;
  readonly timestamp?: number;
}

export interface TimedSample extends Sample {
  readonly timestamp: number;
}

export interface Walk {
  readonly samples: readonly TimedSample[];
  /** The moment of every landing, on the samples' clock. */
  readonly landings: readonly number[];
}

export interface WalkOptions {
  /** The sensor clock's reading at the first sample. */
  readonly origin?: number;
  readonly walkSeconds?: number;
  readonly gyro?: boolean;
  /** Leaves gravity out of the accelerations. */
  readonly linear?: boolean;
}

export const STANDING_SECONDS = 3;
const RATE_HZ = 100;
const STEPS_PER_SECOND = 1.8;
const GRAVITY = 9.81;
const NOISE = 0.05;

// The device's axes seen from the walker: tilted, as in a pocket, so that no axis is vertical.
const UP = unit([0.35, -0.5, 0.79]);
const SIDE = unit(cross(UP, [0, 0, 1]));
const AHEAD = cross(SIDE, UP);

type Vector = readonly [number, number, number];

/** Standing still, walking, standing still. */
export function syntheticWalk(options: WalkOptions = {}): Walk {
  const { origin = 0, walkSeconds = 20, gyro = true, linear = false } = options;
  const random = noise(1);
  const samples: TimedSample[] = [];
  const seconds = 2 * STANDING_SECONDS + walkSeconds;
  for (let i = 0; i < seconds * RATE_HZ; i++) {
    const t = i / RATE_HZ;
    const walked = t - STANDING_SECONDS;
    const walking = walked >= 0 && walked < walkSeconds;
    const step = 2 * Math.PI * walked * STEPS_PER_SECOND;
    // At each landing the body is thrown upwards, every step; it sways once in two steps.
    const rise = walking ? 3 * Math.sin(step) + 0.8 * Math.sin(2 * step) : 0;
    const sway = walking ? 0.6 * Math.sin(step / 2) : 0;
    const push = walking ? 0.8 * Math.cos(step) : 0;
    const swing = walking ? 0.8 * Math.sin(step / 2) : 0;
    const up = rise + (linear ? 0 : GRAVITY);
    const accel = [0, 1, 2].map((axis) => {
      const at = (vector: Vector) => vector[axis] ?? 0;
      return up * at(UP) + sway * at(SIDE) + push * at(AHEAD) + NOISE * random();
    });
    const turn = [0, 1, 2].map((axis) => swing * (SIDE[axis] ?? 0) + 0.1 * NOISE * random());
    samples.push({
      accel_x: accel[0] ?? 0,
      accel_y: accel[1] ?? 0,
      accel_z: accel[2] ?? 0,
      ...(gyro && { gyro_x: turn[0] ?? 0, gyro_y: turn[1] ?? 0, gyro_z: turn[2] ?? 0 }),
      timestamp: origin + t,
    });
  }
  const landings = Array.from(
    { length: Math.round(walkSeconds * STEPS_PER_SECOND) },
    (_, n) => origin + STANDING_SECONDS + n / STEPS_PER_SECOND,
  );
  return { samples, landings };
}

/** The same movement from a sensor that tells g and degrees per second. */
export function inOtherUnits(sample: TimedSample): TimedSample {
  const degrees = 180 / Math.PI;
  return {
    accel_x: sample.accel_x / 9.80665,
    accel_y: sample.accel_y / 9.80665,
    accel_z: sample.accel_z / 9.80665,
    gyro_x: (sample.gyro_x ?? 0) * degrees,
    gyro_y: (sample.gyro_y ?? 0) * degrees,
    gyro_z: (sample.gyro_z ?? 0) * degrees,
    timestamp: sample.timestamp,
  };
}

/** Numbers of mean 0 and variance 1, the same for the same seed. */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
