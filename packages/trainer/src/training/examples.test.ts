import { describe, expect, test } from 'bun:test';
import {
  FEATURES,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  INPUTS,
  Inputs,
  Resampler,
} from '@stepstream/detector/internals';
import { generateWalk } from '@stepstream/synthetic';
import type { Piece } from './augment.ts';
import { DELAY, toExample } from './examples.ts';

const PAIRS = 252;
/** The frame that speaks of a stream's first moment, up to rounding. */
const FIRST = Math.round(DELAY * FRAME_RATE - 0.5);
/** Frames that are told something of: the pairs' own, but for the very first, and one more. */
const LENGTH = FRAMES_AT_ONCE * PAIRS + 1;
const { times, accel, steps } = generateWalk({
  segments: [{ activity: 'walking', seconds: 10.2 }],
  samplingRate: 100,
});
const WALK: Piece = {
  times,
  accel,
  contacts: steps.map(({ timestamp }) => timestamp),
  unknown: [],
  edges: [],
};
const withContacts = (...contacts: readonly number[]): Piece => ({ ...WALK, contacts });
/** What the rows of the outputs say of each frame: from a pair's second frame on, in turn. */
const byFrame = (rows: readonly Float32Array[]) =>
  Array.from({ length: LENGTH }, (_, frame) => {
    const row = rows[(frame - 1) % FRAMES_AT_ONCE];
    return frame === 0 ? 0 : (row?.[Math.floor((frame - 1) / FRAMES_AT_ONCE)] as number);
  });
const targetOf = (piece: Piece, delay = DELAY) => byFrame(toExample(piece, PAIRS, delay).targets);
const weightOf = (piece: Piece, delay = DELAY) => byFrame(toExample(piece, PAIRS, delay).weights);
/** The moment of which a frame speaks. */
const momentOf = (frame: number, delay = DELAY) => (frame + 0.5) / FRAME_RATE - delay;
const framesWhere = (values: ArrayLike<number>, is: (value: number) => boolean) =>
  Array.from(values).flatMap((value, frame) => (is(value) ? [frame] : []));

describe('the target', () => {
  test.each([0.1, 0.27, 0.3])('is 1 in the frame one delay of %d s after a contact', (delay) => {
    for (const frame of [60, 201, 431, LENGTH - 6]) {
      const piece = withContacts(momentOf(frame, delay));
      const target = targetOf(piece, delay);
      expect(target[frame]).toBeCloseTo(1, 6);
      for (const k of [1, 2, 5]) {
        const expected = Math.exp(-0.5 * (k / FRAME_RATE / 0.04) ** 2);
        expect(target[frame - k]).toBeCloseTo(expected, 6);
        expect(target[frame + k]).toBeCloseTo(expected, 6);
      }
    }
  });

  test('is as high in both frames where the contact’s moment lies between two', () => {
    const time = (momentOf(100) + momentOf(101)) / 2;
    const target = targetOf(withContacts(time));
    expect(target[100]).toBeCloseTo(target[101] as number, 6);
    expect(target[100]).toBeGreaterThan(0.9);
  });

  test('peaks at every contact of a walk, and nowhere else', () => {
    const target = targetOf(WALK);
    const peaks = framesWhere(target, (value) => value > 0.88);
    for (const frame of peaks) {
      const nearest = Math.min(...steps.map((s) => Math.abs(s.timestamp - momentOf(frame))));
      expect(nearest).toBeLessThanOrEqual(0.021);
    }
    const inside = steps.filter(({ timestamp }) => timestamp < momentOf(LENGTH - 1));
    for (const { timestamp } of inside) {
      expect(peaks.some((frame) => Math.abs(momentOf(frame) - timestamp) < 0.0101)).toBe(true);
    }
  });

  test('of two contacts close together is the higher one, not the sum', () => {
    const times = [momentOf(100), momentOf(102)];
    const target = targetOf(withContacts(...times));
    expect(target[101]).toBeCloseTo(Math.exp(-0.125), 5);
    expect(Math.max(...target)).toBeLessThanOrEqual(1);
  });

  test('does not depend on when the clock of the piece begins', () => {
    const shift = 0.013;
    const later: Piece = {
      ...WALK,
      times: times.map((time) => time + shift),
      contacts: WALK.contacts.map((time) => time + shift),
    };
    const [here, there] = [targetOf(WALK), targetOf(later)];
    for (const [frame, target] of here.entries()) expect(there[frame]).toBeCloseTo(target, 6);
  });
});

describe('the weight', () => {
  const masked = (piece: Piece) => framesWhere(weightOf(piece), (weight) => weight === 0);

  test('leaves out what is before the stream began, and no more', () => {
    const frames = masked(WALK).filter((frame) => frame !== FIRST);
    expect(frames).toEqual(Array.from({ length: FIRST }, (_, frame) => frame));
  });

  test('begins with the first frame that speaks of the stream, whatever the delay', () => {
    for (const delay of [0, 0.1, 0.141, 0.3]) {
      // No pair speaks of the very first frame's moment.
      const first = Math.max(1, Math.ceil(delay * FRAME_RATE - 0.5));
      expect(weightOf(WALK, delay).indexOf(1)).toBe(first);
    }
  });

  test('leaves out the frames that speak of an unknown stretch', () => {
    const frames = masked({ ...WALK, unknown: [{ start: 3.004, end: 4.004 }] });
    const expected = framesWhere(times.slice(0, LENGTH), () => true).filter((frame) => {
      return momentOf(frame) >= 3.004 && momentOf(frame) <= 4.004;
    });
    expect(frames.filter((frame) => frame > FIRST)).toEqual(expected);
  });

  test('is of each moment: the two of a pair may differ', () => {
    // From the moment of one frame, that begins a pair's telling, to just before the next.
    for (const frame of [151, 152]) {
      const start = momentOf(frame) - 0.004;
      const { weights } = toExample({ ...WALK, unknown: [{ start, end: start + 0.012 }] }, PAIRS);
      const pair = Math.floor((frame - 1) / FRAMES_AT_ONCE);
      const told = [weights[0]?.[pair], weights[1]?.[pair]];
      expect(told).toEqual(frame % 2 === 1 ? [0, 1] : [1, 0]);
    }
  });

  test.each([
    ['all of it', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, LENGTH],
    ['before it', -9, -1, FIRST],
    ['after it', 20, 30, FIRST],
    ['within one frame', 5.001, 5.002, FIRST],
  ])('an unknown stretch: %s', (_, start, end, count) => {
    const frames = masked({ ...WALK, unknown: [{ start, end }] });
    expect(frames.filter((frame) => frame !== FIRST || count === LENGTH)).toHaveLength(count);
  });

  test('is larger around the ends of walks, and only there', () => {
    const edges = [3, 7];
    const weight = weightOf({ ...WALK, edges });
    for (const [frame, one] of weight.entries()) {
      const away = Math.min(...edges.map((edge) => Math.abs(momentOf(frame) - edge)));
      if (away < 0.2) expect(one).toBeGreaterThan(1.5);
      else if (away > 0.6 && frame > FIRST) expect(one).toBe(1);
    }
    // Where nothing is known, and before the stream began, an edge changes nothing.
    const unknown = [{ start: 2, end: 4 }];
    expect(masked({ ...WALK, edges: [3, 0.05], unknown })).toEqual(masked({ ...WALK, unknown }));
  });

  test('leaves out what the piece is too short for', () => {
    const short = { ...WALK, times: times.slice(0, 301), accel: accel.slice(0, 903) };
    const frames = masked(short).filter((frame) => frame > FIRST);
    expect(frames[0]).toBeWithin(149, 152);
    expect(frames.at(-1)).toBe(LENGTH - 1);
    expect(frames).toHaveLength(LENGTH - (frames[0] as number));
    const { inputs, weights } = toExample(short, PAIRS);
    for (const row of [...inputs, ...weights]) {
      expect(row.subarray(75).every((value) => value === 0)).toBe(true);
    }
  });

  test('leaves out what comes after a hole, at which a detector starts anew', () => {
    const cut = 301;
    const torn = { ...WALK, times: times.map((time, i) => (i < cut ? time : time + 0.6)) };
    const short = { ...WALK, times: times.slice(0, cut), accel: accel.slice(0, 3 * cut) };
    expect(toExample(torn, PAIRS)).toEqual(toExample(short, PAIRS));
    const bridged = { ...WALK, times: times.map((time, i) => (i < cut ? time : time + 0.3)) };
    expect(masked(bridged).at(-1)).toBeLessThanOrEqual(FIRST);
  });
});

test('the inputs are what the detector would see', () => {
  const { inputs } = toExample(WALK, PAIRS);
  const [resampler, own] = [new Resampler(), new Inputs()];
  let frame = 0;
  for (const [i, time] of times.entries()) {
    const sample = [0, 1, 2].map((axis) => accel[3 * i + axis]) as [number, number, number];
    if (i === 0) resampler.start(time, ...sample);
    else resampler.add(time, ...sample);
    while (i > 0 && resampler.next() && frame < FRAMES_AT_ONCE * PAIRS) {
      own.next(resampler.x, resampler.y, resampler.z);
      const expected = Array.from(own.values, Math.fround);
      const first = (frame % FRAMES_AT_ONCE) * FEATURES;
      const rows = inputs.slice(first, first + FEATURES);
      const pair = Math.floor(frame / FRAMES_AT_ONCE);
      expect(rows.map((row) => row[pair] as number)).toEqual(expected);
      frame++;
    }
  }
  expect([inputs.length, frame]).toEqual([INPUTS, FRAMES_AT_ONCE * PAIRS]);
});
