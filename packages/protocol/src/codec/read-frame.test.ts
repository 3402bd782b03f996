import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  createSampleBlock,
  DEFAULT_SETTINGS,
  ROW_LENGTH,
  SENSOR_FIELDS,
  type Settings,
} from '../index.ts';
import { ClientMessage, Sample } from '../schemas/index.ts';
import { type ClientFrame, readFrame } from './index.ts';

const read = (message: unknown, settings: Settings = DEFAULT_SETTINGS): ClientFrame =>
  readFrame(typeof message === 'string' ? message : JSON.stringify(message), settings, block);
const block = createSampleBlock();

const GOOD = { accel_x: 1, accel_y: 2, accel_z: 9, gyro_x: 0.1, gyro_y: 0.2, gyro_z: 0.3 };

/** Numbers around every limit, and what else JSON can put in their place. */
const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  fc.constantFrom(0, 577, -578, 999, 1000, 1001, -1000, 116, 199, 201, 1e11, 1.1e11, -2e11, 1e300),
  fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({})),
);
const sample = fc.record(
  {
    accel_x: value,
    accel_y: value,
    accel_z: value,
    gyro_x: value,
    gyro_y: value,
    gyro_z: value,
    timestamp: value,
    unknown: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const mostlyGood = fc
  .tuple(sample, fc.subarray([...SENSOR_FIELDS, 'timestamp', 'unknown'] as const))
  .map(([changes, kept]) => ({
    ...GOOD,
    ...Object.fromEntries(kept.filter((k) => k in changes).map((k) => [k, changes[k]])),
  }));
const batch = fc.record({
  samples: fc.oneof(fc.array(fc.oneof(mostlyGood, sample), { maxLength: 5 }), fc.jsonValue()),
});
const configure = fc.record(
  {
    action: fc.constant('configure'),
    accel_unit: fc.constantFrom('g', 'm/s^2', 'G', 1),
    gyro_unit: fc.constantFrom('rad/s', 'deg/s', ''),
    gravity: fc.constantFrom('included', 'excluded', null),
    confirm_after: fc.constantFrom(0, 1, 4, 10, 11, 2.5, '4'),
    replies: fc.constantFrom('every_frame', 'steps', 'none'),
    clock: fc.constantFrom('sensor', 'unix', 'utc'),
    time_zone: fc.constantFrom('Europe/Berlin', 'UTC', 'Asia/Kathmandu', '+01:00', 'Mars', '', 1),
    extra: fc.boolean(),
  },
  { requiredKeys: ['action'] },
);
const action = fc.record(
  {
    action: fc.oneof(
      fc.constantFrom('stop', 'reset', 'stats', 'ping', 'Stop', '__proto__'),
      fc.jsonValue(),
    ),
  },
  { noNullPrototype: true },
);
const message = fc.oneof(
  mostlyGood,
  mostlyGood,
  sample,
  batch,
  configure,
  action,
  fc.jsonValue({ noUnicodeString: false }),
);

test('a frame is accepted, and whole, just where the schema accepts it', () => {
  fc.assert(
    fc.property(message, (candidate) => {
      const overTheWire: unknown = JSON.parse(JSON.stringify(candidate));
      const accepted = ClientMessage.safeParse(overTheWire).success;
      const frame = read(candidate);
      const whole = frame.kind === 'samples' ? frame.rejected.length === 0 : frame.kind !== 'fault';
      expect([overTheWire, whole]).toEqual([overTheWire, accepted]);
    }),
    { numRuns: 3000 },
  );
});

test('of a batch just those samples are left out that the schema refuses', () => {
  const untimed = fc.tuple(mostlyGood, sample).chain((both) => fc.constantFrom(...both));
  fc.assert(
    fc.property(fc.array(untimed, { minLength: 1, maxLength: 6 }), (samples) => {
      const overTheWire = JSON.parse(JSON.stringify(samples)).map(
        ({ timestamp: _, ...rest }: Record<string, unknown>) => rest,
      ) as unknown[];
      const usable = overTheWire.map((one) => Sample.safeParse(one).success);
      const frame = read({ samples: overTheWire });
      if (frame.kind !== 'samples') {
        expect([overTheWire, frame.kind, usable.includes(true)]).toEqual([
          overTheWire,
          'fault',
          false,
        ]);
        return;
      }
      const left = frame.rejected.map(({ index }) => index);
      expect([overTheWire, left]).toEqual([
        overTheWire,
        [...usable.keys()].filter((index) => !usable[index]),
      ]);
      expect(frame.count).toBe(samples.length - left.length);
    }),
    { numRuns: 1000 },
  );
});

test('any text at all is read without an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => {
      expect(read(text).kind).toBeString();
    }),
    { numRuns: 2000 },
  );
});

describe('samples', () => {
  test('go into the block row by row, in SI units', () => {
    const settings: Settings = { ...DEFAULT_SETTINGS, accel_unit: 'g', gyro_unit: 'deg/s' };
    const frame = read(
      {
        samples: [
          { ...GOOD, timestamp: 5 },
          { ...GOOD, timestamp: 6 },
        ],
      },
      settings,
    );
    expect(frame).toMatchObject({ kind: 'samples', count: 2, timed: true });
    const row = [...block.rows.subarray(ROW_LENGTH, 2 * ROW_LENGTH)];
    expect(row[0]).toBe(6);
    expect(row.slice(1, 4)).toEqual([9.80665, 2 * 9.80665, 9 * 9.80665]);
    expect(row[4]).toBeCloseTo((0.1 * Math.PI) / 180, 12);
  });

  test('without a gyroscope, or a time, have none, whatever the block held before', () => {
    read({ ...GOOD, timestamp: 5 });
    const { gyro_x, gyro_y, gyro_z, ...accelOnly } = GOOD;
    expect(read(accelOnly)).toMatchObject({ kind: 'samples', count: 1, timed: false });
    expect([...block.rows.subarray(0, ROW_LENGTH)]).toEqual([NaN, 1, 2, 9, NaN, NaN, NaN]);
  });

  test('are held to the limits after their units', () => {
    const settings: Settings = { ...DEFAULT_SETTINGS, accel_unit: 'g' };
    expect(read({ ...GOOD, accel_x: 101 })).toMatchObject({ kind: 'samples' });
    expect(read({ ...GOOD, accel_x: 102 }, settings)).toMatchObject({ field: 'accel_x' });
  });
});

describe('what is wrong is told', () => {
  const cases: readonly [string, unknown, object][] = [
    ['text that is not JSON', '{', { code: 'invalid_json' }],
    ['NaN, which is not JSON', '{"accel_x":NaN}', { code: 'invalid_json' }],
    ['a list', [GOOD], { code: 'invalid_message' }],
    ['null', 'null', { code: 'invalid_message' }],
    ['nothing', {}, { code: 'missing_fields', requiredFields: [...SENSOR_FIELDS] }],
    [
      'half a gyroscope',
      { ...GOOD, gyro_y: undefined },
      { code: 'missing_fields', field: 'gyro_y' },
    ],
    ['text for a number', { ...GOOD, gyro_x: '1' }, { code: 'invalid_value', field: 'gyro_x' }],
    ['an overflow', '{"accel_x":1e999,"accel_y":0,"accel_z":0}', { field: 'accel_x' }],
    ['milliseconds', { ...GOOD, timestamp: 1.7e12 }, { code: 'invalid_value', field: 'timestamp' }],
    ['an unknown action', { action: 'dance' }, { code: 'unknown_action', field: 'action' }],
    ['an action that is no word', { action: 7 }, { code: 'invalid_value', field: 'action' }],
    ['an empty batch', { samples: [] }, { code: 'invalid_value', field: 'samples' }],
    [
      'the first of a batch without a usable sample',
      {
        samples: [
          { ...GOOD, accel_z: null },
          { ...GOOD, gyro_x: undefined },
        ],
      },
      { code: 'invalid_value', field: 'samples[0].accel_z' },
    ],
    [
      'a gyroscope that is null in part',
      { ...GOOD, gyro_x: null },
      { code: 'invalid_value', field: 'gyro_x' },
    ],
    [
      'a gyroscope that is null and absent in part',
      { ...GOOD, gyro_x: null, gyro_y: undefined },
      { code: 'invalid_value', field: 'gyro_x' },
    ],
    [
      'a setting that is none',
      { action: 'configure', colour: 'red' },
      { code: 'invalid_value', field: 'colour' },
    ],
    [
      'a time zone that is none',
      { action: 'configure', time_zone: 'Europe/Atlantis' },
      { code: 'invalid_value', field: 'time_zone' },
    ],
    [
      'a time zone that is an offset',
      { action: 'configure', time_zone: '+01:00' },
      { code: 'invalid_value', field: 'time_zone' },
    ],
    [
      'a setting out of range',
      { action: 'configure', confirm_after: 11 },
      { code: 'invalid_value', field: 'confirm_after' },
    ],
  ];
  test.each(cases)('%s', (_, sent, fault) => {
    expect(read(sent)).toMatchObject({ kind: 'fault', ...fault });
  });

  test('in few words, however long the client was', () => {
    const frame = read({ action: 'x'.repeat(10_000) });
    expect(frame.kind === 'fault' && frame.message.length).toBeLessThan(80);
  });
});
