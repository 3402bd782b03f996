import { describe, expect, test } from 'bun:test';
import type { Recording } from '@stepstream/formats';
import { generateWalk, type WalkOptions } from '@stepstream/synthetic';
import { parseRecordingPath, type SetName } from '../evaluation/datasets.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { recordedTracks } from './corpus.ts';
import type { Track } from './track.ts';

const WALK: WalkOptions['segments'] = [
  { activity: 'standing', seconds: 10 },
  { activity: 'walking', seconds: 40 },
  { activity: 'standing', seconds: 10 },
];

function lazy(
  set: SetName,
  name: string,
  recording: Recording,
  known: Partial<Pick<LazyRecording, 'truth' | 'cleanTruth' | 'mask'>> = {},
): LazyRecording {
  const meta = parseRecordingPath(set, `${name}.csv.gz`);
  return { meta, recording: async () => recording, truth: async () => null, ...known };
}
const isUnknown = ({ unknown }: Track, time: number) =>
  unknown.some(({ start, end }) => time >= start && time < end);
const kindsOf = (tracks: readonly Track[]) => tracks.map(({ kind }) => kind);

describe('pockets', () => {
  const { steps, ...recording } = generateWalk({ segments: WALK, samplingRate: 25 });
  const contacts = steps.map(({ timestamp }) => timestamp);
  const [first, last] = [contacts[0] as number, contacts.at(-1) as number];
  const name = 't01_id01_gd_1l';

  test('have the contacts of their reference, each once', async () => {
    const truth = async () => [...contacts, last + 0.01];
    const known = { truth, cleanTruth: async () => contacts, mask: async () => [] };
    const [track] = await recordedTracks([lazy('pockets', name, recording, known)]);
    expect(track?.kind).toBe('pockets');
    expect(track?.person).toBe('id01');
    expect(track?.contacts).toEqual(contacts);
  });

  test('are unknown where the mask says so, but not before the first contact or after the last', async () => {
    const mask = async () => [
      { start: 0, end: first - 0.5 },
      { start: 20, end: 23 },
      { start: last + 0.5, end: 60 },
    ];
    const known = { cleanTruth: async () => contacts, mask };
    const [track] = await recordedTracks([lazy('pockets', name, recording, known)]);
    expect(track?.unknown).toEqual([{ start: 20, end: 23 }]);
  });

  test('are unknown where the mask reaches into the walk', async () => {
    const across = { start: last - 2, end: 60 };
    const known = { cleanTruth: async () => contacts, mask: async () => [across] };
    const [track] = await recordedTracks([lazy('pockets', name, recording, known)]);
    expect(track?.unknown).toEqual([across]);
  });
});

describe('sports', () => {
  const { steps, ...recording } = generateWalk({ segments: WALK, samplingRate: 25 });
  const contacts = steps.map(({ timestamp }) => timestamp);

  test('have derived contacts on the torso’s clock, and a mask that moves with them', async () => {
    const known = {
      truth: async () => contacts.map((time) => time + 0.1),
      mask: async () => [{ start: 30.1, end: 31.1 }],
    };
    const tracks = await recordedTracks([
      lazy('sports', 'a09_walking_p1_torso', recording, known),
      lazy('sports', 'a09_walking_p1_left_wrist', recording, known),
    ]);
    expect(kindsOf(tracks)).toEqual(['sports', 'sports']);
    for (const track of tracks) {
      expect(track.contacts).toHaveLength(contacts.length);
      const late = (track.contacts[0] as number) - (contacts[0] as number);
      expect(late).toBeWithin(-0.05, 0.05);
      expect(track.unknown[0]?.start).toBeCloseTo(30 + late, 9);
    }
    expect(tracks[1]?.contacts).toEqual(tracks[0]?.contacts as number[]);
  });

  test('in which nobody steps are of rest or of machines', async () => {
    const none = { truth: async () => [] };
    const tracks = await recordedTracks([
      lazy('sports', 'a01_sitting_p1_torso', recording, none),
      lazy('sports', 'a16_cycling_p1_left_wrist', recording, none),
      lazy('sports', 'a07_elevator_still_p1_torso', recording, none),
      lazy('sports', 'a17_rowing_p1_torso', recording, none),
    ]);
    expect(kindsOf(tracks)).toEqual(['rest', 'machines', 'machines', 'machines']);
    for (const { contacts, unknown } of tracks) expect([contacts, unknown]).toEqual([[], []]);
  });

  test('of which nothing is known teach nothing', async () => {
    const tracks = await recordedTracks([
      lazy('sports', 'a18_jumping_p1_torso', recording),
      lazy('sports', 'a19_basketball_p1_torso', recording),
      lazy('sports', 'a05_stairs_up_p1_torso', recording),
    ]);
    expect(tracks).toEqual([]);
  });
});

describe('chores', () => {
  /** Two minutes each of several activities, on a watch; walking has steps, and the rest none. */
  function day(activities: readonly string[]): Recording {
    const segments = activities.map((activity) => ({
      activity: activity === 'walking' ? ('walking' as const) : ('standing' as const),
      seconds: 120,
    }));
    const { times, accel } = generateWalk({ segments, samplingRate: 20, placement: 'wrist' });
    const activity = Array.from(times, (time) => {
      return activities[Math.min(Math.floor(time / 120), activities.length - 1)] as string;
    });
    return { times, accel, gyro: null, activity };
  }
  const activities = ['typing', 'kicking', 'clapping', 'walking', 'catching', 'soup'];
  const corpus = recordedTracks([lazy('chores', 'w1600_watch', day(activities))]);

  test('are rest, or what hands do; of play nothing is known', async () => {
    expect(kindsOf(await corpus)).toEqual(['rest', 'hands', 'rhythm', 'rest']);
    for (const { kind, contacts, unknown, person } of await corpus) {
      expect(person).toBe('w1600');
      if (kind !== 'rhythm') expect([contacts, unknown]).toEqual([[], []]);
    }
  });

  test('are each a track of its own, with the samples of its own time', async () => {
    const starts = (await corpus).map(({ times }) => times[0] as number);
    const ends = (await corpus).map(({ times }) => times.at(-1) as number);
    for (const [i, start] of [0, 240, 360, 600].entries()) {
      expect(starts[i]).toBeCloseTo(start, 1);
      expect(ends[i]).toBeWithin(start + 119.8, start + 120.001);
    }
  });

  test('walking has the contacts of its rhythm, and elsewhere nothing is known', async () => {
    const walking = (await corpus)[2] as Track;
    expect(walking.contacts.length).toBeGreaterThan(100);
    for (const time of walking.contacts) {
      expect(time).toBeWithin(360, 480);
      expect(isUnknown(walking, time)).toBe(false);
    }
    for (const time of [360.1, 479.9, 500]) expect(isUnknown(walking, time)).toBe(true);
  });
});
