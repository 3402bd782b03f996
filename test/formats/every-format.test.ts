import { describe, expect, test } from 'bun:test';
import { countSteps } from '@stepstream/analysis';
import type { FormatOptions, LoadedRecording, RecordingSource } from '@stepstream/formats/browser';
import {
  accel,
  accelInG,
  DEVICE_START,
  gravity,
  gravityInG,
  gyro,
  linear,
  linearInG,
  nanoseconds,
  parse,
  phyphoxCsv,
  plainCsv,
  samples,
  sensorLoggerCsv,
  sensorLoggerJson,
  sensorServerJson,
  WALK,
  writeCwa,
  writeGeneactiv,
  writeGt3x,
  zip,
} from '@stepstream/formats/testing';

/** The steps of the walk itself, which every format must give. */
const STEPS = stepsOf({ ...WALK, source: undefined });
const HALF_RATE = samples(2, 1);
const AXES = 'accel_x,accel_y,accel_z';
const OWN = plainCsv(`timestamp,${AXES}`, accel);

interface Case {
  readonly files: readonly (readonly [name: string, content: string | Uint8Array])[];
  readonly options?: FormatOptions;
  readonly source: Partial<RecordingSource>;
  readonly hasGyro?: boolean;
}

const sensorLogger = { timeUnit: 'ns', startedAt: Number(nanoseconds(0)) / 1e9 } as const;
const device = { timeUnit: 's', accelUnit: 'g', notes: [] } as const;
const watchHeader =
  'time,seconds_elapsed,rotationRateX,rotationRateY,rotationRateZ,gravityX,gravityY,gravityZ,accelerationX,accelerationY,accelerationZ';
const watch = [
  watchHeader,
  ...samples().map((i) =>
    [nanoseconds(i), WALK.times[i], ...gyro(i), ...gravityInG(i), ...linearInG(i)].join(','),
  ),
].join('\n');

const CASES: Record<string, Case> = {
  'our own CSV': { files: [['walk.csv', OWN]], source: { format: 'stepstream', timeUnit: 's' } },
  'our own CSV with semicolons and decimal commas': {
    files: [['walk.csv', OWN.replaceAll(',', ';').replaceAll('.', ',')]],
    source: { format: 'stepstream' },
  },
  'our own CSV in g, as the caller says': {
    files: [['walk.csv', plainCsv(`timestamp,${AXES}`, accelInG)]],
    options: { accelUnit: 'g' },
    source: { format: 'stepstream', accelUnit: 'g' },
  },
  'Sensor Logger CSV, gravity apart, gyroscope at another rate': {
    files: [
      ['2024-05-09/Accelerometer.csv', sensorLoggerCsv(linear)],
      ['2024-05-09/Gravity.csv', sensorLoggerCsv(gravity)],
      ['2024-05-09/Gyroscope.csv', sensorLoggerCsv(gyro, HALF_RATE)],
      [
        '2024-05-09/Location.csv',
        'time,seconds_elapsed,speed,latitude\n1698501145514000000,1.3,0,0\n',
      ],
    ],
    source: { format: 'sensor-logger-csv', accelUnit: 'm/s^2', gyroUnit: 'rad/s', ...sensorLogger },
    hasGyro: true,
  },
  'Sensor Logger CSV of Android, with gravity': {
    files: [
      ['Accelerometer.csv', sensorLoggerCsv(linear)],
      ['TotalAcceleration.csv', sensorLoggerCsv(accel)],
    ],
    source: { format: 'sensor-logger-csv', ...sensorLogger },
  },
  'Sensor Logger CSV of an iPhone, uncalibrated, in g': {
    files: [['AccelerometerUncalibrated.csv', sensorLoggerCsv(accelInG)]],
    source: { format: 'sensor-logger-csv', accelUnit: 'g', ...sensorLogger },
  },
  'Sensor Logger CSV of a watch, in g': {
    files: [['WristMotion.csv', watch]],
    source: { format: 'sensor-logger-csv', accelUnit: 'g', ...sensorLogger },
    hasGyro: true,
  },
  'Sensor Logger zip': {
    files: [
      [
        'walk.zip',
        zip([
          ['Metadata.csv', 'version,device name\n3,Test\n'],
          ['Accelerometer.csv', sensorLoggerCsv(linear)],
          ['Gravity.csv', sensorLoggerCsv(gravity)],
          ['Gyroscope.csv', sensorLoggerCsv(gyro)],
        ]),
      ],
    ],
    source: { format: 'sensor-logger-csv', ...sensorLogger },
    hasGyro: true,
  },
  'Sensor Logger JSON, gravity apart, gyroscope at another rate': {
    files: [
      [
        'walk.json',
        sensorLoggerJson([
          ['Accelerometer', linear],
          ['Gravity', gravity],
          ['Gyroscope', gyro, HALF_RATE],
        ]),
      ],
    ],
    source: { format: 'sensor-logger-json', ...sensorLogger },
    hasGyro: true,
  },
  'Sensor Logger JSON, uncalibrated, in g': {
    files: [['walk.json', sensorLoggerJson([['AccelerometerUncalibrated', accelInG]])]],
    source: { format: 'sensor-logger-json', accelUnit: 'g', ...sensorLogger },
  },
  ...Object.fromEntries(
    [
      { delimiter: ',', mark: '.' },
      { delimiter: '\t', mark: '.' },
      { delimiter: ';', mark: '.' },
      { delimiter: '\t', mark: ',' },
      { delimiter: ';', mark: ',' },
    ].map((dialect): [string, Case] => [
      `phyphox CSV, ${JSON.stringify(dialect)}`,
      {
        files: [['Raw Data.csv', phyphoxCsv([['Acceleration', 'm/s^2', accel]], dialect)]],
        source: { format: 'phyphox', timeUnit: 's', startedAt: null },
      },
    ]),
  ),
  'phyphox zip with a gyroscope apart': {
    files: [
      [
        'walk.zip',
        zip([
          ['Accelerometer.csv', phyphoxCsv([['Acceleration', 'm/s^2', accel]])],
          ['Gyroscope.csv', phyphoxCsv([['Gyroscope', 'rad/s', gyro]], { rows: HALF_RATE })],
          ['meta/device.csv', '"property","value"\n"version","1.1.9"\n'],
        ]),
      ],
    ],
    source: { format: 'phyphox', gyroUnit: 'rad/s' },
    hasGyro: true,
  },
  'phyphox CSV of two sensors in one table': {
    files: [
      [
        'walk.csv',
        phyphoxCsv([
          ['Acceleration', 'm/s^2', accel],
          ['Gyroscope', 'rad/s', gyro],
        ]),
      ],
    ],
    source: { format: 'phyphox' },
    hasGyro: true,
  },
  'SensorServer, several sensors': {
    files: [
      [
        'walk.jsonl',
        sensorServerJson([
          ['android.sensor.accelerometer', accel],
          ['android.sensor.gyroscope', gyro, HALF_RATE],
          ['android.sensor.magnetic_field', gyro],
        ]),
      ],
    ],
    source: { format: 'sensorserver', timeUnit: 'ns', startedAt: null },
    hasGyro: true,
  },
  'SensorServer, the accelerometer alone, as a list': {
    files: [
      [
        'walk.json',
        `[${sensorServerJson([[undefined, accel]])
          .split('\n')
          .join(',')}]`,
      ],
    ],
    source: { format: 'sensorserver' },
  },
  'a .gt3x of ActiGraph, 16 bits': {
    files: [['walk.gt3x', writeGt3x(WALK)]],
    source: { format: 'actigraph-gt3x', ...device, startedAt: DEVICE_START - 7200 },
  },
  'a .gt3x of ActiGraph, 12 bits': {
    files: [['walk.gt3x', writeGt3x(WALK, { layout: 'packed' })]],
    source: { format: 'actigraph-gt3x', ...device },
  },
  'a .gt3x of ActiGraph, firmware before 3': {
    files: [['walk.gt3x', writeGt3x(WALK, { layout: 'old' })]],
    source: { format: 'actigraph-gt3x', ...device },
  },
  'a .cwa of an AX3, packed': {
    files: [['walk.cwa', writeCwa(WALK)]],
    source: { format: 'axivity-cwa', ...device },
  },
  'a .cwa of an AX3, unpacked': {
    files: [['walk.cwa', writeCwa(WALK, { layout: 'unpacked' })]],
    source: { format: 'axivity-cwa', ...device },
  },
  'a .cwa of an AX6': {
    files: [['walk.cwa', writeCwa(WALK, { layout: 'gyro' })]],
    source: { format: 'axivity-cwa', ...device, gyroUnit: 'deg/s' },
    hasGyro: true,
  },
  'a .bin of a GENEActiv': {
    files: [['walk.bin', writeGeneactiv(WALK)]],
    source: { format: 'geneactiv-bin', ...device },
  },
  'a CSV with named columns in ms and g': {
    files: [['walk.csv', plainCsv('t,ax,ay,az', accelInG, 1000)]],
    options: { columns: ['t', 'ax', 'ay', 'az'], accelUnit: 'g', timeUnit: 'ms' },
    source: { format: 'csv', accelUnit: 'g', timeUnit: 'ms', gravity: 'included' },
  },
  'a CSV with named columns, units found': {
    files: [['walk.csv', plainCsv('t,ax,ay,az,gx,gy,gz', accelInG, 1e6, degrees)]],
    options: { columns: ['t', 'ax', 'ay', 'az', 'gx', 'gy', 'gz'] },
    source: { format: 'csv', accelUnit: 'g', timeUnit: 'us', gyroUnit: 'deg/s' },
    hasGyro: true,
  },
  'a CSV without a header, columns by number': {
    files: [['walk.txt', plainCsv(null, accel, 1e9)]],
    options: { columns: ['1', '2', '3', '4'] },
    source: { format: 'csv', accelUnit: 'm/s^2', timeUnit: 'ns' },
  },
};

function degrees(i: number): number[] {
  return gyro(i).map((value) => (value * 180) / Math.PI);
}

describe('the same walk in every format has the same steps', () => {
  test('and there are some', () => {
    expect(STEPS.length).toBeGreaterThan(25);
  });

  test.each(Object.entries(CASES))('%s', (_, { files, options, source, hasGyro }) => {
    const recording = parse(files, options);
    expect(recording.source).toMatchObject({ gravity: 'included', ...source });
    expect(recording.times.length).toBe(WALK.times.length);
    const found = stepsOf(recording);
    expect(found.length).toBe(STEPS.length);
    found.forEach((time, i) => {
      // Devices round what they record.
      const tolerance = source.accelUnit === 'g' && 'notes' in source ? 0.02 : 0.002;
      expect(Math.abs(time - (STEPS[i] ?? Number.NaN))).toBeLessThan(tolerance);
    });
    if (!hasGyro) expect(recording.gyro).toBeNull();
    else expect(largestDifference(recording.gyro, WALK.gyro)).toBeLessThan(0.5);
  });
});

test('acceleration without gravity alone is counted as such, and said', () => {
  const { source } = parse([['Accelerometer.csv', sensorLoggerCsv(linear)]]);
  expect(source.gravity).toBe('excluded');
  expect(source.notes).toMatchObject([{ code: 'no_gravity' }]);
  expect(source.notes[0]?.text).toContain('Gravity');
  const linearOnly = phyphoxCsv([['Linear Acceleration', 'm/s^2', linear]]);
  expect(parse([['Raw Data.csv', linearOnly]]).source.gravity).toBe('excluded');
});

test('nanoseconds since 1970 keep their microseconds', () => {
  const { times } = parse([['TotalAcceleration.csv', sensorLoggerCsv(accel)]]);
  expect(largestDifference(times, WALK.times)).toBeLessThan(1e-9);
});

function stepsOf(recording: Omit<LoadedRecording, 'source'> & { source?: unknown }): number[] {
  return countSteps(recording).map(({ timestamp }) => timestamp);
}

function largestDifference(found: Float64Array | null, expected: Float64Array): number {
  if (found?.length !== expected.length) return Number.POSITIVE_INFINITY;
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? 0))), 0);
}
