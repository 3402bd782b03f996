import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import { parseRecordingPath } from '../evaluation/datasets.ts';
import { augmentedPiece, type Piece } from './augment.ts';
import type { Track } from './corpus.ts';

const SECONDS = 10.18;
const KINDS = ['handheld', 'phones', 'wrist', 'rest', 'transitions'] as const;
const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);
const meta = parseRecordingPath('handheld', 'person1_1.csv.gz');

function walkTrack(kind: Track['kind'] = 'handheld', seconds = 40, samplingRate = 80): Track {
  const { times, accel, steps } = generateWalk({
    segments: [{ activity: 'walking', seconds }],
    samplingRate,
    timestampJitter: 0.001,
  });
  const contacts = steps.map(({ timestamp, foot }) => {
    return { time: timestamp, side: foot === 'left' ? 0 : 1 } as const;
  });
  const unknown = [{ start: Number.NEGATIVE_INFINITY, end: 0.5 }];
  return { meta, times, accel, contacts, unknown, kind };
}

/** A device at rest, but for a spike at each contact: three quarters of a second apart. */
function spikes(rate: number): Track {
  const contacts = Array.from({ length: 53 }, (_, k) => ({ time: 0.5 + 0.75 * k, side: null }));
  const times = Float64Array.from({ length: 40 * rate }, (_, i) => 20 + i / rate);
  const accel = new Float64Array(3 * times.length);
  for (const [i, time] of times.entries()) {
    const nearest = Math.min(...contacts.map((one) => Math.abs(20 + one.time - time)));
    accel[3 * i] = 9.8 + 20 * Math.max(0, 1 - nearest / 0.04);
  }
  const moved = contacts.map((one) => ({ ...one, time: 20 + one.time }));
  return { meta, times, accel, contacts: moved, unknown: [], kind: 'handheld' };
}

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
    // As long as was asked for, up to two samples of a slow device.
    expect(times[0]).toBeWithin(-1e-9, 0.06);
    expect(times.at(-1)).toBeWithin(SECONDS - 0.12, SECONDS + 1e-9);
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

test('a track that ends with a hole gives pieces all the same', () => {
  const track = walkTrack('rest');
  const last = track.times.length - 1;
  const torn = { ...track, times: track.times.map((time, i) => (i < last ? time : time + 60)) };
  for (const seed of SEEDS) {
    const { times, accel } = augmentedPiece(torn, SECONDS, seededRandom(seed));
    expect(times.length).toBeGreaterThan(1);
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
      for (const { time } of contacts) {
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
      const { contacts } = augmentedPiece(track, SECONDS, seededRandom(seed));
      const intervals = contacts.slice(1).map(({ time }, i) => time - Number(contacts[i]?.time));
      const [first, last] = [contacts[0]?.time as number, contacts.at(-1)?.time as number];
      expect(Math.max(...intervals) - Math.min(...intervals)).toBeLessThan(1e-9);
      expect(first).toBeLessThan(Number(intervals[0]));
      expect(last).toBeGreaterThan(SECONDS - Number(intervals[0]));
    }
  });

  test('with their feet', () => {
    const track = walkTrack();
    for (const seed of SEEDS) {
      const { contacts } = augmentedPiece(track, SECONDS, seededRandom(seed));
      const sides = contacts.map(({ side }) => side as number);
      expect(sides.every((side, i) => i === 0 || side === 1 - Number(sides[i - 1]))).toBe(true);
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
    // All of these begin and end on contacts, or nowhere.
    for (const time of piece.unknown.flatMap(({ start, end }) => [start, end])) {
      const inside = time > 0 && time < SECONDS;
      if (!inside) continue;
      const nearest = Math.min(...piece.contacts.map((one) => Math.abs(one.time - time)));
      expect(nearest).toBeLessThan(1e-9);
      finite++;
    }
  }
  expect(finite).toBeGreaterThan(50);
});

test('a track shorter than a piece is taken whole, or as far as the tempo goes', () => {
  const track = walkTrack('phones', 5);
  for (const seed of SEEDS) {
    const { times } = augmentedPiece(track, SECONDS, seededRandom(seed));
    expect(times.at(-1)).toBeWithin(5 / 1.5 - 0.12, 5 / 0.7);
  }
});

test('cadence, rate, force and tilt differ from piece to piece', () => {
  const track = walkTrack();
  const pieces = SEEDS.map((seed) => augmentedPiece(track, SECONDS, seededRandom(seed)));
  const spread = (values: readonly number[]) => Math.max(...values) / Math.min(...values);
  expect(spread(pieces.map(({ contacts }) => contacts.length))).toBeGreaterThan(1.8);
  expect(spread(pieces.map(({ times }) => times.length))).toBeGreaterThan(3);
  const force = pieces.map((piece) => {
    const all = Array.from(piece.times, (_, i) => magnitude(piece, i));
    return Math.max(...all) - Math.min(...all);
  });
  expect(spread(force)).toBeGreaterThan(2);
  const upward = pieces.map(({ accel }) => (accel[2] as number) > 0);
  expect(upward.filter((up) => up).length).toBeWithin(45, 105);
});
