import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { augmentedPiece, type Piece } from './augment.ts';
import type { Track } from './track.ts';

const SECONDS = 10.18;
const KINDS = ['handheld', 'phones', 'rhythm', 'synthetic', 'rest', 'transitions'] as const;
const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);
/** How much slower and faster a piece may be than its track. */
const SLOWEST = 0.42;
const FASTEST = 1.45;

function walkTrack(kind: Track['kind'] = 'handheld', seconds = 40, samplingRate = 80): Track {
  const { times, accel, steps } = generateWalk({
    segments: [{ activity: 'walking', seconds }],
    samplingRate,
    timestampJitter: 0.001,
  });
  const contacts = steps.map(({ timestamp }) => timestamp);
  const unknown = [{ start: Number.NEGATIVE_INFINITY, end: 0.5 }];
  return { person: 'person1', times, accel, contacts, unknown, kind };
}

/** A device at rest, but for a spike at each contact: three quarters of a second apart. */
function spikes(rate: number): Track {
  const contacts = Array.from({ length: 53 }, (_, k) => 20.5 + 0.75 * k);
  const times = Float64Array.from({ length: 40 * rate }, (_, i) => 20 + i / rate);
  const accel = new Float64Array(3 * times.length);
  for (const [i, time] of times.entries()) {
    const nearest = Math.min(...contacts.map((contact) => Math.abs(contact - time)));
    accel[3 * i] = 9.8 + 20 * Math.max(0, 1 - nearest / 0.04);
  }
  return { person: 'person1', times, accel, contacts, unknown: [], kind: 'handheld' };
}

/** Whether a piece of a track with nothing unknown is of a stream that ends early. */
const endsEarly = ({ unknown }: Piece) => unknown.length > 0;
const lengthOf = ({ times }: Piece) => times.at(-1) as number;

function magnitude({ accel }: Piece, i: number): number {
  return Math.hypot(accel[3 * i] as number, accel[3 * i + 1] as number, accel[3 * i + 2] as number);
}

test.each(KINDS)('times increase and fit the samples, whatever is done to %s', (kind) => {
  const track = walkTrack(kind);
  for (const seed of SEEDS) {
    const { times, accel } = augmentedPiece(track, SECONDS, seededRandom(seed));
    expect(accel).toHaveLength(3 * times.length);
    expect(accel.every(Number.isFinite)).toBe(true);
    expect(times.every((time, i) => i === 0 || time > (times[i - 1] as number))).toBe(true);
    // As long as was asked for, up to two samples of a slow device; a walk cut short may take longer.
    expect(times[0]).toBeWithin(-1e-9, 0.06);
    expect(times.at(-1)).toBeWithin(SECONDS - 0.12, 2 * SECONDS);
  }
});

test('the same random source gives the same piece, and another one another', () => {
  for (const kind of KINDS) {
    const track = walkTrack(kind);
    const piece = augmentedPiece(track, SECONDS, seededRandom(7));
    expect(augmentedPiece(track, SECONDS, seededRandom(7))).toEqual(piece);
    expect(augmentedPiece(track, SECONDS, seededRandom(8))).not.toEqual(piece);
  }
});

test.each([20, 50])('a track of three seconds at %d Hz gives pieces, too', (rate) => {
  const track = walkTrack('phones', 3, rate);
  for (const seed of SEEDS) {
    const { times, accel } = augmentedPiece(track, SECONDS, seededRandom(seed));
    expect(times.length).toBeGreaterThan(20);
    expect(accel).toHaveLength(3 * times.length);
    expect(times.every(Number.isFinite) && accel.every(Number.isFinite)).toBe(true);
  }
});

test('the track is left alone', () => {
  const track = walkTrack('rest');
  const before = structuredClone(track);
  for (const seed of SEEDS) augmentedPiece(track, SECONDS, seededRandom(seed));
  expect(track).toEqual(before);
});

describe('contacts stay on their signal', () => {
  test.each([50, 80, 100])('at %d Hz, a spike stays on its contact', (rate) => {
    const track = spikes(rate);
    let [seen, off] = [0, 0];
    for (const seed of SEEDS) {
      const piece = augmentedPiece(track, SECONDS, seededRandom(seed));
      const { times, contacts } = piece;
      const spacing = ((times.at(-1) as number) - (times[0] as number)) / (times.length - 1);
      // A frame; or a sample and its jitter, of a device that has fewer.
      const reach = Math.max(0.02, spacing + 0.005);
      let missing = 0;
      if (endsEarly(piece)) continue;
      for (const time of contacts) {
        if (time < 0.2 || time > SECONDS - 0.3) continue;
        const near = [...times.keys()].filter((i) => Math.abs((times[i] as number) - time) < 0.2);
        const top = Math.max(...near.map((i) => magnitude(piece, i)));
        const spike = near.find((i) => magnitude(piece, i) === top) as number;
        const distance = (times[spike] as number) - time;
        if (Math.abs(distance) > reach) missing++;
        else [seen, off] = [seen + 1, off + distance];
      }
      // A driver that repeats a value may hide one.
      expect(missing).toBeLessThanOrEqual(1);
    }
    expect(seen).toBeGreaterThan(1200);
    // On the whole neither early nor late.
    expect(Math.abs(off / seen)).toBeLessThan(0.004);
  });

  test('and those just outside are kept, for the frames that still speak of them', () => {
    const track = spikes(50);
    for (const seed of SEEDS) {
      const piece = augmentedPiece(track, SECONDS, seededRandom(seed));
      if (endsEarly(piece)) continue;
      const { contacts } = piece;
      const intervals = contacts.slice(1).map((time, i) => time - (contacts[i] as number));
      const [first, last] = [contacts[0] as number, contacts.at(-1) as number];
      expect(Math.max(...intervals) - Math.min(...intervals)).toBeLessThan(1e-9);
      expect(first).toBeLessThan(Number(intervals[0]));
      expect(last).toBeGreaterThan(SECONDS - Number(intervals[0]));
    }
  });
});

test('unknown stretches move with the contacts', () => {
  const unknown = [
    { start: Number.NEGATIVE_INFINITY, end: 25 },
    { start: 35.5, end: 37 },
    { start: 50.5, end: Number.POSITIVE_INFINITY },
  ];
  const track = { ...spikes(50), unknown };
  let finite = 0;
  for (const seed of SEEDS) {
    const piece = augmentedPiece(track, SECONDS, seededRandom(seed));
    // What an early end adds comes last.
    const early = piece.unknown.filter(({ end }) => end === Number.POSITIVE_INFINITY).length;
    const [doubt] = piece.unknown.slice(-2);
    const added = early > 0 && doubt && doubt.end - doubt.start < 0.5 ? 2 : 0;
    const moved = piece.unknown.slice(0, piece.unknown.length - added);
    // All of these begin and end on contacts, or nowhere.
    for (const time of moved.flatMap(({ start, end }) => [start, end])) {
      const last = added ? Number(piece.contacts.at(-1)) : SECONDS;
      const inside = time > 0 && time < last;
      if (!inside) continue;
      const nearest = Math.min(...piece.contacts.map((contact) => Math.abs(contact - time)));
      expect(nearest).toBeLessThan(1e-9);
      finite++;
    }
  }
  expect(finite).toBeGreaterThan(50);
});

test('the ends of walks stay contacts', () => {
  const { times, accel, steps } = generateWalk({
    segments: [
      { activity: 'standing', seconds: 5 },
      { activity: 'walking', seconds: 20 },
      { activity: 'standing', seconds: 5 },
    ],
  });
  const contacts = steps.map(({ timestamp }) => timestamp);
  const track: Track = { person: '', times, accel, contacts, unknown: [], kind: 'synthetic' };
  let seen = 0;
  for (const seed of SEEDS) {
    const piece = augmentedPiece(track, SECONDS, seededRandom(seed));
    for (const edge of piece.edges) {
      expect(piece.contacts).toContain(edge);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(50);
});

test('a track shorter than a piece is taken whole, or as far as the tempo goes', () => {
  const track = walkTrack('phones', 5);
  for (const seed of SEEDS) {
    const piece = augmentedPiece(track, SECONDS, seededRandom(seed));
    expect(lengthOf(piece)).toBeWithin(5 / FASTEST - 0.12, 5 / SLOWEST);
  }
});

describe('pieces of one track differ', () => {
  const track = walkTrack();
  const pieces = SEEDS.map((seed) => augmentedPiece(track, SECONDS, seededRandom(seed)));
  const spread = (values: readonly number[]) => Math.max(...values) / Math.min(...values);
  const share = (is: (piece: Piece) => boolean) => pieces.filter(is).length / pieces.length;

  test('in cadence: some are of slow walkers', () => {
    const intervals = pieces.flatMap(({ contacts }) => {
      const list = contacts.slice(1).map((time, i) => time - (contacts[i] as number));
      return list.length > 2 ? [list.sort((a, b) => a - b)[list.length >> 1] as number] : [];
    });
    expect(spread(intervals)).toBeGreaterThan(2.5);
    const slow = intervals.filter((interval) => interval > 0.85).length / intervals.length;
    expect(slow).toBeWithin(0.03, 0.35);
  });

  test('in rate', () => {
    expect(spread(pieces.map((piece) => piece.times.length / lengthOf(piece)))).toBeGreaterThan(3);
  });

  test('in force: some are soft', () => {
    const force = pieces.map((piece) => {
      const all = Array.from(piece.times, (_, i) => magnitude(piece, i)).sort((a, b) => a - b);
      return (all[Math.floor(0.95 * all.length)] as number) - (all[0] as number);
    });
    const usual = [...force].sort((a, b) => a - b)[force.length >> 1] as number;
    expect(spread(force)).toBeGreaterThan(4);
    expect(force.filter((one) => one < usual / 2).length / force.length).toBeWithin(0.05, 0.45);
  });

  test('in their end: some streams end early', () => {
    const frozen = ({ accel }: Piece) => {
      const tail = accel.subarray(-60);
      return tail.every((value, i) => value === tail[i % 3]);
    };
    expect(share(frozen)).toBeWithin(0.03, 0.3);
  });
});

test('gravity stays what it is, but for the gain of a device', () => {
  const still = { ...walkTrack('sports'), contacts: [] };
  for (let i = 0; i < still.accel.length; i++) still.accel[i] = i % 3 === 1 ? 9.8 : 0;
  for (const seed of SEEDS) {
    const piece = augmentedPiece(still, SECONDS, seededRandom(seed));
    const mean =
      Array.from(piece.times, (_, i) => magnitude(piece, i)).reduce((sum, one) => sum + one, 0) /
      piece.times.length;
    expect(mean).toBeWithin(0.96 * 9.8, 1.04 * 9.8);
  }
});
