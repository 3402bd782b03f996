import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Recording, stepsPathFor, type TrueStep, writeSteps } from '@stepstream/formats';
import { median } from '@stepstream/math';
import { generateWalk, type WalkOptions } from '@stepstream/synthetic';
import { parseRecordingPath, type SetName } from '../evaluation/datasets.ts';
import { buildCorpus, type Track } from './corpus.ts';

const folder = mkdtempSync(join(tmpdir(), 'stepstream-corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WALKING: WalkOptions['segments'] = [{ activity: 'walking', seconds: 60 }];

/** One recording of a data folder; what is known of its steps lies in a file beside it. */
async function track(
  set: SetName,
  name: string,
  recording: Recording,
  steps?: readonly TrueStep[],
): Promise<Track> {
  return (await tracks([{ set, name, recording, steps }]))[0] as Track;
}

async function tracks(
  list: readonly {
    readonly set: SetName;
    readonly name: string;
    readonly recording: Recording;
    readonly steps?: readonly TrueStep[] | undefined;
  }[],
): Promise<Track[]> {
  const lazy = list.map(async ({ set, name, recording, steps }) => {
    const meta = parseRecordingPath(set, join(folder, `${name}.csv.gz`));
    if (steps) await writeSteps(stepsPathFor(meta.path), steps);
    return { meta, recording: async () => recording, truth: async () => null };
  });
  return buildCorpus(await Promise.all(lazy));
}

const walk = (options: Partial<WalkOptions> = {}) => {
  return generateWalk({ segments: WALKING, ...options });
};
const isUnknown = ({ unknown }: Track, time: number) =>
  unknown.some(({ start, end }) => time >= start && time < end);

describe('hand-held', () => {
  test('contacts are as recorded, and each foot has its number', async () => {
    const { steps, ...recording } = walk();
    const { kind, contacts, unknown } = await track('handheld', 'person1_1', recording, steps);
    expect([kind, unknown]).toEqual(['handheld', []]);
    expect(contacts).toEqual(
      steps.map(({ timestamp, foot }) => ({ time: timestamp, side: foot === 'left' ? 0 : 1 })),
    );
  });

  test('where the feet are not told, none is known', async () => {
    const { steps, ...recording } = walk();
    const nameless = steps.map(({ timestamp }) => ({ timestamp, foot: '' }));
    const { contacts } = await track('handheld', 'person1_2', recording, nameless);
    expect(contacts.every(({ side }) => side === null)).toBe(true);
  });
});

describe('phones', () => {
  /** What foot switches tell of a walk: on another clock, and without some contacts. */
  const switches = (steps: readonly TrueStep[], late: number, missed: readonly number[] = []) =>
    steps
      .filter((_, i) => !missed.includes(i))
      .map(({ timestamp, foot }) => ({ timestamp: timestamp + late, foot }));
  const off = (contacts: Track['contacts'], steps: readonly TrueStep[]) =>
    median(contacts.map(({ time }, i) => time - Number(steps[i]?.timestamp))) ?? Number.NaN;

  test('clocks are set by one offset for each phone and person', async () => {
    const [first, second] = [walk({ seed: 5 }), walk({ seed: 6 })];
    const set = 'phones';
    const all = await tracks([
      {
        set,
        name: 'walker1_pixel_hand_hard_1',
        recording: first,
        steps: switches(first.steps, 0.09),
      },
      {
        set,
        name: 'walker2_pixel_hand_hard_1',
        recording: second,
        steps: switches(second.steps, -0.06),
      },
      // The same phone and person as the first, and a clock that agrees with it.
      {
        set,
        name: 'walker1_pixel_hand_hard_2',
        recording: second,
        steps: switches(second.steps, 0.09),
      },
    ]);
    const offs = all.map(({ contacts }, i) => off(contacts, i === 0 ? first.steps : second.steps));
    // The detector that sets the clocks may be late by a constant, which is then the same for all.
    for (const one of offs) expect(Math.abs(one)).toBeLessThan(0.05);
    expect(offs[1]).toBeCloseTo(offs[2] as number, 1.5);
    expect(offs[0]).toBeCloseTo(offs[2] as number, 1.5);
  });

  test('what is doubtful moves with the contacts', async () => {
    const { steps, ...recording } = walk({ seed: 7 });
    const told = switches(steps, 0.1, [40]);
    const one = await track('phones', 'walker3_pixel_hand_hard_1', recording, told);
    expect(one.contacts).toHaveLength(told.length);
    expect(one.unknown).toHaveLength(1);
    const [before, after] = [one.contacts[39]?.time ?? 0, one.contacts[40]?.time ?? 0];
    expect(one.unknown[0]?.start).toBeCloseTo(before + 0.12, 9);
    expect(one.unknown[0]?.end).toBeCloseTo(after - 0.12, 9);
    expect(isUnknown(one, Number(steps[40]?.timestamp))).toBe(true);
  });
});

describe('daily', () => {
  test('sitting and standing up hold no contacts; of the rest nothing is known', async () => {
    const { times, accel } = walk({ segments: [{ activity: 'standing', seconds: 8 }] });
    const names = ['seated', 'standing_up', 'walking', 'turning', 'walking', 'sitting_down'];
    const activity = Array.from(times, (time) => names[Math.min(5, Math.floor(time))] ?? '');
    const recording = { times, accel, gyro: null, activity };
    const one = await track('daily', 's01_03_phone', recording);
    expect([one.kind, one.contacts]).toEqual(['transitions', []]);
    for (const time of [0, 1, 1.9, 5.1, 7]) expect(isUnknown(one, time)).toBe(false);
    for (const time of [2.1, 3, 3.9, 4, 4.9]) expect(isUnknown(one, time)).toBe(true);
  });
});

describe('watch', () => {
  const wrist: Partial<WalkOptions> = { placement: 'wrist', samplingRate: 20 };

  test('sitting is known to hold no contact', async () => {
    const recording = walk({ ...wrist, segments: [{ activity: 'standing', seconds: 60 }] });
    const one = await track('watch', 'w1600_sitting', recording);
    expect([one.kind, one.contacts, one.unknown]).toEqual(['rest', [], []]);
  });

  test('of walking is known what its rhythm tells, and nothing else', async () => {
    const segments = [...WALKING, { activity: 'standing', seconds: 30 } as const];
    const one = await track('watch', 'w1600_walking', walk({ ...wrist, segments }));
    expect(one.kind).toBe('wrist');
    expect(one.contacts.length).toBeGreaterThan(90);
    for (const { time, side } of one.contacts) {
      expect(side).toBeNull();
      expect(isUnknown(one, time)).toBe(false);
    }
    for (const time of [-1, 0, 61, 75, 89, 1000]) expect(isUnknown(one, time)).toBe(true);
  });
});

describe('samples', () => {
  test.each([20, 50, 100])('of a device of %d Hz stay as they are', async (samplingRate) => {
    const recording = walk({ samplingRate });
    const one = await track('watch', 'w1601_sitting', recording);
    expect(one.times).toEqual(recording.times);
    expect(one.accel).toEqual(recording.accel);
  });

  test('of a faster one are averaged', async () => {
    const { times, accel } = walk({ samplingRate: 400 });
    const one = await track('watch', 'w1602_sitting', { times, accel, gyro: null, activity: null });
    expect(one.times).toHaveLength(times.length / 4);
    const mean = (values: Float64Array, at: number, step: number) =>
      [0, 1, 2, 3].reduce((sum, k) => sum + Number(values[at + k * step]), 0) / 4;
    for (const i of [0, 1, 777, one.times.length - 1]) {
      expect(one.times[i]).toBeCloseTo(mean(times, 4 * i, 1), 9);
      for (const axis of [0, 1, 2]) {
        expect(one.accel[3 * i + axis]).toBeCloseTo(mean(accel, 12 * i + axis, 3), 9);
      }
    }
  });
});
