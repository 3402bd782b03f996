import { expect, test } from 'bun:test';
import { StepDetector } from '@stepstream/detector';
import { aWalk, detect, rows } from '@stepstream/testing/stream';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { toSample } from './device-motion.ts';

const reading = (over: object = {}) => ({
  accelerationIncludingGravity: { x: 0.1, y: -0.2, z: 9.8 },
  rotationRate: { alpha: 2, beta: -30, gamma: 10 },
  timeStamp: 1234.56789,
  ...over,
});

test('a reading as the standard has it: axes, m/s², rad/s, seconds', () => {
  expect(toSample(reading(), 1)).toEqual({
    accel_x: 0.1,
    accel_y: -0.2,
    accel_z: 9.8,
    gyro_x: 0.0349,
    gyro_y: -0.5236,
    gyro_z: 0.1745,
    timestamp: 1.2346,
  });
});

test('on iOS the acceleration has the other sign, the rotation has not', () => {
  const upsideDown = { accelerationIncludingGravity: { x: -0.1, y: 0.2, z: -9.8 } };
  expect(toSample(reading(upsideDown), -1)).toEqual(toSample(reading(), 1));
});

test('without a gyroscope, or with an empty reading of one, it is left out', () => {
  const { gyro_x: _, gyro_y: __, gyro_z: ___, ...still } = toSample(reading(), 1) ?? {};
  for (const rotationRate of [null, { alpha: null, beta: null, gamma: null }]) {
    expect(toSample(reading({ rotationRate }), 1)).toEqual(still as never);
  }
});

test('a computer’s empty readings are no samples', () => {
  for (const none of [null, { x: null, y: null, z: null }]) {
    expect(toSample(reading({ accelerationIncludingGravity: none }), 1)).toBeUndefined();
  }
});

test('a wrongly guessed sign costs nothing: the detector does not look at it', () => {
  const walk = rows(aWalk());
  const turned = walk.map(([time, x, y, z]) => [time, -x, -y, -z] as const);
  const model = loadModel(DEFAULT_CONFIG.model);
  const steps = detect(walk, new StepDetector({ model }));
  expect(detect(turned, new StepDetector({ model }))).toEqual(steps);
  expect(steps.length).toBeGreaterThan(30);
});
