import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording, readSteps } from '../index.ts';
import { writeRecording, writeSteps } from './write-csv.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-write-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('writing', () => {
  test('what is written is read back the same', async () => {
    const recording = {
      times: Float64Array.of(1677012345.123456, 1677012345.1434567),
      accel: Float64Array.of(0.1, -2.5e-7, 9.81, 1 / 3, 123.45678, -0.5),
      gyro: Float64Array.of(0.1, 0.2, 0.3, Number.NaN, Number.NaN, Number.NaN),
      activity: ['walking', 'up, then down'],
    };
    for (const name of ['written.csv', 'written.csv.gz']) {
      const path = join(folder, name);
      await writeRecording(path, recording);
      const found = await readRecording(path);
      expect([...found.times]).toEqual([...recording.times]);
      expect([...found.accel]).toEqual([...recording.accel]);
      expect([...(found.gyro ?? [])]).toEqual([...recording.gyro]);
      expect(found.activity).toEqual(recording.activity);
    }
  });

  test('a recording of accelerometer alone has no other columns', async () => {
    const recording = {
      times: Float64Array.of(0),
      accel: Float64Array.of(1, 2, 3),
      gyro: null,
      activity: null,
    };
    const path = join(folder, 'bare.csv');
    await writeRecording(path, recording);
    expect(await readRecording(path)).toMatchObject(recording);
  });

  test('steps', async () => {
    const steps = [
      { timestamp: 0.1, foot: 'left' },
      { timestamp: 0.7, foot: 'right' },
    ];
    const path = join(folder, 'written.steps.csv');
    await writeSteps(path, steps);
    expect(await readSteps(path)).toEqual(steps);
  });
});
