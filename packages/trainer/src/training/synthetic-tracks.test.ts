import { describe, expect, test } from 'bun:test';
import { DISTURBANCE_RANGES } from '@stepstream/synthetic';
import { boutsOf } from './bouts.ts';
import { syntheticTracks } from './synthetic-tracks.ts';

const tracks = syntheticTracks();
const walks = tracks.filter(({ kind }) => kind === 'synthetic');
const disturbances = tracks.filter(({ kind }) => kind === 'disturbances');
const KINDS = Object.keys(DISTURBANCE_RANGES).length;

test('they are the same each time', () => {
  const again = syntheticTracks();
  expect(again.length).toBe(tracks.length);
  for (const [i, track] of again.entries()) expect(track).toEqual(tracks[i] as typeof track);
});

test('they are walks and motions that are none, many of both, of nobody', () => {
  expect(walks.length + disturbances.length).toBe(tracks.length);
  expect(walks.length).toBeGreaterThan(100);
  expect(disturbances.length).toBeGreaterThanOrEqual(10 * KINDS);
  for (const { person, unknown, times, accel } of tracks) {
    expect([person, unknown]).toEqual(['', []]);
    expect(accel.length).toBe(3 * times.length);
    expect(accel.every(Number.isFinite)).toBe(true);
    expect((times.at(-1) as number) - (times[0] as number)).toBeWithin(20, 150);
    for (let i = 1; i < times.length; i++) {
      expect((times[i] as number) - (times[i - 1] as number)).toBeWithin(1e-6, 0.3);
    }
  }
});

test('no two are alike', () => {
  const seen = new Set(tracks.map(({ accel }) => accel.subarray(0, 90).join(' ')));
  expect(seen.size).toBe(tracks.length);
});

test('in a motion that is no walk, nobody steps', () => {
  expect(disturbances.every(({ contacts }) => contacts.length === 0)).toBe(true);
});

describe('the contacts of a walk', () => {
  const bouts = walks.flatMap((walk) => boutsOf(walk));

  test('are in order, within the track, and known to begin and end', () => {
    for (const { contacts, times } of walks) {
      expect(contacts.length).toBeGreaterThan(2);
      expect(contacts[0]).toBeGreaterThan(times[0] as number);
      expect(contacts.at(-1)).toBeLessThan(times.at(-1) as number);
      for (let i = 1; i < contacts.length; i++) {
        expect(contacts[i]).toBeGreaterThan(contacts[i - 1] as number);
      }
    }
    const known = bouts.filter(({ begins, ends }) => begins && ends).length;
    expect(known / bouts.length).toBeGreaterThan(0.9);
  });

  test('are few in many walks, and many in many', () => {
    const share = (is: (count: number) => boolean) =>
      bouts.filter(({ contacts }) => is(contacts.length)).length / bouts.length;
    expect(share((count) => count <= 6)).toBeWithin(0.2, 0.8);
    expect(share((count) => count >= 10)).toBeWithin(0.2, 0.8);
  });

  test('come slowly and fast', () => {
    const intervals = walks.map(({ contacts }) => {
      const all = contacts.slice(1).map((time, i) => time - (contacts[i] as number));
      return all.sort((a, b) => a - b)[all.length >> 1] as number;
    });
    expect(Math.min(...intervals)).toBeLessThan(0.35);
    expect(Math.max(...intervals)).toBeGreaterThan(1.2);
  });
});
