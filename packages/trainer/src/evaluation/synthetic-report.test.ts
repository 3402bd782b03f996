import { describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { measureCases } from './cases.ts';
import type { StreamingDetector } from './detector-factory.ts';
import { DISTURBANCE_TRIALS } from './disturbance-trials.ts';
import { measureDisturbances } from './disturbances.ts';
import { isWithinOne, measureSyntheticWalks } from './synthetic-corners.ts';
import { measureSynthetic } from './synthetic-report.ts';
import { syntheticTables } from './tables/synthetic-tables.ts';

/** Says that there is a step every so many seconds. */
function metronome(interval: number): StreamingDetector {
  let next = interval;
  return {
    push(time) {
      if (time < next - 1e-9) return [];
      next += interval;
      return [{ timestamp: time }];
    },
  };
}

const deaf = (): StreamingDetector => ({ push: () => [] });

describe('synthetic motions', () => {
  test('are counted by the minute, each minute another', () => {
    const trials = DISTURBANCE_TRIALS.slice(0, 2);
    let made = 0;
    const rows = measureDisturbances(() => metronome(made++ === 0 ? 0.5 : 1), trials);
    const [first, second] = rows;
    expect(rows.map(({ key }) => key)).toEqual(['whiteNoise_0.1', 'whiteNoise_0.5']);
    expect(second).toMatchObject({ worst: 59, rate: { minutes: 8, perMinute: 59 } });
    expect(first?.worst).toBe(119);
    expect(first?.rate.perMinute).toBeCloseTo((119 + 7 * 59) / 8, 9);
  });

  test('are of every kind, each once', () => {
    const keys = DISTURBANCE_TRIALS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(keys.map((key) => key.split('_')[0])).size).toBe(6);
    expect(measureDisturbances(deaf).every(({ worst }) => worst === 0)).toBe(true);
  });
});

test('synthetic walks are at all corners, and hold the steps of their cadence', () => {
  const { demo, corners } = measureSyntheticWalks(deaf);
  expect(demo).toEqual({ detected: 0, truth: 43 });
  expect(corners).toHaveLength(24);
  for (const { cadence, walks } of corners) {
    expect(walks.map(({ truth }) => truth)).toEqual(new Array(3).fill(cadence / 3));
  }
  expect(isWithinOne({ detected: 42, truth: 43 })).toBe(true);
  expect(isWithinOne({ detected: 45, truth: 43 })).toBe(false);
});

describe('cases', () => {
  test('are told to be missing where their folder is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-'));
    expect(await measureCases(join(folder, 'data'), deaf)).toBeNull();
    const synthetic = await measureSynthetic(join(folder, 'data'), deaf);
    const [disturbances] = syntheticTables({ id: 'deaf', synthetic });
    expect(disturbances?.notes.join(' ')).toContain('No folder cases beside the recordings');
  });

  test('are counted where they are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-'));
    const soft = join(folder, 'cases', '10-soft-walk');
    await mkdir(soft, { recursive: true });
    const rows = Array.from({ length: 500 }, (_, i) => `${i / 50},0,0,9.81`);
    const csv = ['timestamp,accel_x,accel_y,accel_z', ...rows, ''].join('\n');
    await Bun.write(join(soft, 'soft_115.csv'), csv);
    await Bun.write(join(soft, 'soft_115.steps.csv'), 'timestamp,foot\n1,start\n2,end\n');
    const found = await measureCases(join(folder, 'data'), () => metronome(0.5));
    expect(found).toMatchObject([{ label: 'a soft walk', count: { detected: 19, truth: 2 } }]);
    expect(found?.[0]?.rate.perMinute).toBeCloseTo((60 * 19) / 9.98, 6);
  });
});

test('the tables say what was aimed at, and whether it was reached', async () => {
  const synthetic = await measureSynthetic('', () => new StepDetector({ model: CLASSIC }));
  const tables = syntheticTables({ id: 'classic-1', synthetic });
  const [disturbances, corners] = tables;
  expect(tables).toHaveLength(2);
  const row = (label: string) => disturbances?.rows.find(([first]) => first?.includes(label));
  expect(row('σ 1.25')).toEqual(['white noise, σ 1.25 m/s²', '8', '0.00', '0', '≤ 1', 'reached']);
  expect(row('80 rpm')?.slice(-2)).toEqual(['≤ 5', 'missed']);
  expect(row('busy hands, 4')?.slice(-2)).toEqual(['', '']);
  expect(corners?.rows).toHaveLength(12);
  expect(corners?.rows[0]?.[4]).toMatch(/^\d+, \d+, \d+ of 20$/);
  expect(corners?.notes[0]).toMatch(/^\d+ of 72 walks are counted to within one step/);
});
