import { describe, expect, test } from 'bun:test';
import type { FormatOptions } from './recording.ts';
import {
  accel,
  accelInG,
  gravity,
  gyro,
  linear,
  phyphoxCsv,
  plainCsv,
  sensorLoggerCsv,
  sensorLoggerJson,
  zip,
} from './testing/export-walk.ts';
import { errorOf, parse } from './testing/parse.ts';

const OWN = 'timestamp,accel_x,accel_y,accel_z';
const COLUMNS = { columns: ['t', 'ax', 'ay', 'az'] };
const HEADER = 't,ax,ay,az';
const WITH_GYRO = { columns: ['t', 'ax', 'ay', 'az', 'gx', 'gy', 'gz'] };
const degrees = (i: number) => gyro(i).map((value) => (value * 180) / Math.PI + 40);

type Files = Parameters<typeof parse>[0];
const one = (content: string | Uint8Array, name = 'walk.csv'): Files => [[name, content]];

/** What is read, what was said of it, the code of the refusal, and what the sentence says to do. */
const REFUSED: readonly (readonly [
  what: string,
  Files,
  FormatOptions,
  code: string,
  says: string,
])[] = [
  ['our CSV in g', one(plainCsv(OWN, accelInG)), {}, 'wrong_unit', 'Pass --accel-unit g'],
  ['our CSV in ms', one(plainCsv(OWN, accel, 1000)), {}, 'wrong_unit', 'Pass --time-unit ms'],
  ['our CSV, no gravity', one(plainCsv(OWN, linear)), {}, 'wrong_gravity', '--gravity excluded'],
  [
    'm/s² called g',
    one(plainCsv(HEADER, accel)),
    { ...COLUMNS, accelUnit: 'g' },
    'wrong_unit',
    'Pass --accel-unit m/s^2',
  ],
  [
    'gravity called absent',
    one(plainCsv(HEADER, accel)),
    { ...COLUMNS, gravity: 'excluded' },
    'wrong_gravity',
    'Pass --gravity included',
  ],
  [
    'ns called s',
    one(plainCsv(HEADER, accel, 1e9)),
    { ...COLUMNS, timeUnit: 's' },
    'wrong_unit',
    'Pass --time-unit ns',
  ],
  [
    'degrees called radians',
    one(plainCsv(`${HEADER},gx,gy,gz`, accel, 1, degrees)),
    { ...WITH_GYRO, gyroUnit: 'rad/s' },
    'wrong_unit',
    'Pass --gyro-unit deg/s',
  ],
  [
    'a unit that the values do not show',
    one(plainCsv(HEADER, (i) => linear(i).map((v) => v / 9.81) as [number, number, number])),
    COLUMNS,
    'unclear_unit',
    'pass --accel-unit',
  ],
  ['times that repeat', one(plainCsv(HEADER, accel, 0)), COLUMNS, 'bad_times', 'each sample'],
  ['an index for a time', one(plainCsv(HEADER, accel, 7e12)), COLUMNS, 'bad_times', 'time column'],
  [
    'a unit of an app',
    one(sensorLoggerCsv(accel), 'TotalAcceleration.csv'),
    { accelUnit: 'g' },
    'wrong_unit',
    'Pass --accel-unit m/s^2',
  ],
  [
    'an app whose values are in g, for once',
    one(sensorLoggerCsv(accelInG), 'TotalAcceleration.csv'),
    {},
    'wrong_unit',
    'Pass --accel-unit g',
  ],
  [
    'a unit where gravity is a sensor of its own',
    [
      ['Accelerometer.csv', sensorLoggerCsv(linear)],
      ['Gravity.csv', sensorLoggerCsv(gravity)],
    ],
    { accelUnit: 'g' },
    'wrong_unit',
    'leave --accel-unit out',
  ],
  [
    'another clock than the app has',
    one(sensorLoggerCsv(accel), 'TotalAcceleration.csv'),
    { timeUnit: 'ms' },
    'wrong_unit',
    'leave --time-unit out',
  ],
  [
    'no such column',
    one(plainCsv(HEADER, accel)),
    { columns: ['t', 'ax', 'ay', 'aw'] },
    'missing_column',
    'no column aw: the header names t,ax,ay,az',
  ],
  [
    'five columns',
    one(plainCsv(HEADER, accel)),
    { columns: ['t', 'ax', 'ay', 'az', 'gx'] },
    'missing_column',
    'name the time and acceleration x, y, z',
  ],
  [
    'a column twice',
    one(plainCsv(HEADER, accel)),
    { columns: ['t', 'ax', 'ax', 'az'] },
    'duplicate_column',
    'each column once',
  ],
  ['no header', one(plainCsv(null, accel)), {}, 'unknown_format', '--columns 1,2,3,4'],
  [
    'other columns',
    one(plainCsv('Time_ms,acc_x,acc_y,acc_z', accel)),
    {},
    'unknown_format',
    'pass --columns Time_ms,acc_x,acc_y,acc_z',
  ],
  ['a letter', one('Dear all,\nhere are my steps.\n'), {}, 'unknown_format', '--columns'],
  [
    'a gyroscope alone',
    one(sensorLoggerCsv(gyro), 'Gyroscope.csv'),
    {},
    'no_acceleration',
    'record Accelerometer and Gravity',
  ],
  [
    'another sensor',
    one('time,seconds_elapsed,lux\n1698501144401773000,0,7\n', 'Light.csv'),
    {},
    'no_acceleration',
    'only Light',
  ],
  [
    'a pressure of phyphox',
    one('"Time (s)","Pressure (hPa)"\n0,1013\n'),
    {},
    'no_acceleration',
    'Acceleration with g',
  ],
  [
    'half of phyphox',
    one('"Time (s)","Acceleration x (m/s^2)"\n0,1\n'),
    {},
    'missing_column',
    'all three axes',
  ],
  ['JSON of something', one('{"name": "me"}', 'x.json'), {}, 'unknown_format', 'Sensor Logger'],
  ['JSON cut off', one('[{"sensor":"Accelerometer"', 'x.json'), {}, 'bad_json', 'cut off'],
  ['an empty list', one('[]', 'x.json'), {}, 'empty', 'record it again'],
  [
    'a reading without z',
    one(
      '[{"sensor":"Gravity","time":"1698501144401773000","seconds_elapsed":"0","x":"1","y":"2"}]',
      'x.json',
    ),
    {},
    'bad_number',
    'reading 1: z is missing',
  ],
  [
    'a time in words',
    one(
      '[{"sensor":"Gravity","time":"noon","seconds_elapsed":"0","x":"1","y":"2","z":"3"}]',
      'x.json',
    ),
    {},
    'bad_number',
    'whole number of nanoseconds',
  ],
  [
    'gravity that is none',
    [
      ['Accelerometer.csv', sensorLoggerCsv(linear)],
      ['Gravity.csv', sensorLoggerCsv(gyro)],
    ],
    {},
    'wrong_unit',
    'gravity in no unit',
  ],
  [
    'two recordings',
    [
      ['a.csv', plainCsv(OWN, accel)],
      ['b.csv', plainCsv(OWN, accel)],
    ],
    {},
    'two_recordings',
    'name each',
  ],
  [
    'a recording and an export',
    [
      ['a.csv', plainCsv(OWN, accel)],
      ['Gravity.csv', sensorLoggerCsv(gravity)],
    ],
    {},
    'two_recordings',
    'name each',
  ],
  ['an empty zip', one(zip([]), 'x.zip'), {}, 'no_acceleration', 'only nothing'],
  [
    'a zip of other things',
    one(zip([['readme.txt', 'hello']]), 'x.zip'),
    {},
    'no_acceleration',
    'only nothing',
  ],
  [
    'half a zip',
    one(zip([['Accelerometer.csv', sensorLoggerCsv(accel)]]).subarray(0, 9000), 'x.zip'),
    {},
    'damaged_zip',
    'copy the file again',
  ],
];

describe('what can not be right is refused, and the sentence says what to do', () => {
  test.each(REFUSED)('%s', (_, files, options, code, says) => {
    const error = errorOf(files, options);
    expect(error.code).toBe(code as typeof error.code);
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('\n');
  });
});

test('what was said to pass is then read', () => {
  const walks: readonly (readonly [string, FormatOptions])[] = [
    [plainCsv(OWN, accelInG), { accelUnit: 'g' }],
    [plainCsv(OWN, accel, 1000), { timeUnit: 'ms' }],
    [plainCsv(OWN, linear), { gravity: 'excluded' }],
    [phyphoxCsv([['Acceleration', 'm/s^2', accelInG]]), { accelUnit: 'g' }],
  ];
  for (const [text, options] of walks)
    expect(parse(one(text), options).source).toMatchObject(options);
});

test('a whole export may hold what is of no use', () => {
  const json = sensorLoggerJson([
    ['Magnetometer', gyro],
    ['TotalAcceleration', accel],
  ]);
  expect(parse([['x.json', json]]).source.gravity).toBe('included');
  const table = phyphoxCsv([
    ['Magnetic field', 'µT', gyro],
    ['Acceleration', 'm/s^2', accel],
  ]);
  expect(parse([['x.csv', table]]).source.format).toBe('phyphox');
});
