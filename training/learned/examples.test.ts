import { describe, expect, test } from 'bun:test';
import { Inputs } from '../../src/detector/learned/inputs.ts';
import { INPUTS } from '../../src/detector/learned/shape.ts';
import { FRAME_RATE, Resampler } from '../../src/detector/resample.ts';
import { generateWalk } from '../../src/walker/index.ts';
import type { Piece } from './augment.ts';
import { DELAY, toExample } from './examples.ts';

const LENGTH = 504;
const { times, accel, steps } = generateWalk({
  segments: [{ activity: 'walking', seconds: 10.2 }],
  samplingRate: 100,
});
const WALK: Piece = {
  times,
  accel,
  landings: steps.map(({ timestamp, foot }) => ({
    time: timestamp,
    side: foot === 'left' ? 0 : 1,
  })),
  unknown: [],
};
const landed = (...landings: Piece['landings']): Piece => ({ ...WALK, landings });
/** The moment of which a frame speaks. */
const momentOf = (frame: number, delay = DELAY) => (frame + 0.5) / FRAME_RATE - delay;
const framesWhere = (values: ArrayLike<number>, is: (value: number) => boolean) =>
  Array.from(values).flatMap((value, frame) => (is(value) ? [frame] : []));

describe('the target', () => {
  test.each([0.1, 0.27, 0.3])('is 1 in the frame one delay of %d s after a contact', (delay) => {
    for (const frame of [60, 200, 431]) {
      const piece = landed({ time: momentOf(frame, delay), side: null });
      const { target } = toExample(piece, LENGTH, delay);
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
    const { target } = toExample(landed({ time, side: null }), LENGTH);
    expect(target[100]).toBeCloseTo(target[101] as number, 6);
    expect(target[100]).toBeGreaterThan(0.9);
  });

  test('peaks at every landing of a walk, and nowhere else', () => {
    const { target } = toExample(WALK, LENGTH);
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

  test('of two landings close together is the higher one, not the sum', () => {
    const times = [momentOf(100), momentOf(102)];
    const { target } = toExample(landed(...times.map((time) => ({ time, side: null }))), LENGTH);
    expect(target[101]).toBeCloseTo(Math.exp(-0.125), 5);
    expect(Math.max(...target)).toBeLessThanOrEqual(1);
  });

  test('does not depend on when the clock of the piece begins', () => {
    const shift = 0.013;
    const later: Piece = {
      ...WALK,
      times: times.map((time) => time + shift),
      landings: WALK.landings.map((one) => ({ ...one, time: one.time + shift })),
    };
    const [here, there] = [toExample(WALK, LENGTH), toExample(later, LENGTH)];
    for (const frame of here.target.keys()) {
      expect(there.target[frame]).toBeCloseTo(here.target[frame] as number, 6);
    }
  });
});

describe('the mask', () => {
  const masked = (piece: Piece) => framesWhere(toExample(piece, LENGTH).mask, (m) => m === 0);

  test('leaves out what is before the stream began, and no more', () => {
    // The thirteenth frame speaks of the stream's first moment, up to rounding.
    const frames = masked(WALK).filter((frame) => frame !== 13);
    expect(frames).toEqual(Array.from({ length: 13 }, (_, frame) => frame));
  });

  test('begins with the first frame that speaks of the stream, whatever the delay', () => {
    for (const delay of [0, 0.1, 0.141, 0.3]) {
      const { mask } = toExample(WALK, LENGTH, delay);
      expect(mask.indexOf(1)).toBe(Math.max(0, Math.ceil(delay * FRAME_RATE - 0.5)));
    }
  });

  test('leaves out the frames that speak of an unknown stretch', () => {
    const frames = masked({ ...WALK, unknown: [{ start: 3.004, end: 4.004 }] });
    const expected = framesWhere(times.slice(0, LENGTH), () => true).filter((frame) => {
      return momentOf(frame) >= 3.004 && momentOf(frame) <= 4.004;
    });
    expect(frames.filter((frame) => frame > 13)).toEqual(expected);
  });

  test.each([
    ['all of it', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, LENGTH],
    ['before it', -9, -1, 13],
    ['after it', 20, 30, 13],
    ['within one frame', 5.001, 5.002, 13],
  ])('an unknown stretch: %s', (_, start, end, count) => {
    const frames = masked({ ...WALK, unknown: [{ start, end }] });
    expect(frames.filter((frame) => frame !== 13 || count === LENGTH)).toHaveLength(count);
  });

  test('leaves out what the piece is too short for', () => {
    const short = { ...WALK, times: times.slice(0, 301), accel: accel.slice(0, 903) };
    const frames = masked(short).filter((frame) => frame > 13);
    expect(frames[0]).toBeWithin(149, 151);
    expect(frames.at(-1)).toBe(LENGTH - 1);
    const { inputs } = toExample(short, LENGTH);
    for (const row of inputs) expect(row.subarray(150).every((value) => value === 0)).toBe(true);
  });
});

describe('the foot', () => {
  test('is told near landings only', () => {
    const { side, target } = toExample(WALK, LENGTH);
    for (const [frame, foot] of side.entries()) {
      const near = WALK.landings.filter(({ time }) => Math.abs(time - momentOf(frame)) < 0.047);
      expect(foot).toBe(near[0]?.side ?? -1);
      if (foot >= 0) expect(target[frame]).toBeGreaterThan(0.5);
    }
    expect(new Set(side)).toEqual(new Set([-1, 0, 1]));
  });

  test('is not told where it is not known', () => {
    const piece = landed(...WALK.landings.map(({ time }) => ({ time, side: null })));
    expect(toExample(piece, LENGTH).side.every((side) => side === -1)).toBe(true);
  });
});

test('the inputs are what the detector would see', () => {
  const { inputs } = toExample(WALK, LENGTH);
  const [resampler, own] = [new Resampler(), new Inputs()];
  let frame = 0;
  for (const [i, time] of times.entries()) {
    const sample = [0, 1, 2].map((axis) => accel[3 * i + axis]) as [number, number, number];
    if (i === 0) resampler.start(time, ...sample);
    else resampler.add(time, ...sample);
    while (i > 0 && resampler.next() && frame < LENGTH) {
      own.next(resampler.x, resampler.y, resampler.z);
      const expected = Array.from(own.values, Math.fround);
      expect(inputs.map((row) => row[frame] as number)).toEqual(expected);
      frame++;
    }
  }
  expect([inputs.length, frame]).toEqual([INPUTS, LENGTH]);
});
