import { describe, expect, test } from 'bun:test';
import { median } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { parseRecordingPath } from '../evaluation/datasets.ts';
import { setClocks } from './clocks.ts';
import { contactsEvery } from './example-tracks.ts';
import type { Track } from './track.ts';

/** A detector may find all contacts a little early or late. */
const CONSTANT = 0.06;

interface Walk {
  readonly track: Track;
  /** True contacts on the sensor's clock, in seconds. */
  readonly contacts: readonly number[];
}

/** A walk whose reference is late by so many seconds. */
function walk(set: 'phones' | 'sports' | 'pockets', name: string, late: number, seed = 1): Walk {
  const meta = parseRecordingPath(set, `${name}.csv.gz`);
  const { times, accel, steps } = generateWalk({
    segments: [
      { activity: 'standing', seconds: 2 },
      { activity: 'walking', seconds: 40 },
      { activity: 'standing', seconds: 2 },
    ],
    seed,
  });
  const contacts = steps.map(({ timestamp }) => timestamp);
  const track: Track = {
    person: meta.person,
    meta,
    times,
    accel,
    contacts: contacts.map((time) => time + late),
    unknown: [{ start: 10 + late, end: 11 + late }],
    kind: set,
  };
  return { track, contacts };
}

/** By how much a track's contacts are late now: all of them, or nearly. */
function lateness({ track, contacts }: Walk): number {
  const off = track.contacts.map((time, i) => time - (contacts[i] as number));
  const middle = median(off) ?? Number.NaN;
  for (const one of off) expect(one).toBeCloseTo(middle, 9);
  expect(track.unknown[0]?.start).toBeCloseTo(10 + middle, 9);
  return middle;
}

describe('foot switches', () => {
  test('of one phone and person have one clock, and others have others', () => {
    const walks = [
      walk('phones', 'walker1_pixel_hand_hard_1', 0.08, 5),
      walk('phones', 'walker1_pixel_pocket_hard_2', 0.08, 6),
      walk('phones', 'walker1_nexus_hand_hard_1', 0.02, 7),
      walk('phones', 'walker2_pixel_hand_hard_1', -0.07, 8),
    ];
    setClocks(walks.map(({ track }) => track));
    const late = walks.map(lateness);
    for (const one of late) expect(Math.abs(one)).toBeLessThan(CONSTANT);
    expect(late[0]).toBeCloseTo(late[1] as number, 9);
    for (const one of late) expect(one).toBeWithin(Number(late[0]) - 0.03, Number(late[0]) + 0.03);
  });

  test('beside which nothing is found stay where they are', () => {
    const still = walk('phones', 'walker3_pixel_hand_hard_1', 0.1);
    const { track } = still;
    track.accel.fill(0).forEach((_, i) => {
      track.accel[i] = i % 3 === 0 ? 9.8 : 0;
    });
    setClocks([track]);
    expect(lateness(still)).toBeCloseTo(0.1, 9);
  });
});

describe('contacts derived from knees', () => {
  test('follow the torso in each recording, the wrists as well', () => {
    const name = (placement: string) => `a09_walking_p1_${placement}`;
    const walks = [
      walk('sports', name('torso'), 0.12),
      walk('sports', name('left_wrist'), 0.12),
      walk('sports', name('right_wrist'), 0.12),
      walk('sports', 'a10_treadmill_4kmh_flat_p1_torso', -0.1),
      walk('sports', 'a09_walking_p2_torso', 0.05),
    ];
    // The wrists’ own shape tells something else: their contacts are not asked for.
    for (const { track } of walks.slice(1, 3)) {
      const { accel } = track;
      for (let i = 0; i < accel.length; i++) accel[i] = i % 3 === 2 ? 9.8 : 0;
      for (const time of contactsEvery(0.56, 60, 3.2)) accel[3 * Math.floor(50 * time)] = 15;
    }
    setClocks(walks.map(({ track }) => track));
    const late = walks.map(lateness);
    for (const one of late) expect(Math.abs(one)).toBeLessThan(CONSTANT);
    expect(late[1]).toBeCloseTo(late[0] as number, 9);
    expect(late[2]).toBeCloseTo(late[0] as number, 9);
  });
});

test('references on the sensor’s own clock stay where they are', () => {
  const pockets = walk('pockets', 't01_id01_gd_1l', 0.08);
  const synthetic: Track = { ...pockets.track, kind: 'synthetic', person: '' };
  const before = structuredClone([pockets.track, synthetic]);
  setClocks([pockets.track, synthetic]);
  expect([pockets.track, synthetic]).toEqual(before);
});
