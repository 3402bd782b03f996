import { expect, test } from 'bun:test';
import { createSampleBlock, DEFAULT_SETTINGS, type Sample } from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import fc from 'fast-check';
import { encodeBinary, encodeJson, takeSample } from './samples.ts';

const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const accel = { accel_x: number(500), accel_y: number(500), accel_z: number(500) };
const gyro = { gyro_x: number(100), gyro_y: number(100), gyro_z: number(100) };
const sample: fc.Arbitrary<Sample> = fc.oneof(fc.record(accel), fc.record({ ...accel, ...gyro }));
const samples = fc.array(sample, { minLength: 1, maxLength: 50 });
const timed = (all: readonly Sample[]) =>
  all.map((each, i) => takeSample(each, {}, 1.7e9 + i / 50));

test('the server reads what a text frame says', () => {
  fc.assert(
    fc.property(samples, (all) => {
      const taken = timed(all);
      const block = createSampleBlock();
      expect(readFrame(encodeJson(taken), DEFAULT_SETTINGS, block)).toMatchObject({
        kind: 'samples',
        count: all.length,
        timed: true,
      });
      taken.forEach((each, i) => {
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

test('a binary frame is a float64 time and rows of seven float32, little-endian', () => {
  const bytes = encodeBinary([
    { timestamp: 1000.5, accel_x: 1, accel_y: -2, accel_z: 9.75 },
    { timestamp: 1000.75, accel_x: 0, accel_y: 0, accel_z: 0, gyro_x: 1, gyro_y: 2, gyro_z: 3 },
  ]);
  const view = new DataView(bytes.buffer);
  expect(bytes.length).toBe(8 + 2 * 28);
  expect(view.getFloat64(0, true)).toBe(1000.5);
  const floats = Array.from({ length: 14 }, (_, i) => view.getFloat32(8 + 4 * i, true));
  expect(floats).toEqual([0, 1, -2, 9.75, NaN, NaN, NaN, 0.25, 0, 0, 0, 1, 2, 3]);
});

test('only what the server reads is sent', () => {
  const extra = { accel_x: 1, accel_y: 2, accel_z: 3, steps: 4 };
  expect(encodeJson([takeSample(extra, {}, 5)])).toBe(
    '{"samples":[{"timestamp":5,"accel_x":1,"accel_y":2,"accel_z":3}]}',
  );
});
