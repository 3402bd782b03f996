import { describe, expect, test } from 'bun:test';
import { Batch, Sample } from '@stepstream/protocol/schemas';
import { frameSize, frames, magnitudeOf } from './frames.ts';
import { stepsCsv } from './run.ts';

const source = (samples: number, gyro = true) => ({
  times: Float64Array.from({ length: samples }, (_, i) => 10 + i / 100),
  accel: Float64Array.from({ length: 3 * samples }, (_, i) => i % 9),
  gyro: gyro ? new Float64Array(3 * samples).fill(0.5) : null,
});

describe('frames', () => {
  test('of a short recording hold a sample each, with its time', () => {
    const all = [...frames(source(500))];
    expect(all.length).toBe(500);
    for (const { message } of all) Sample.parse(message);
    expect(all[1]?.message).toEqual({
      timestamp: 10.01,
      accel_x: 3,
      accel_y: 4,
      accel_z: 5,
      gyro_x: 0.5,
      gyro_y: 0.5,
      gyro_z: 0.5,
    });
    expect(all[100]?.due).toBeCloseTo(1, 9);
  });

  test('of a very long one hold several, and leave none out', () => {
    const samples = 50_001;
    const all = [...frames(source(samples))];
    expect(all.length).toBeLessThanOrEqual(20_000);
    expect(frameSize(samples)).toBe(3);
    Batch.parse(all[0]?.message);
    expect(all.map(({ from }) => from)).toEqual(all.map((_, i) => 3 * i));
    expect(all.at(-1)?.to).toBe(samples);
  });

  test('leave the gyroscope out where there is none', () => {
    const without = source(2, false);
    expect(Object.keys([...frames(without)][0]?.message ?? {})).not.toContain('gyro_x');
    const some = source(2);
    some.gyro?.fill(Number.NaN, 0, 3);
    const [first, second] = [...frames(some)].map(({ message }) => Object.keys(message));
    expect(first).not.toContain('gyro_x');
    expect(second).toContain('gyro_x');
  });
});

test('|a| is the length of the vector', () => {
  expect(magnitudeOf({ ...source(1), accel: Float64Array.of(2, 3, 6) }, 0)).toBe(7);
});

test('steps as a file', () => {
  const steps = [{ index: 0, timestamp: 1.25, foot: 'start', confidence: 0.9 }] as const;
  expect(stepsCsv(steps)).toBe('timestamp,foot,confidence\n1.25,start,0.9\n');
  expect(stepsCsv([])).toBe('timestamp,foot,confidence\n');
});
