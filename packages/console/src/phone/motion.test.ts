import { describe, expect, test } from 'bun:test';
import { Sample } from '@stepstream/protocol/schemas';
import { toSample } from './motion.ts';

/** An event, as far as it is looked at. */
const event = (part: object) =>
  ({ timeStamp: 1250, accelerationIncludingGravity: null, rotationRate: null, ...part }) as never;
const still = { x: 0.1, y: -0.2, z: 9.8 };

describe('a browser’s motion', () => {
  test('becomes a sample in m/s², rad/s and seconds', () => {
    const rotationRate = { alpha: 180, beta: -90, gamma: 0 };
    const sample = toSample(event({ accelerationIncludingGravity: still, rotationRate }));
    expect(Sample.parse(sample)).toEqual({
      timestamp: 1.25,
      accel_x: 0.1,
      accel_y: -0.2,
      accel_z: 9.8,
      gyro_x: Math.PI,
      gyro_y: -Math.PI / 2,
      gyro_z: 0,
    });
  });

  test('without a gyroscope, whole or in part, is acceleration alone', () => {
    for (const rotationRate of [
      null,
      { alpha: null, beta: null, gamma: null },
      { alpha: 1, beta: 2, gamma: null },
    ]) {
      const sample = toSample(event({ accelerationIncludingGravity: still, rotationRate }));
      expect(Object.keys(sample ?? {})).toEqual(['timestamp', 'accel_x', 'accel_y', 'accel_z']);
    }
  });

  test('of a device without an accelerometer is none', () => {
    expect(toSample(event({}))).toBeUndefined();
    expect(
      toSample(event({ accelerationIncludingGravity: { x: null, y: null, z: null } })),
    ).toBeUndefined();
  });

  test('on iOS has its sign turned round, which changes no magnitude', () => {
    const turned = { x: -still.x, y: -still.y, z: -still.z };
    const length = (a: object) => {
      const sample = toSample(event({ accelerationIncludingGravity: a }));
      return Math.hypot(sample?.accel_x ?? 0, sample?.accel_y ?? 0, sample?.accel_z ?? 0);
    };
    expect(length(turned)).toBe(length(still));
  });
});
