import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Recording, stepsPathFor, type TrueStep, writeSteps } from '@stepstream/formats';
import { seededRandom } from '@stepstream/math';
import { generateWalk, type WalkOptions } from '@stepstream/synthetic';
import { parseRecordingPath } from '../evaluation/datasets.ts';
import { buildCorpus, recordedTracks } from './corpus.ts';
import { cropOf } from './crop.ts';
import type { Track } from './track.ts';

const folder = mkdtempSync(join(tmpdir(), 'stepstream-corpus-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WALKING: WalkOptions['segments'] = [{ activity: 'walking', seconds: 60 }];
const walk = (options: Partial<WalkOptions> = {}) => {
  return generateWalk({ segments: WALKING, ...options });
};
const timesOf = (steps: readonly TrueStep[]) => steps.map(({ timestamp }) => timestamp);
const isUnknown = ({ unknown }: Track, time: number) =>
  unknown.some(({ start, end }) => time >= start && time < end);

/** The tracks of a recording; what is known of its steps lies in a file beside it, or is told. */
async function tracksOf(
  set: 'handheld' | 'phones' | 'daily' | 'watch',
  name: string,
  recording: Recording,
  steps?: readonly TrueStep[],
): Promise<Track[]> {
  const meta = parseRecordingPath(set, join(folder, `${name}.csv.gz`));
  if (steps) await writeSteps(stepsPathFor(meta.path), steps);
  const truth = async () => (steps && set === 'handheld' ? timesOf(steps) : null);
  return recordedTracks([{ meta, recording: async () => recording, truth }]);
}
const trackOf = async (...given: Parameters<typeof tracksOf>) => {
  const tracks = await tracksOf(...given);
  expect(tracks).toHaveLength(1);
  return tracks[0] as Track;
};

test('all that there is: the recordings, and the synthetic tracks after them', async () => {
  const { steps, ...recording } = walk();
  const meta = parseRecordingPath('handheld', 'person1_1.csv.gz');
  const lazy = { meta, recording: async () => recording, truth: async () => timesOf(steps) };
  const [first, ...rest] = await buildCorpus([lazy]);
  expect(first?.kind).toBe('handheld');
  expect(new Set(rest.map(({ kind }) => kind))).toEqual(
    new Set(['synthetic', 'disturbances', 'smooth']),
  );
});

describe('hand-held', () => {
  test('contacts are as recorded', async () => {
    const { steps, ...recording } = walk();
    const track = await trackOf('handheld', 'person1_1', recording, steps);
    expect([track.kind, track.person, track.unknown]).toEqual(['handheld', 'person1', []]);
    expect(track.contacts).toEqual(timesOf(steps));
  });
});

describe('phones', () => {
  test('what is doubtful moves with the contacts onto the sensor’s clock', async () => {
    const { steps, ...recording } = walk({ seed: 7 });
    const told = steps
      .filter((_, i) => i !== 40)
      .map(({ timestamp, foot }) => ({ timestamp: timestamp + 0.1, foot }));
    const track = await trackOf('phones', 'walker3_pixel_hand_hard_1', recording, told);
    expect([track.kind, track.contacts.length]).toEqual(['phones', told.length]);
    const offs = track.contacts.map((time, i) => time - Number(told[i]?.timestamp));
    for (const off of offs) expect(off).toBeWithin(-0.16, -0.04);
    expect(track.unknown).toHaveLength(1);
    expect(isUnknown(track, Number(steps[40]?.timestamp))).toBe(true);
    for (const time of track.contacts) expect(isUnknown(track, time)).toBe(false);
  });

  test('bounces are no contacts', async () => {
    const { steps, ...recording } = walk({ seed: 8 });
    const bounce = steps[20] as TrueStep;
    const told = [...steps, { ...bounce, timestamp: bounce.timestamp + 0.1 }];
    told.sort((a, b) => a.timestamp - b.timestamp);
    const track = await trackOf('phones', 'walker3_pixel_hand_hard_2', recording, told);
    expect(track.contacts).toHaveLength(steps.length);
  });
});

describe('daily', () => {
  test('sitting and standing up hold no contacts; of the rest nothing is known', async () => {
    const { times, accel } = walk({ segments: [{ activity: 'standing', seconds: 8 }] });
    const names = ['seated', 'standing_up', 'walking', 'turning', 'walking', 'sitting_down'];
    const activity = Array.from(times, (time) => names[Math.min(5, Math.floor(time))] ?? '');
    const recording = { times, accel, gyro: null, activity };
    const one = await trackOf('daily', 's01_03_phone', recording);
    expect([one.kind, one.contacts]).toEqual(['transitions', []]);
    for (const time of [0, 1, 1.9, 5.1, 7]) expect(isUnknown(one, time)).toBe(false);
    for (const time of [2.1, 3, 3.9, 4, 4.9]) expect(isUnknown(one, time)).toBe(true);
  });
});

describe('watch', () => {
  const wrist: Partial<WalkOptions> = { placement: 'wrist', samplingRate: 20 };

  test('sitting is known to hold no contact', async () => {
    const recording = walk({ ...wrist, segments: [{ activity: 'standing', seconds: 60 }] });
    const one = await trackOf('watch', 'w1600_sitting', recording);
    expect([one.kind, one.contacts, one.unknown]).toEqual(['rest', [], []]);
  });

  test('of walking is known what its rhythm tells, and nothing else', async () => {
    const segments = [...WALKING, { activity: 'standing', seconds: 30 } as const];
    const one = await trackOf('watch', 'w1600_walking', walk({ ...wrist, segments }));
    expect(one.kind).toBe('rhythm');
    expect(one.contacts.length).toBeGreaterThan(90);
    for (const time of one.contacts) expect(isUnknown(one, time)).toBe(false);
    for (const time of [-1, 0, 61, 75, 89, 1000]) expect(isUnknown(one, time)).toBe(true);
  });
});

describe('samples', () => {
  test.each([20, 25, 50, 80])('of a device of %d Hz stay as they are', async (samplingRate) => {
    const recording = walk({ samplingRate });
    const one = await trackOf('watch', 'w1601_sitting', recording);
    expect(one.times).toEqual(recording.times);
    expect(one.accel).toEqual(recording.accel);
  });

  test.each([100, 250, 400])('of one of %d Hz are averaged, but never too few', async (rate) => {
    const { times, accel } = walk({ samplingRate: rate });
    const recording = { times, accel, gyro: null, activity: null };
    const one = await trackOf('watch', 'w1602_sitting', recording);
    expect(one.times.length / 60).toBeWithin(49, 100);
    const together = Math.floor(times.length / one.times.length);
    const mean = (values: Float64Array, at: number, step: number) => {
      let sum = 0;
      for (let k = 0; k < together; k++) sum += values[at + k * step] as number;
      return sum / together;
    };
    for (const i of [0, 1, 777, one.times.length - 1]) {
      expect(one.times[i]).toBeCloseTo(mean(times, together * i, 1), 9);
      for (const axis of [0, 1, 2]) {
        const expected = mean(accel, 3 * together * i + axis, 3);
        expect(one.accel[3 * i + axis]).toBeCloseTo(expected, 9);
      }
    }
  });
});

describe('holes', () => {
  /** A minute's walk without the samples between some times. */
  const torn = (...holes: readonly (readonly [start: number, end: number])[]) => {
    const { times, accel, steps } = walk({ seed: 9 });
    const kept = [...times.keys()].filter(
      (i) => !holes.some(([start, end]) => Number(times[i]) > start && Number(times[i]) < end),
    );
    const recording: Recording = {
      times: Float64Array.from(kept, (i) => times[i] as number),
      accel: Float64Array.from(kept.flatMap((i) => [...accel.subarray(3 * i, 3 * i + 3)])),
      gyro: null,
      activity: null,
    };
    return { recording, steps };
  };
  const spacing = ({ times }: Pick<Track, 'times'>) =>
    Math.max(...times.slice(1).map((time, i) => time - (times[i] as number)));
  const holesOf = [
    [20, 21],
    [22, 22.6],
    [45, 55],
  ] as const;

  test('part a recording, each part with its own contacts', async () => {
    const { recording, steps } = torn(...holesOf);
    const tracks = await tracksOf('handheld', 'person2_1', recording, steps);
    // What is left of a second between two holes is too short to learn from.
    expect(tracks.map(({ times }) => Math.round(times[0] as number))).toEqual([0, 23, 55]);
    for (const track of tracks) {
      const [start, end] = [track.times[0] as number, track.times.at(-1) as number];
      expect(track.accel.length).toBe(3 * track.times.length);
      expect(track.contacts).toEqual(timesOf(steps).filter((time) => time >= start && time <= end));
    }
  });

  test('so no crop reads past one', async () => {
    const { recording, steps } = torn(...holesOf);
    for (const track of await tracksOf('handheld', 'person2_2', recording, steps)) {
      expect(spacing(track)).toBeLessThan(0.5);
      for (let seed = 0; seed < 50; seed++) {
        const crop = cropOf(track, 10, seededRandom(seed));
        expect(spacing(crop)).toBeLessThan(0.5);
        expect(crop.times.at(-1)).toBeLessThan(45);
      }
    }
  });

  test('that a detector bridges are none', async () => {
    const { recording, steps } = torn([20, 20.15], [30, 30.2]);
    const track = await trackOf('handheld', 'person2_3', recording, steps);
    expect(track.times).toEqual(recording.times);
  });

  test.each([-0.12, 0.12])(
    'leave to each part the contacts that are in it by the sensor’s clock (%d s)',
    async (late) => {
      const { steps } = torn();
      // A hole that begins and ends right beside a contact, on different sides for the two clocks.
      const [before, after] = [timesOf(steps)[40] as number, timesOf(steps)[44] as number];
      const { recording } = torn([before + 0.06, after - 0.06]);
      const told = steps.map(({ timestamp, foot }) => ({ timestamp: timestamp + late, foot }));
      const tracks = await tracksOf('phones', 'walker5_pixel_hand_hard_1', recording, told);
      expect(tracks.map(({ contacts }) => contacts.length)).toEqual([41, steps.length - 44]);
      expect(tracks[0]?.contacts.at(-1)).toBeWithin(before - 0.06, before + 0.06);
      expect(tracks[1]?.contacts[0]).toBeWithin(after - 0.06, after + 0.06);
    },
  );
});
