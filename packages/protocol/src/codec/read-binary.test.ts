import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  createSampleBlock,
  DEFAULT_SETTINGS,
  MAX_BATCH_SAMPLES,
  ROW_LENGTH,
  type Settings,
} from '../index.ts';
import { readBinaryFrame, readFrame } from './index.ts';

const block = createSampleBlock();
const NONE = Number.NaN;

function encode(base: number, rows: readonly (readonly number[])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 + rows.length * 28));
  view.setFloat64(0, base, true);
  rows.forEach((row, i) => {
    row.forEach((value, column) => {
      view.setFloat32(8 + i * 28 + column * 4, value, true);
    });
  });
  return new Uint8Array(view.buffer);
}

const read = (bytes: Uint8Array, settings: Settings = DEFAULT_SETTINGS) =>
  readBinaryFrame(bytes, settings, block);

// JSON has no negative zero.
const float = fc.float({ noNaN: true, min: -1200, max: 1200 }).map((value) => value + 0);
const wild = fc.oneof(
  { weight: 12, arbitrary: float },
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const vector = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(float, float, float) },
  fc.tuple(wild, wild, wild),
);
const noGyro = fc.constant([NONE, NONE, NONE] as [number, number, number]);
const row = fc
  .tuple(fc.oneof({ weight: 9, arbitrary: float }, wild), vector, fc.oneof(vector, noGyro))
  .map(([offset, accel, gyro]) => [offset, ...accel, ...gyro]);
const base = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 2e9 }) },
  fc.constantFrom(NONE, Number.POSITIVE_INFINITY, 1e12),
);
const settings = fc.record({
  accel_unit: fc.constantFrom('g' as const, 'm/s^2' as const),
  gyro_unit: fc.constantFrom('rad/s' as const, 'deg/s' as const),
});

/** The same samples as JSON; what JSON can't say becomes a word, which is refused, too. */
function asJson(start: number, rows: readonly (readonly number[])[]): string {
  const samples = rows.map(([offset = 0, ...values]) => {
    const [x, y, z, gx, gy, gz] = values;
    const rate = values.slice(3).every(Number.isNaN) ? {} : { gyro_x: gx, gyro_y: gy, gyro_z: gz };
    return { timestamp: start + offset, accel_x: x, accel_y: y, accel_z: z, ...rate };
  });
  return JSON.stringify({ samples }, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? 'not a number' : value,
  );
}

test('a binary frame is read as the JSON batch of the same samples is, right or wrong', () => {
  const other = createSampleBlock();
  let accepted = 0;
  fc.assert(
    fc.property(
      base,
      fc.array(row, { minLength: 1, maxLength: 6 }),
      settings,
      (start, rows, units) => {
        const inForce = { ...DEFAULT_SETTINGS, ...units };
        const binary = read(encode(start, rows), inForce);
        const json = readFrame(
          asJson(
            start,
            rows.map((r) => r.map(Math.fround)),
          ),
          inForce,
          other,
        );
        expect(binary.kind).toBe(json.kind as typeof binary.kind);
        if (binary.kind === 'fault' || json.kind !== 'samples') return;
        accepted++;
        expect(binary.count).toBe(json.count);
        expect(binary.timed).toBe(true);
        expect(binary.rejected).toEqual(json.rejected);
        expect(binary.positions).toEqual(json.positions);
        const length = binary.count * ROW_LENGTH;
        expect([...binary.rows.subarray(0, length)]).toEqual([...json.rows.subarray(0, length)]);
      },
    ),
    { numRuns: 2000 },
  );
  // Both sides must have been tried.
  expect(accepted).toBeGreaterThan(100);
  expect(accepted).toBeLessThan(1900);
});

test('any bytes at all are read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(['samples', 'fault']).toContain(read(bytes).kind);
    }),
  );
});

test('bytes that lie askew in their buffer are read alike', () => {
  const bytes = encode(5, [[0.5, 1, 2, 3, 0, 0, 0]]);
  const askew = new Uint8Array(bytes.length + 3).subarray(3);
  askew.set(bytes);
  expect(read(askew)).toMatchObject({ kind: 'samples', count: 1 });
  expect([...block.rows.subarray(0, 4)]).toEqual([5.5, 1, 2, 3]);
});

describe('what is wrong is told', () => {
  const good = [0, 0, 0, 9.8, 0, 0, 0];
  const cases: readonly [string, Uint8Array, object][] = [
    ['no bytes', new Uint8Array(0), { code: 'invalid_binary' }],
    ['a row and a byte', new Uint8Array(37), { code: 'invalid_binary' }],
    ['no row', encode(1, []), { code: 'invalid_value', field: 'samples' }],
    [
      'a row too many',
      encode(1, Array(MAX_BATCH_SAMPLES + 1).fill(good)),
      { code: 'invalid_value', field: 'samples' },
    ],
    ['a base of NaN', encode(NONE, [good]), { code: 'invalid_value', field: 'timestamp' }],
    ['milliseconds', encode(1.7e12, [good]), { field: 'samples[0].timestamp' }],
    [
      'an offset of NaN in the first row',
      encode(1, [[NONE, ...good.slice(1)]]),
      { code: 'invalid_value', field: 'samples[0].timestamp' },
    ],
    ['no acceleration', encode(1, [[0, 0, NONE, 9.8, 0, 0, 0]]), { field: 'samples[0].accel_y' }],
    ['half a gyroscope', encode(1, [[0, 0, 0, 9.8, 0, NONE, 0]]), { field: 'samples[0].gyro_y' }],
    ['an impossible value', encode(1, [[0, 0, 0, 1e9, 0, 0, 0]]), { field: 'samples[0].accel_z' }],
  ];
  test.each(cases)('%s', (_, bytes, expected) => {
    expect(read(bytes)).toMatchObject({ kind: 'fault', ...expected });
  });
});
