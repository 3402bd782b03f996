import { expect, test } from 'bun:test';
import { createSampleBlock, DEFAULT_SETTINGS } from '@stepstream/protocol';
import { readBinaryFrame } from '@stepstream/protocol/codec';
import { replayFrames } from './replay-frames.ts';

const RECORDING = {
  times: Float64Array.of(10, 10.5, 9, 9.25),
  accel: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  gyro: Float64Array.of(0.1, 0.2, 0.3, Number.NaN, Number.NaN, Number.NaN, 0, 0, 0, 0, 0, 0),
  activity: null,
};

test('a frame a sample, without the gyro where there is none', () => {
  const frames = [...replayFrames(RECORDING, 1)];
  expect(frames.slice(0, 2).map((frame) => JSON.parse(frame.payload as string))).toEqual([
    { timestamp: 10, accel_x: 1, accel_y: 2, accel_z: 3, gyro_x: 0.1, gyro_y: 0.2, gyro_z: 0.3 },
    { timestamp: 10.5, accel_x: 4, accel_y: 5, accel_z: 6 },
  ]);
  expect(frames.map((frame) => frame.due)).toEqual([0, 0.5, 0.5, 0.75]);
  expect(frames.map((frame) => frame.lastTime)).toEqual([10, 10.5, 9, 9.25]);
});

test('batches are due with their last sample; the last one is as long as it may', () => {
  const frames = [...replayFrames(RECORDING, 3)];
  expect(frames.map((frame) => [frame.samples, frame.due, frame.lastTime])).toEqual([
    [3, 0.5, 9],
    [1, 0.75, 9.25],
  ]);
  expect(JSON.parse(String(frames[1]?.payload))).toEqual({
    samples: [
      { timestamp: 9.25, accel_x: 10, accel_y: 11, accel_z: 12, gyro_x: 0, gyro_y: 0, gyro_z: 0 },
    ],
  });
});

test('binary frames hold the same samples, as single floats', () => {
  const frames = [...replayFrames(RECORDING, 3, true)];
  expect(frames.map((frame) => [frame.samples, frame.due])).toEqual([
    [3, 0.5],
    [1, 0.75],
  ]);
  const block = createSampleBlock();
  expect(readBinaryFrame(frames[0]?.payload as Uint8Array, DEFAULT_SETTINGS, block).kind).toBe(
    'samples',
  );
  expect(block.count).toBe(3);
  const [x, y, z] = [0.1, 0.2, 0.3].map(Math.fround);
  expect([...block.rows.subarray(0, 21)]).toEqual([
    ...[10, 1, 2, 3, x, y, z],
    ...[10.5, 4, 5, 6, Number.NaN, Number.NaN, Number.NaN],
    ...[9, 7, 8, 9, 0, 0, 0],
  ] as number[]);
});
