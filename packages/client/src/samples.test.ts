import { expect, test } from 'bun:test';
import { takeSample } from './samples.ts';

test('only what the server reads is taken', () => {
  const extra = { accel_x: 1, accel_y: 2, accel_z: 3, steps: 4 };
  expect(takeSample(extra, {}, 5)).toEqual({ timestamp: 5, accel_x: 1, accel_y: 2, accel_z: 3 });
});

test('limits are those of the configured units', () => {
  const sample = { accel_x: 0, accel_y: 0, accel_z: 150, gyro_x: 0, gyro_y: 0, gyro_z: 250 };
  expect(() => takeSample(sample, {}, 0)).toThrow('gyro_x, gyro_y, gyro_z are beyond');
  expect(() => takeSample(sample, { gyro_unit: 'deg/s' }, 0)).not.toThrow();
  expect(() => takeSample(sample, { accel_unit: 'g' }, 0)).toThrow('accel_x, accel_y, accel_z');
});
