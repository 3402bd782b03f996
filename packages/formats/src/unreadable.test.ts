import { describe, expect, test } from 'bun:test';
import {
  accel,
  gravity,
  gyro,
  linear,
  phyphoxCsv,
  plainCsv,
  sensorLoggerCsv,
  sensorLoggerJson,
  zip,
} from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';
import { oneFile, testRefusals } from './testing/refusals.ts';

const OWN = 'timestamp,accel_x,accel_y,accel_z';
const HEADER = 't,ax,ay,az';

describe('what is no recording is refused', () => {
  testRefusals([
    [
      'no such column',
      oneFile(plainCsv(HEADER, accel)),
      { columns: ['t', 'ax', 'ay', 'aw'] },
      'missing_column',
      'no column aw: the header names t,ax,ay,az',
    ],
    [
      'five columns',
      oneFile(plainCsv(HEADER, accel)),
      { columns: ['t', 'ax', 'ay', 'az', 'gx'] },
      'missing_column',
      'name the time and acceleration x, y, z',
    ],
    [
      'a column twice',
      oneFile(plainCsv(HEADER, accel)),
      { columns: ['t', 'ax', 'ax', 'az'] },
      'duplicate_column',
      'each column once',
    ],
    [
      'no header, nor gravity',
      oneFile(plainCsv(null, linear)),
      {},
      'unknown_format',
      '--columns 1,2,3,4',
    ],
    [
      'other columns',
      oneFile(plainCsv('when,first,second,third', accel)),
      {},
      'unknown_format',
      'the header names when,first,second,third',
    ],
    ['a letter', oneFile('Dear all,\nhere are my steps.\n'), {}, 'unknown_format', '--columns'],
    [
      'a gyroscope alone',
      oneFile(sensorLoggerCsv(gyro), 'Gyroscope.csv'),
      {},
      'no_acceleration',
      'record Accelerometer and Gravity',
    ],
    [
      'another sensor',
      oneFile('time,seconds_elapsed,lux\n1698501144401773000,0,7\n', 'Light.csv'),
      {},
      'no_acceleration',
      'only Light',
    ],
    [
      'a pressure of phyphox',
      oneFile('"Time (s)","Pressure (hPa)"\n0,1013\n'),
      {},
      'no_acceleration',
      'Acceleration with g',
    ],
    [
      'half of phyphox',
      oneFile('"Time (s)","Acceleration x (m/s^2)"\n0,1\n'),
      {},
      'missing_column',
      'all three axes',
    ],
    [
      'JSON of something',
      oneFile('{"name": "me"}', 'x.json'),
      {},
      'unknown_format',
      'Sensor Logger',
    ],
    ['JSON cut off', oneFile('[{"sensor":"Accelerometer"', 'x.json'), {}, 'bad_json', 'cut off'],
    ['an empty list', oneFile('[]', 'x.json'), {}, 'empty', 'record it again'],
    [
      'a reading without z',
      oneFile(
        '[{"sensor":"Gravity","time":"1698501144401773000","seconds_elapsed":"0","x":"1","y":"2"}]',
        'x.json',
      ),
      {},
      'bad_number',
      'reading 1: z is missing',
    ],
    [
      'a time in words',
      oneFile(
        '[{"sensor":"Gravity","time":"noon","seconds_elapsed":"0","x":"1","y":"2","z":"3"}]',
        'x.json',
      ),
      {},
      'bad_number',
      'whole number of nanoseconds',
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
    [
      'two recordings in a zip, which nobody can name there',
      oneFile(zip(['a.csv', 'b.csv'].map((name) => [name, plainCsv(OWN, accel)])), 'x.zip'),
      {},
      'two_recordings',
      'extract it, and name the folder',
    ],
    ['an empty zip', oneFile(zip([]), 'x.zip'), {}, 'empty', 'in this archive, nothing'],
    [
      'a zip of other things',
      oneFile(zip([['readme.txt', 'hello']]), 'x.zip'),
      {},
      'empty',
      'only readme.txt',
    ],
    [
      'half a zip',
      oneFile(zip([['Accelerometer.csv', sensorLoggerCsv(accel)]]).subarray(0, 9000), 'x.zip'),
      {},
      'damaged_zip',
      'copy the file again',
    ],
  ]);
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
