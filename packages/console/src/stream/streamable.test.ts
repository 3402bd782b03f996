import { describe, expect, test } from 'bun:test';
import { sampleAt } from '@stepstream/protocol';
import { Sample } from '@stepstream/protocol/schemas';
import { stemOf, stepsCsv } from './steps-csv.ts';
import { frameSize, magnitudeOf } from './streamable.ts';

const source = (samples: number, gyro = true) => ({
  times: Float64Array.from({ length: samples }, (_, i) => 10 + i / 100),
  accel: Float64Array.from({ length: 3 * samples }, (_, i) => i % 9),
  gyro: gyro ? new Float64Array(3 * samples).fill(0.5) : null,
});

describe('a sample of a recording', () => {
  test('has its time and both sensors', () => {
    expect(Sample.parse(sampleAt(source(500), 1))).toEqual({
      timestamp: 10.01,
      accel_x: 3,
      accel_y: 4,
      accel_z: 5,
      gyro_x: 0.5,
      gyro_y: 0.5,
      gyro_z: 0.5,
    });
  });

  test('leaves the gyroscope out where there is none', () => {
    expect(Object.keys(sampleAt(source(2, false), 0))).not.toContain('gyro_x');
    const some = source(2);
    some.gyro?.fill(Number.NaN, 0, 3);
    expect(Object.keys(sampleAt(some, 0))).not.toContain('gyro_x');
    expect(Object.keys(sampleAt(some, 1))).toContain('gyro_x');
  });
});

test('a frame holds one sample, and several of a very long recording', () => {
  expect([1, 20_000, 20_001, 50_001, 1e8].map(frameSize)).toEqual([1, 1, 2, 3, 1000]);
});

test('|a| is the length of the vector', () => {
  expect(magnitudeOf({ accel_x: 2, accel_y: 3, accel_z: 6 })).toBe(7);
});

test('steps become a file with a line each', async () => {
  const steps = [{ timestamp: 1.25, foot: 'start', confidence: 0.9, total: 1 }] as const;
  expect(await stepsCsv(steps).text()).toBe('timestamp,foot,confidence\n1.25,start,0.9\n');
  expect(await stepsCsv([]).text()).toBe('timestamp,foot,confidence\n');
});

test.each([
  ['walk.csv', 'walk'],
  ['walk.CSV.gz', 'walk'],
  ['Accelerometer.csv, Gyroscope.csv', 'Accelerometer'],
  ['Synthetic walk 2026', 'Synthetic-walk-2026'],
  ['Spaziergang am Nachmittag (2).zip', 'Spaziergang-am-Nachmittag-2'],
  ['歩く.json', '歩く'],
  ['walk.2024.gt3x.gz', 'walk.2024'],
  ['.csv', 'recording'],
])('files about %s are called %s', (title, name) => {
  expect(stemOf(title)).toBe(name);
});
