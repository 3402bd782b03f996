import { describe, expect, test } from 'bun:test';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { FELT_LATE, feelingPushes } from '@stepstream/detector/testing';
import { STANDARD_GRAVITY, seededRandom } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { hasModel, modelFolder, readTrainedModels } from '../evaluation/trained-models.ts';
import { contactsEvery } from './example-tracks.ts';
import { networkPeaks } from './network-peaks.ts';
import { relabel } from './relabel.ts';
import type { Track } from './track.ts';

const DELAY = 0.27;
/** Twenty contacts a good half second apart. */
const CONTACTS = Array.from({ length: 20 }, (_, i) => 1.5 + 0.53 * i + 0.01 * Math.sin(i));
/** Strength of a push, in m/s², that the network is sure of; and of one that it hardly feels. */
const STRONG = 4;
const WEAK = 0.4;

/** A device that is pushed one delay after each contact, so that the peaks are at the contacts. */
function pushed(
  pushes: readonly number[],
  contacts: readonly number[],
  { strength = STRONG, kind = 'phones' as Track['kind'], seconds = 15 } = {},
): Track {
  const times = Float64Array.from({ length: 50 * seconds }, (_, i) => i / 50);
  const accel = new Float64Array(3 * times.length);
  for (const [i, time] of times.entries()) {
    const bump = (at: number) => Math.exp(-0.5 * ((time + FELT_LATE - at - DELAY) / 0.05) ** 2);
    accel[3 * i + 2] = STANDARD_GRAVITY + strength * pushes.reduce((sum, at) => sum + bump(at), 0);
  }
  return { person: 'walker1', times, accel, contacts, unknown: [{ start: -5, end: 0.2 }], kind };
}

/** Times as foot switches tell them that are polled: off by up to 80 ms. */
function rough(times: readonly number[]): number[] {
  const random = seededRandom(8);
  return times.map((time) => time + 0.16 * (random() - 0.5));
}
const without = (...places: readonly number[]) => CONTACTS.filter((_, i) => !places.includes(i));

describe('foot switches', () => {
  const weights = feelingPushes();

  test('move to the peaks of the network', () => {
    const track = pushed(CONTACTS, rough(CONTACTS));
    const { contacts, unknown } = relabel(track, weights, DELAY);
    expect(contacts).toHaveLength(CONTACTS.length);
    for (const [i, time] of contacts.entries()) {
      expect(Math.abs(time - (CONTACTS[i] as number))).toBeLessThan(0.006);
    }
    expect(unknown).toEqual(track.unknown);
  });

  test('a contact that shows nowhere near is doubted', () => {
    const track = pushed(without(7), CONTACTS);
    const { contacts, unknown } = relabel(track, weights, DELAY);
    const missed = CONTACTS[7] as number;
    expect(contacts).toHaveLength(19);
    expect(Math.min(...contacts.map((time) => Math.abs(time - missed)))).toBeGreaterThan(0.3);
    expect(unknown.slice(0, -1)).toEqual([...track.unknown]);
    const [doubt] = unknown.slice(-1);
    expect((doubt?.start ?? 0) + (doubt?.end ?? 0)).toBeCloseTo(2 * missed, 9);
    expect((doubt?.end ?? 0) - (doubt?.start ?? 0)).toBeWithin(0.2, 0.5);
  });

  test('a peak that is too low or too far is none', () => {
    const middle = CONTACTS.length - 4;
    const feeble = relabel(pushed(CONTACTS, CONTACTS, { strength: WEAK }), weights, DELAY);
    // All but the ends of the walk are doubted.
    expect(feeble.contacts).toEqual([...CONTACTS.slice(0, 2), ...CONTACTS.slice(-2)]);
    expect(feeble.unknown).toHaveLength(1 + middle);
    const apart = CONTACTS.map((time) => time + 0.18);
    expect(relabel(pushed(CONTACTS, apart), weights, DELAY).unknown).toHaveLength(1 + middle);
  });

  test('of two peaks the nearer one is taken', () => {
    const [near, far] = [5.06, 4.86];
    const { contacts } = relabel(pushed([far, near], [5]), weights, DELAY);
    expect(contacts[0]).toBeCloseTo(near, 2);
  });

  test('of two contacts that have only one peak, one moves there and the other does not', () => {
    // In the middle of the walk, a bounce that was not cleaned away.
    const all = [...CONTACTS, (CONTACTS[9] as number) + 0.2].sort((a, b) => a - b);
    const peak = (CONTACTS[9] as number) + 0.1;
    const pushes = CONTACTS.map((time, i) => (i === 9 ? peak : time));
    const { contacts, unknown } = relabel(pushed(pushes, all), weights, DELAY);
    expect(contacts).toHaveLength(CONTACTS.length);
    expect(contacts.filter((time) => Math.abs(time - peak) < 0.01)).toHaveLength(1);
    expect(unknown).toHaveLength(2);
  });

  test('no two contacts are ever at one peak, however rough they are', () => {
    for (const pushes of [CONTACTS, without(3, 8, 15), contactsEvery(0.4, 30, 1.5)]) {
      const { contacts } = relabel(pushed(pushes, rough(CONTACTS)), weights, DELAY);
      for (let i = 1; i < contacts.length; i++) {
        expect((contacts[i] as number) - (contacts[i - 1] as number)).toBeGreaterThan(0.1);
      }
    }
  });

  test('weak first and last contacts of a walk stay where they were told', () => {
    const told = rough(CONTACTS);
    const track = pushed(without(0, 19), told);
    const { contacts, unknown } = relabel(track, weights, DELAY);
    expect(contacts).toHaveLength(CONTACTS.length);
    expect([contacts[0], contacts[19]]).toEqual([told[0] as number, told[19] as number]);
    expect(unknown).toEqual(track.unknown);
  });

  test('they don’t where it is not known that the walk begins or ends there', () => {
    const last = CONTACTS.at(-1) as number;
    const unknown = [
      { start: 0, end: 1.3 },
      { start: last + 0.3, end: 15 },
    ];
    const track = { ...pushed(without(0, 19), CONTACTS), unknown };
    const relabelled = relabel(track, weights, DELAY);
    expect(relabelled.contacts).toHaveLength(CONTACTS.length - 2);
    expect(relabelled.unknown).toHaveLength(4);
  });
});

describe('contacts told from rhythm', () => {
  const weights = feelingPushes();

  test.each([-0.12, 0.05, 0.15])('all move by one constant: %d s', (late) => {
    const told = rough(CONTACTS).map((time) => time + late);
    const track = pushed(CONTACTS, told, { kind: 'rhythm' });
    const { contacts, unknown } = relabel(track, weights, DELAY);
    const moves = contacts.map((time, i) => time - (told[i] as number));
    for (const move of moves) expect(move).toBeCloseTo(moves[0] as number, 9);
    expect(moves[0]).toBeWithin(-late - 0.04, -late + 0.04);
    // What is not known moves with them.
    expect(unknown[0]?.end).toBeCloseTo(0.2 + (moves[0] as number), 9);
  });

  test('stay where they are if the network sees less than half of them', () => {
    const told = CONTACTS.map((time) => time + 0.1);
    const few = CONTACTS.filter((_, i) => i % 4 === 0);
    const track = pushed(few, told, { kind: 'rhythm' });
    expect(relabel(track, weights, DELAY)).toEqual(track);
    const silent = pushed([], told, { kind: 'rhythm' });
    expect(relabel(silent, weights, DELAY)).toEqual(silent);
  });
});

describe('a clock of pockets', () => {
  const weights = feelingPushes();
  const contacts = contactsEvery(0.57, 200, 2);
  const options = { kind: 'pockets', seconds: 120 } as const;

  test('that runs away from the sensor’s is followed', () => {
    const drift = (time: number) => 0.003 * time;
    const told = contacts.map((time) => time - drift(time));
    const track = { ...pushed(contacts, told, options), unknown: [{ start: 60, end: 61 }] };
    const followed = relabel(track, weights, DELAY);
    expect(followed.contacts).toHaveLength(contacts.length);
    for (const [i, time] of followed.contacts.entries()) {
      expect(Math.abs(time - (contacts[i] as number))).toBeLessThan(0.06);
    }
    expect(Math.abs((followed.unknown[0]?.start ?? 0) - 60 - drift(60))).toBeLessThan(0.06);
  });

  test('that is late by a constant is left alone', () => {
    const track = pushed(
      contacts,
      contacts.map((time) => time + 0.06),
      options,
    );
    expect(relabel(track, weights, DELAY)).toEqual(track);
  });
});

test('what is known well stays as it is', () => {
  const weights = feelingPushes();
  for (const kind of ['handheld', 'sports', 'synthetic', 'rest'] as const) {
    const track = pushed(CONTACTS, rough(CONTACTS), { kind });
    expect(relabel(track, weights, DELAY)).toEqual(track);
  }
});

test('the track that is given is left alone', () => {
  const weights = feelingPushes();
  for (const kind of ['phones', 'rhythm'] as const) {
    const track = pushed(without(7), rough(CONTACTS), { kind });
    const before = structuredClone(track);
    expect(relabel(track, weights, DELAY)).not.toEqual(before);
    expect(track).toEqual(before);
  }
});

const folder = modelFolder(DEFAULT_MODEL);
const published = hasModel(folder);
const name = published ? '' : ' (skipped: there is no published model)';
test.skipIf(!published)(`the published network mends a walk’s rough times${name}`, async () => {
  const { weights, delay } = (await readTrainedModels(folder)).published;
  const { times, accel, steps } = generateWalk({
    segments: [
      { activity: 'standing', seconds: 2 },
      { activity: 'walking', seconds: 20 },
      { activity: 'standing', seconds: 2 },
    ],
  });
  const times0 = rough(steps.map(({ timestamp }) => timestamp));
  const track: Track = {
    person: 'walker1',
    times,
    accel,
    contacts: times0,
    unknown: [],
    kind: 'phones',
  };
  const mended = relabel(track, weights, delay).contacts;
  const peaks = networkPeaks(track, weights, delay).map(({ time }) => time);
  expect(mended.length).toBeGreaterThan(0.8 * steps.length);
  // But for weak ends of the walk, which stay.
  for (const time of mended.slice(2, -2)) expect(peaks).toContain(time);
  // The network may be early or late by a constant; what is mended is the spread.
  const spread = (list: readonly number[]) => {
    const off = list.map((time) =>
      steps.reduce((best, { timestamp }) => {
        return Math.abs(time - timestamp) < Math.abs(best) ? time - timestamp : best;
      }, 1),
    );
    const mean = off.reduce((sum, one) => sum + one, 0) / off.length;
    return Math.sqrt(off.reduce((sum, one) => sum + (one - mean) ** 2, 0) / off.length);
  };
  expect(spread(mended)).toBeLessThan(0.6 * spread(times0));
});
