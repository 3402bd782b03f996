import { describe, expect, test } from 'bun:test';
import { accel, accelInG, linear, linearInG, plainCsv } from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';
import { oneFile, testRefusals } from './testing/refusals.ts';

describe('user acceleration alone is in g, as CoreMotion gives it', () => {
  test.each([
    'timestamp,userAccelerationX,userAccelerationY,userAccelerationZ',
    'time,user_acceleration.x,user_acceleration.y,user_acceleration.z',
    'time,motionUserAccelerationX,motionUserAccelerationY,motionUserAccelerationZ',
  ])('%s', (header) => {
    const { source } = parse(oneFile(plainCsv(header, linearInG)));
    expect(source.accelUnit).toBe('g');
    expect(source.gravity).toBe('excluded');
    expect(source.notes.map(({ code }) => code)).toContain('unit_found');
    expect(parse(oneFile(plainCsv(header, linear))).source.accelUnit).toBe('m/s^2');
  });
});

describe('units behind all names make no phyphox of a table', () => {
  test.each([
    'time (s),accel_x (m/s^2),accel_y (m/s^2),accel_z (m/s^2)',
    'time (s),ax (m/s^2),ay (m/s^2),az (m/s^2)',
    'Time (s),accX (m/s²),accY (m/s²),accZ (m/s²)',
  ])('%s', (header) => {
    expect(parse(oneFile(plainCsv(header, accel))).source.format).toBe('table');
  });

  testRefusals([
    [
      'a table of something else',
      oneFile(plainCsv('time (s),force_a (N),force_b (N),force_c (N)', accel)),
      {},
      'unknown_format',
      '--columns',
    ],
  ]);
});

describe('lengths of other units a second squared', () => {
  test.each([
    ['cm/s^2', 100],
    ['cm/s²', 100],
    ['mm/s^2', 1000],
    ['ft/s^2', 1 / 0.3048],
    ['ft/s²', 1 / 0.3048],
  ])('%s', (unit, factor) => {
    const header = `time,ax (${unit}),ay (${unit}),az (${unit})`;
    const csv = plainCsv(header, (i) => {
      const [x, y, z] = accel(i);
      return [factor * x, factor * y, factor * z];
    });
    const [x = 0] = parse(oneFile(csv)).accel;
    expect(x / accel(0)[0]).toBeCloseTo(1, 4);
  });
});

test('degrees a second, as OMGUI has them', () => {
  const header = 'time,Accel-X (g),Accel-Y (g),Accel-Z (g),Gyro-X (d/s),Gyro-Y (d/s),Gyro-Z (d/s)';
  expect(parse(oneFile(plainCsv(header, accelInG, 1, () => [1, 2, 3]))).source.gyroUnit).toBe(
    'deg/s',
  );
});

test('nothing but zeros is a note, and no refusal', () => {
  const csv = plainCsv('time,x,y,z', () => [0, 0, 0]);
  expect(parse(oneFile(csv)).source.notes.map(({ code }) => code)).toEqual(['flat_signal']);
});
