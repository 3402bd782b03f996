import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { createSampleBlock } from '../samples.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { readFrame } from './read-frame.ts';
import { type TimedSample, writeBinarySamples, writeJsonSamples } from './write-samples.ts';

const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const accel = { accel_x: number(500), accel_y: number(500), accel_z: number(500) };
const gyro = { gyro_x: number(100), gyro_y: number(100), gyro_z: number(100) };
const sample = fc.oneof(fc.record(accel), fc.record({ ...accel, ...gyro }));
const samples = fc
  .array(sample, { minLength: 1, maxLength: 50 })
  .map((all) => all.map((each, i): TimedSample => ({ ...each, timestamp: 1.7e9 + i / 50 })));

test('the server reads what a text frame says', () => {
  fc.assert(
    fc.property(samples, (all) => {
      const block = createSampleBlock();
      expect(readFrame(writeJsonSamples(all), DEFAULT_SETTINGS, block)).toMatchObject({
        kind: 'samples',
        count: all.length,
        timed: true,
      });
      all.forEach((each, i) => {
        const row = [...block.rows.subarray(7 * i, 7 * i + 7)];
        // JSON knows no −0.
        expect(row.map((value) => value + 0)).toEqual(
          [
            each.timestamp,
            each.accel_x,
            each.accel_y,
            each.accel_z,
            each.gyro_x ?? Number.NaN,
            each.gyro_y ?? Number.NaN,
            each.gyro_z ?? Number.NaN,
          ].map((value) => value + 0),
        );
      });
    }),
  );
});

test('a lone sample is a frame of its own, without a batch around it', () => {
  const lone = { timestamp: 5, accel_x: 1, accel_y: 2, accel_z: 3 };
  expect(writeJsonSamples([lone])).toBe('{"timestamp":5,"accel_x":1,"accel_y":2,"accel_z":3}');
  expect(JSON.parse(writeJsonSamples([lone, lone]))).toEqual({ samples: [lone, lone] });
});

test('a binary frame is a float64 time and rows of seven float32, little-endian', () => {
  const bytes = writeBinarySamples([
    { timestamp: 1000.5, accel_x: 1, accel_y: -2, accel_z: 9.75 },
    { timestamp: 1000.75, accel_x: 0, accel_y: 0, accel_z: 0, gyro_x: 1, gyro_y: 2, gyro_z: 3 },
  ]);
  const view = new DataView(bytes.buffer);
  expect(bytes.length).toBe(8 + 2 * 28);
  expect(view.getFloat64(0, true)).toBe(1000.5);
  const floats = Array.from({ length: 14 }, (_, i) => view.getFloat32(8 + 4 * i, true));
  expect(floats).toEqual([0, 1, -2, 9.75, NaN, NaN, NaN, 0.25, 0, 0, 0, 1, 2, 3]);
});
