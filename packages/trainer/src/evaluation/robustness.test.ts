import { expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import type { PhonesFile } from './datasets.ts';
import { walk } from './example-recordings.ts';
import type { LazyRecording } from './load.ts';
import { measureRobustness } from './robustness.ts';
import { ROBUSTNESS_TRIALS } from './robustness-trials.ts';

const { recording, truth } = walk({ seconds: 90, stepsPerSecond: 1.8, rate: 80 });
const meta: PhonesFile = {
  set: 'phones',
  name: 'walker1_pixel_inhand_hard_1',
  path: '',
  person: 'walker1',
  phone: 'pixel',
  placement: 'inhand',
  surface: 'hard',
  number: 1,
};
const lazy: LazyRecording = { meta, recording: async () => recording, truth: async () => truth };

test('a row for each trial, compared with the recordings as they are', async () => {
  const rows = await measureRobustness(
    [lazy],
    (_, options) => new StepDetector({ model: CLASSIC, ...options }),
  );
  expect(rows.map(({ key }) => key)).toEqual(['none', ...ROBUSTNESS_TRIALS.map(({ key }) => key)]);
  const [none] = rows;
  expect(none?.handheld).toBeNull();
  expect(none?.phones).toMatchObject({ recordings: 1, mapeChange: 0, f1Change: 0 });
  const upsideDown = rows.find(({ key }) => key === 'upside_down')?.phones;
  expect(upsideDown).toMatchObject({ mape: none?.phones?.mape ?? -1, f1Change: 0 });
  // The recording has 80 samples a second.
  expect(rows.find(({ key }) => key === 'rate_100')?.phones).toBeNull();
});

test('a detector that is late only when degraded is not forgiven', async () => {
  let made = 0;
  const rows = await measureRobustness([lazy], () => {
    // The first one is for the recording as it is.
    const late = made++ === 0 ? 0 : 0.3;
    const left = truth.map((time) => ({ timestamp: time + late }));
    return { push: (time) => (time > 19 ? left.splice(0) : []) };
  });
  expect(rows[0]?.phones?.f1).toBe(1);
  expect(rows.find(({ key }) => key === 'jitter')?.phones?.f1).toBeLessThan(0.05);
});

test('softer walks keep fewer steps, and clocks and tolerances go along with another pace', async () => {
  const rows = await measureRobustness(
    [lazy],
    (_, options) => new StepDetector({ model: CLASSIC, ...options }),
  );
  const score = (key: string) => rows.find((row) => row.key === key)?.phones;
  expect(score('none')?.kept).toBe(1);
  expect(score('cold_start')?.kept).toBeWithin(0.8, 1.1);
  expect(score('force_50')?.kept).toBeWithin(0.9, 1.05);
  expect(score('pace_60')?.f1).toBeGreaterThan(0.9);
  expect(score('pace_140')?.f1).toBeGreaterThan(0.9);
});

test('only where gravity is taken off, the detector is told so', async () => {
  const told: unknown[] = [];
  await measureRobustness([lazy], (_, options) => {
    told.push(options?.gravity);
    return { push: () => [] };
  });
  expect(told.filter((gravity) => gravity === 'excluded')).toHaveLength(1);
});
