import { describe, expect, test } from 'bun:test';
import type { FormatOptions } from './recording.ts';
import {
  accel,
  accelInG,
  gravity,
  gyro,
  linear,
  linearInG,
  phyphoxCsv,
  plainCsv,
  sensorLoggerCsv,
} from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';
import { oneFile, testRefusals } from './testing/refusals.ts';

const OWN = 'timestamp,accel_x,accel_y,accel_z';
const HEADER = 't,ax,ay,az';
const COLUMNS = { columns: ['t', 'ax', 'ay', 'az'] };
const WITH_GYRO = { columns: ['t', 'ax', 'ay', 'az', 'gx', 'gy', 'gz'] };
const degrees = (i: number) => gyro(i).map((value) => (value * 180) / Math.PI + 40);

describe('values that contradict what is said of them are refused', () => {
  testRefusals([
    [
      'a header that says m/s² of values in g',
      oneFile(plainCsv('time,X (m/s^2),Y (m/s^2),Z (m/s^2)', accelInG)),
      {},
      'wrong_unit',
      'Pass --accel-unit g',
    ],
    [
      'a header that says s of values in ms',
      oneFile(plainCsv('t (s),ax,ay,az', accel, 1000)),
      {},
      'wrong_unit',
      'Pass --time-unit ms',
    ],
    [
      'm/s² called g',
      oneFile(plainCsv(HEADER, accel)),
      { ...COLUMNS, accelUnit: 'g' },
      'wrong_unit',
      'Pass --accel-unit m/s^2',
    ],
    [
      'gravity called absent',
      oneFile(plainCsv(HEADER, accel)),
      { ...COLUMNS, gravity: 'excluded' },
      'wrong_gravity',
      'Pass --gravity included',
    ],
    [
      'ns called s',
      oneFile(plainCsv(HEADER, accel, 1e9)),
      { ...COLUMNS, timeUnit: 's' },
      'wrong_unit',
      'Pass --time-unit ns',
    ],
    [
      'degrees called radians',
      oneFile(plainCsv(`${HEADER},gx,gy,gz`, accel, 1, degrees)),
      { ...WITH_GYRO, gyroUnit: 'rad/s' },
      'wrong_unit',
      'Pass --gyro-unit deg/s',
    ],
    [
      'a unit that the values do not show',
      oneFile(plainCsv(HEADER, linearInG)),
      COLUMNS,
      'unclear_unit',
      'pass --accel-unit',
    ],
    ['times that repeat', oneFile(plainCsv(HEADER, accel, 0)), COLUMNS, 'bad_times', '--rate'],
    [
      'an index for a time',
      oneFile(plainCsv(HEADER, accel, 7e12)),
      COLUMNS,
      'bad_times',
      'time column',
    ],
    [
      'a unit of an app',
      oneFile(sensorLoggerCsv(accel), 'TotalAcceleration.csv'),
      { accelUnit: 'g' },
      'wrong_unit',
      'Pass --accel-unit m/s^2',
    ],
    [
      'an app whose values are in g, for once',
      oneFile(sensorLoggerCsv(accelInG), 'TotalAcceleration.csv'),
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
      oneFile(sensorLoggerCsv(accel), 'TotalAcceleration.csv'),
      { timeUnit: 'ms' },
      'wrong_unit',
      'leave --time-unit out',
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
  ]);
});

test('what was said to pass is then read', () => {
  const walks: readonly (readonly [string, FormatOptions])[] = [
    [plainCsv(OWN, accelInG), { accelUnit: 'g' }],
    [plainCsv(OWN, accel, 1000), { timeUnit: 'ms' }],
    [plainCsv(OWN, linear), { gravity: 'excluded' }],
    [phyphoxCsv([['Acceleration', 'm/s^2', accelInG]]), { accelUnit: 'g' }],
  ];
  for (const [text, options] of walks)
    expect(parse(oneFile(text), options).source).toMatchObject(options);
});
