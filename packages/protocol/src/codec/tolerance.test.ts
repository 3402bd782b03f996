import { describe, expect, test } from 'bun:test';
import {
  createSampleBlock,
  DEFAULT_SETTINGS,
  MAX_BATCH_SAMPLES,
  ROW_LENGTH,
  type SampleBlock,
} from '../index.ts';
import { type ClientFrame, readBinaryFrame, readFrame } from './index.ts';

const block = createSampleBlock();
const GOOD = { accel_x: 1, accel_y: 2, accel_z: 9, gyro_x: 0.1, gyro_y: 0.2, gyro_z: 0.3 };
const read = (message: object): ClientFrame =>
  readFrame(JSON.stringify(message), DEFAULT_SETTINGS, block);
const readTimes = (times: readonly number[]): ClientFrame =>
  read({ samples: times.map((timestamp) => ({ ...GOOD, timestamp })) });

/** The column of a block's rows. */
function column(frame: ClientFrame, column: number): number[] {
  const { count, rows } = frame as SampleBlock;
  return Array.from({ length: count }, (_, row) => rows[row * ROW_LENGTH + column] as number);
}

describe('a gyroscope of null is none', () => {
  test.each([
    ['in all three fields', { gyro_x: null, gyro_y: null, gyro_z: null }],
    ['where other fields are absent', { gyro_x: null, gyro_y: undefined, gyro_z: null }],
  ])('%s', (_, gyro) => {
    expect(read({ ...GOOD, ...gyro })).toMatchObject({ kind: 'samples', count: 1 });
    expect([...block.rows.subarray(4, 7)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('samples of a batch that can not be used are left out', () => {
  test('and listed by position, with code and field', () => {
    const frame = read({
      samples: [
        { ...GOOD, accel_x: undefined },
        { ...GOOD, accel_x: 11 },
        null,
        { ...GOOD, gyro_y: 'fast' },
        { ...GOOD, accel_x: 14 },
        { ...GOOD, accel_z: 2000 },
      ],
    });
    expect(frame).toMatchObject({
      kind: 'samples',
      count: 2,
      positions: [1, 4],
      rejected: [
        { index: 0, code: 'missing_fields', field: 'accel_x' },
        { index: 2, code: 'invalid_value' },
        { index: 3, code: 'invalid_value', field: 'gyro_y' },
        { index: 5, code: 'invalid_value', field: 'accel_z' },
      ],
    });
    expect(column(frame, 1)).toEqual([11, 14]);
  });

  test('where the first usable one has a time and others have none, and the other way round', () => {
    const timed = { ...GOOD, timestamp: 1 };
    const bad = { ...GOOD, accel_x: null };
    expect(read({ samples: [bad, timed, GOOD] })).toMatchObject({
      timed: true,
      rejected: [
        { index: 0, code: 'invalid_value', field: 'accel_x' },
        { index: 2, code: 'invalid_value', field: 'timestamp' },
      ],
    });
    expect(read({ samples: [GOOD, timed, GOOD] })).toMatchObject({
      timed: false,
      positions: [0, 2],
      rejected: [{ index: 1, code: 'invalid_value', field: 'timestamp' }],
    });
  });

  test('of a binary frame, too', () => {
    const values = new Float32Array(3 * ROW_LENGTH);
    values.set([0, 1, 2, 9, 0, 0, 0]);
    values.set([0.02, Number.NaN, 2, 9, 0, 0, 0], ROW_LENGTH);
    values.set([0.04, 3, 2, 9, 0, 0, 0], 2 * ROW_LENGTH);
    const bytes = new Uint8Array(8 + values.byteLength);
    bytes.set(new Uint8Array(values.buffer), 8);
    const frame = readBinaryFrame(bytes, DEFAULT_SETTINGS, block);
    expect(frame).toMatchObject({
      kind: 'samples',
      count: 2,
      positions: [0, 2],
      rejected: [{ index: 1, code: 'invalid_value', field: 'accel_x' }],
    });
    expect(column(frame, 1)).toEqual([1, 3]);
  });

  test('and the next frame knows nothing of them', () => {
    read({ samples: [GOOD, null] });
    for (const next of [read(GOOD), read({ samples: [GOOD, GOOD] })]) {
      expect(next).toMatchObject({ kind: 'samples', positions: undefined, rejected: [] });
    }
  });
});

describe('samples of a batch are put in order of time', () => {
  test('and keep their positions', () => {
    const frame = readTimes([1.04, 1, 1.06, 1.02]);
    expect(column(frame, 0)).toEqual([1, 1.02, 1.04, 1.06]);
    expect(frame).toMatchObject({ positions: [1, 3, 0, 2], rejected: [] });
  });

  test('after others were left out', () => {
    const frame = read({
      samples: [
        { ...GOOD, timestamp: 3 },
        { ...GOOD, timestamp: '2' },
        { ...GOOD, timestamp: 1 },
      ],
    });
    expect(column(frame, 0)).toEqual([1, 3]);
    expect(frame).toMatchObject({ positions: [2, 0], rejected: [{ index: 1 }] });
  });

  test('while those of the same time stay as they came', () => {
    const samples = [2, 1, 2, 1].map((timestamp, i) => ({ ...GOOD, accel_x: i, timestamp }));
    expect(column(read({ samples }), 1)).toEqual([1, 3, 0, 2]);
  });

  test('but for those without a time', () => {
    expect(read({ samples: [GOOD, GOOD] })).toMatchObject({ positions: undefined });
  });
});

describe('timestamps in milliseconds are refused, whatever their origin', () => {
  const at = (origin: number, step: number, count = 10) =>
    Array.from({ length: count }, (_, i) => origin + i * step);

  test.each([
    [0, 20],
    [123_456, 2],
    [-5000, 50],
    [1.7e9, 16.7],
  ])('from %d in steps of %d', (origin, step) => {
    expect(readTimes(at(origin, step))).toMatchObject({
      kind: 'fault',
      code: 'invalid_value',
      field: 'samples[0].timestamp',
      message: expect.stringContaining('in seconds, not milliseconds'),
    });
  });

  test('with jitter, shared times and disorder', () => {
    const frame = readTimes([0, 20, 20, 61, 40, 81, 400, 420, 438, 460]);
    expect(frame.kind).toBe('fault');
  });

  test.each([
    ['a second', at(0, 1)],
    ['two samples with a pause between them', [1, 11]],
    ['a pause after each pair', [0, 0.02, 5, 5.02, 10, 10.02]],
    ['whole seconds', [12, 12, 12, 13, 13, 13, 14]],
    ['buffers of 50, each with one time', at(0, 2.5, 4).flatMap((t) => Array(50).fill(t))],
    ['a minute', at(0, 60)],
    ['a full batch at 50 Hz', at(0, 0.02, MAX_BATCH_SAMPLES)],
  ])('while steps of %s are seconds', (_, times) => {
    expect(readTimes(times)).toMatchObject({ kind: 'samples', count: times.length });
  });
});
