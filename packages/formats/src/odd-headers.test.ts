import { describe, expect, test } from 'bun:test';
import { accel, linear, linearInG, plainCsv } from './testing/export-walk.ts';
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
