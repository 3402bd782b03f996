import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import fc from 'fast-check';
import type { Interval } from '../evaluation/segments.ts';
import { boutsOf } from './bouts.ts';
import { type Crop, cropOf } from './crop.ts';
import { anyTrack, clockTrack, contactsEvery } from './example-tracks.ts';
import type { Track } from './track.ts';

const SECONDS = 10;
const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);

/** A stretch of a crop, and how much later than in the crop it was in the track. */
interface Part extends Interval {
  readonly later: number;
}

/** Where the samples of a crop were in the track that they tell the time of: one stretch, or two. */
function partsOf({ times, accel }: Crop): Part[] {
  const lateness = Array.from(times, (time, i) => (accel[3 * i] as number) - time);
  const [first, last] = [lateness[0] as number, lateness.at(-1) as number];
  const part = (start: number, end: number, later: number) => {
    return { start: times[start] as number, end: times[end] as number, later };
  };
  if (Math.abs(last - first) < 1e-6) return [part(0, times.length - 1, first)];
  // Around the joint each half of the step is spread on one side of it.
  const joint = lateness.findIndex((later) => later > (first + last) / 2);
  return [part(0, joint - 1, first), part(joint, times.length - 1, last)];
}

const isIn = (intervals: readonly Interval[], time: number) =>
  intervals.some(({ start, end }) => time > start && time < end);
const isJoined = (crop: Crop) => partsOf(crop).length === 2;
const inside = (times: readonly number[], { start, end }: Interval) =>
  times.filter((time) => time >= start && time <= end);

/** Each sample is of unknown meaning where it was in the track, and nowhere else. */
function expectSameUnknown(crop: Crop, track: Track): void {
  for (const part of partsOf(crop)) {
    for (const time of crop.times) {
      if (time < part.start || time > part.end) continue;
      const unknown = [-1e-6, 1e-6].map((off) => isIn(track.unknown, time + part.later + off));
      // Rounding decides at the very ends of a stretch.
      if (unknown[0] === unknown[1]) expect(isIn(crop.unknown, time)).toBe(unknown[0] as boolean);
    }
  }
}

/** A track that is a long rest, a walk of a hundred contacts and another rest. */
const WALK = contactsEvery(0.5, 100, 300);
const long = clockTrack({ contacts: WALK, end: 650 });

test('whatever the track: samples, contacts, edges and unknown stretches stay together', () => {
  let joined = 0;
  fc.assert(
    fc.property(anyTrack, fc.double({ min: 3, max: 15, noNaN: true }), fc.nat(), (...given) => {
      const [track, seconds, seed] = given;
      const crop = cropOf(track, seconds, seededRandom(seed));
      const { times, accel } = crop;
      expect(accel.length).toBe(3 * times.length);
      expect(times.length).toBeGreaterThan(1);
      expect(times[0]).toBeWithin(-1e-9, 0.1);
      for (let i = 1; i < times.length; i++) {
        expect(times[i]).toBeGreaterThan(times[i - 1] as number);
      }
      const parts = partsOf(crop);
      if (parts.length > 1) joined++;
      const edges = boutsOf(track).flatMap(({ contacts, begins, ends }) => [
        ...(begins ? [contacts[0] as number] : []),
        ...(ends ? [contacts.at(-1) as number] : []),
      ]);
      for (const part of parts) {
        const there = { start: part.start + part.later, end: part.end + part.later };
        for (const [own, all] of [
          [crop.contacts, track.contacts],
          [crop.edges, edges],
        ] as const) {
          const moved = inside(own, part).map((time) => time + part.later);
          const expected = inside(all, there);
          expect(moved.length).toBe(expected.length);
          for (const [i, time] of moved.entries()) expect(time).toBeCloseTo(expected[i] ?? 0, 6);
        }
      }
      expectSameUnknown(crop, track);
    }),
    { numRuns: 300 },
  );
  expect(joined).toBeGreaterThan(10);
});

test('is as long as was asked for, or the whole track', () => {
  for (const seed of SEEDS) {
    const { times } = cropOf(long, SECONDS, seededRandom(seed));
    // A walk that is cut short may take a little more.
    expect(times.at(-1)).toBeWithin(SECONDS - 0.05, SECONDS + 4);
    const short = cropOf(clockTrack({ end: 4 }), SECONDS, seededRandom(seed));
    expect([...short.times]).toEqual([...clockTrack({ end: 4 }).times]);
  }
});

test('is the same for the same random source, and leaves the track alone', () => {
  const track = clockTrack({ contacts: WALK.map((time) => time - 290) });
  const before = structuredClone(track);
  for (const seed of SEEDS.slice(0, 50)) {
    const crop = cropOf(track, SECONDS, seededRandom(seed));
    expect(cropOf(track, SECONDS, seededRandom(seed))).toEqual(crop);
    expect(cropOf(structuredClone(track), SECONDS, seededRandom(seed))).toEqual(crop);
  }
  expect(track).toEqual(before);
});

describe('the ends of walks', () => {
  const crops = (track: Track, seconds = SECONDS) =>
    SEEDS.map((seed) => cropOf(track, seconds, seededRandom(seed)));
  const share = (track: Track, is: (crop: Crop) => boolean) =>
    crops(track).filter(is).length / SEEDS.length;
  const hasEdge = ({ edges, times }: Crop) =>
    edges.some((time) => time >= 0 && time <= (times.at(-1) as number));

  test('are in many crops, however rare they are', () => {
    // At random, three in a hundred would have one.
    expect(share(long, hasEdge)).toBeWithin(0.35, 0.85);
    // And the rest is in the others.
    expect(share(long, ({ contacts }) => contacts.length === 0)).toBeGreaterThan(0.1);
  });

  test('are anywhere in a crop', () => {
    const places = crops(long).flatMap((crop) => (isJoined(crop) ? [] : crop.edges));
    for (const from of [0, 2.5, 5, 7.5]) {
      expect(places.filter((time) => time >= from && time < from + 2.5).length).toBeGreaterThan(5);
    }
  });

  test('are none where it is not known that they are that', () => {
    const unknown = [
      { start: 290, end: 299.9 },
      { start: 349.8, end: 360 },
    ];
    const track = clockTrack({ contacts: WALK, end: 650, unknown });
    for (const crop of crops(track)) {
      expect(crop.edges).toEqual([]);
      expect(isJoined(crop)).toBe(false);
    }
  });
});

test('a rest that is rare is in more crops than it would be at random', () => {
  const contacts = [...contactsEvery(0.5, 560, 5), ...contactsEvery(0.5, 560, 300)];
  // Where the rest begins and ends is not known, so it is no end of a walk.
  const unknown = [
    { start: 284.7, end: 285 },
    { start: 299.5, end: 299.9 },
  ];
  const track = clockTrack({ contacts, unknown, end: 615 });
  const empty = Array.from({ length: 1000 }, (_, seed) => seed).filter((seed) => {
    const crop = cropOf(track, SECONDS, seededRandom(seed));
    return inside(crop.contacts, { start: 0, end: crop.times.at(-1) as number }).length === 0;
  });
  // At random, eight in a thousand.
  expect(empty.length).toBeGreaterThan(25);
});

describe('a walk that is cut short', () => {
  /** Crops with a joint, of a track with one walk of so many contacts. */
  const shortened = (contacts: number, rate = 50) => {
    const track = clockTrack({ contacts: contactsEvery(0.5, contacts, 30), end: 100, rate });
    return SEEDS.map((seed) => cropOf(track, SECONDS, seededRandom(seed))).filter(isJoined);
  };

  test('is in some crops, of walks that are long enough', () => {
    expect(shortened(40).length).toBeWithin(30, 120);
    expect(shortened(15).length).toBeWithin(10, 120);
    expect(shortened(5).length).toBe(0);
  });

  test('has its first contact and its last, few contacts, and rest around', () => {
    const counts = new Set<number>();
    for (const { contacts, edges, times } of shortened(40)) {
      expect(edges).toEqual([contacts[0] as number, contacts.at(-1) as number]);
      expect(contacts.length).toBeWithin(2, 11);
      counts.add(contacts.length);
      expect(contacts.at(-1)).toBeLessThan(SECONDS);
      expect((times.at(-1) as number) - (contacts.at(-1) as number)).toBeGreaterThan(0.5);
      for (const [i, time] of contacts.entries()) {
        if (i > 0) expect(time - (contacts[i - 1] as number)).toBeCloseTo(0.5, 6);
      }
    }
    expect(counts.size).toBeGreaterThan(3);
  });

  test.each([40, 41])('goes on alternating over the joint: of %d contacts', (count) => {
    for (const crop of shortened(count)) {
      const ordinals = partsOf(crop).map((part) =>
        inside(crop.contacts, part).map((time) => Math.round((time + part.later - 30) / 0.5)),
      );
      const [before, after] = [ordinals[0]?.at(-1) as number, ordinals[1]?.[0] as number];
      expect((after - before) % 2).toBe(1);
      expect(after - before).toBeGreaterThan(1);
    }
  });

  test.each([20, 25, 50, 100])('has no leap at the joint, at %d Hz', (rate) => {
    const crops = shortened(40, rate);
    expect(crops.length).toBeGreaterThan(20);
    for (const crop of crops) {
      const { accel, times } = crop;
      const [before, after] = partsOf(crop);
      const step = (after?.later ?? 0) - (before?.later ?? 0);
      for (let i = 1; i < times.length; i++) {
        const leap = (accel[3 * i] as number) - (accel[3 * (i - 1)] as number);
        expect(leap).toBeLessThan(0.35 * step + 2 / rate);
      }
    }
  });

  test('loses what is unknown between, but nothing else that is', () => {
    const contacts = contactsEvery(0.5, 40, 30);
    const unknown = [
      { start: 20, end: 27 },
      { start: 30.6, end: 30.9 },
      { start: 39, end: 41 },
      { start: 49.1, end: 49.4 },
      { start: 51.5, end: Number.POSITIVE_INFINITY },
    ];
    const track = clockTrack({ contacts, unknown, end: 100 });
    const crops = SEEDS.map((seed) => cropOf(track, SECONDS, seededRandom(seed)));
    const joined = crops.filter(isJoined);
    expect(joined.length).toBeGreaterThan(20);
    for (const crop of joined) expectSameUnknown(crop, track);
    const counts = joined.map((crop) => crop.unknown.length);
    expect(Math.max(...counts)).toBe(4);
  });
});
