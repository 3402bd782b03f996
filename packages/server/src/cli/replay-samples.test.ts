import { expect, test } from 'bun:test';
import { sampleAt } from '@stepstream/protocol';
import { dueTimes } from './replay-samples.ts';

const RECORDING = {
  times: Float64Array.of(10, 10.5, 9, 9.25),
  accel: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  gyro: Float64Array.of(0.1, 0.2, 0.3, Number.NaN, Number.NaN, Number.NaN, 0, 0, 0, 0, 0, 0),
  activity: null,
};

test('a sample is what a device would have sent, without the gyro where there is none', () => {
  expect([0, 1].map((index) => sampleAt(RECORDING, index))).toEqual([
    { timestamp: 10, accel_x: 1, accel_y: 2, accel_z: 3, gyro_x: 0.1, gyro_y: 0.2, gyro_z: 0.3 },
    { timestamp: 10.5, accel_x: 4, accel_y: 5, accel_z: 6 },
  ]);
});

test('a sample is due when its time has come, and at once where the clock steps back', () => {
  expect([...dueTimes(RECORDING)]).toEqual([0, 0.5, 0.5, 0.75]);
});
