import { describe, expect, test } from 'bun:test';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { FELT_LATE, feelingPushes } from '@stepstream/detector/testing';
import { STANDARD_GRAVITY, seededRandom } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { parseRecordingPath } from '../evaluation/datasets.ts';
import { hasModel, modelFolder, readTrainedModels } from '../evaluation/trained-models.ts';
import type { Track } from './corpus.ts';
import { networkPeaks } from './network-peaks.ts';
import { relabel } from './relabel.ts';

const DELAY = 0.27;
const meta = parseRecordingPath('phones', 'walker1_pixel_inhand_hard_1.csv.gz');
/** Twenty contacts a good half second apart. */
const CONTACTS = Array.from({ length: 20 }, (_, i) => 1 + 0.53 * i + 0.01 * Math.sin(i));

/** A device that is pushed one delay after each contact, so that the peaks are at the contacts. */
function pushed(pushes: readonly number[], truth: readonly number[], strength = 4): Track {
  const times = Float64Array.from({ length: 50 * 14 }, (_, i) => i / 50);
  const accel = new Float64Array(3 * times.length);
  for (const [i, time] of times.entries()) {
    const bump = (at: number) => Math.exp(-0.5 * ((time + FELT_LATE - at - DELAY) / 0.05) ** 2);
    accel[3 * i + 2] = STANDARD_GRAVITY + strength * pushes.reduce((sum, at) => sum + bump(at), 0);
  }
  const contacts = truth.map((time, i) => ({ time, side: (i % 2) as 0 | 1 }));
  return { meta, times, accel, contacts, unknown: [{ start: -5, end: 0.2 }], kind: 'phones' };
}

/** Times as foot switches tell them that are polled: off by up to 80 ms. */
function rough(times: readonly number[]): number[] {
  const random = seededRandom(8);
  return times.map((time) => time + 0.16 * (random() - 0.5));
}

describe('relabel', () => {
  const weights = feelingPushes();

  test('moves rough times to the peaks of the network, and keeps the feet', () => {
    const track = pushed(CONTACTS, rough(CONTACTS));
    const { contacts, unknown } = relabel(track, weights, DELAY);
    expect(contacts).toHaveLength(CONTACTS.length);
    for (const [i, { time, side }] of contacts.entries()) {
      expect(Math.abs(time - (CONTACTS[i] as number))).toBeLessThan(0.006);
      expect(side).toBe((i % 2) as 0 | 1);
    }
    expect(unknown).toEqual(track.unknown);
  });

  test('a contact that shows nowhere near is doubted', () => {
    const seen = CONTACTS.filter((_, i) => i !== 7);
    const track = pushed(seen, CONTACTS);
    const { contacts, unknown } = relabel(track, weights, DELAY);
    const missed = CONTACTS[7] as number;
    expect(contacts).toHaveLength(19);
    expect(contacts.map(({ side }) => side)).not.toEqual(track.contacts.map(({ side }) => side));
    expect(unknown).toEqual([
      ...track.unknown,
      { start: expect.closeTo(missed - 0.15, 9), end: expect.closeTo(missed + 0.15, 9) },
    ]);
  });

  test('a peak that is too low or too far is none', () => {
    const feeble = relabel(pushed(CONTACTS, CONTACTS, 1.4), weights, DELAY);
    expect(feeble.contacts).toEqual([]);
    expect(feeble.unknown).toHaveLength(21);
    const apart = CONTACTS.map((time) => time + 0.18);
    expect(relabel(pushed(CONTACTS, apart), weights, DELAY).contacts).toEqual([]);
  });

  test('of two peaks the nearer one is taken', () => {
    const [near, far] = [5.06, 4.86];
    const { contacts } = relabel(pushed([far, near], [5]), weights, DELAY);
    expect(contacts[0]?.time).toBeCloseTo(near, 2);
  });

  test('of two contacts that have only one peak, the second is doubted', () => {
    const { contacts, unknown } = relabel(pushed([5], [4.9, 5.1]), weights, DELAY);
    expect(contacts).toEqual([{ time: expect.closeTo(5, 2), side: 0 }]);
    expect(unknown.at(-1)).toEqual({
      start: expect.closeTo(4.95, 9),
      end: expect.closeTo(5.25, 9),
    });
  });

  test('leaves the track it was given alone', () => {
    const track = pushed(CONTACTS, rough(CONTACTS));
    const before = structuredClone(track);
    relabel(track, weights, DELAY);
    expect(track).toEqual(before);
  });
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
  const contacts = times0.map((time) => ({ time, side: null }));
  const track: Track = { meta, times, accel, contacts, unknown: [], kind: 'phones' };
  const mended = relabel(track, weights, delay).contacts;
  const peaks = networkPeaks(track, weights, delay).map(({ time }) => time);
  expect(mended.length).toBeGreaterThan(0.8 * steps.length);
  for (const { time } of mended) expect(peaks).toContain(time);
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
  expect(spread(mended.map(({ time }) => time))).toBeLessThan(0.6 * spread(times0));
});
