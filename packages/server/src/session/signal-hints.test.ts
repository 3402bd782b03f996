import { describe, expect, test } from 'bun:test';
import {
  createSampleBlock,
  DEFAULT_SETTINGS,
  ROW_LENGTH,
  type Settings,
} from '@stepstream/protocol';
import { generateWalk } from '@stepstream/synthetic';
import type { SignalHint } from './signal-hint.ts';
import { SignalHints } from './signal-hints.ts';

type Vector = readonly [x: number, y: number, z: number];
interface Feed {
  readonly rate?: number;
  readonly seconds?: number;
  readonly batch?: number;
  readonly timed?: boolean;
  readonly gravity?: Settings['gravity'];
}

const block = createSampleBlock();

/** Feeds a signal to hints; returns all that they tell. */
function feed(
  signal: (index: number) => Vector,
  { rate = 50, seconds = 10, batch = 1, timed = true, gravity = 'included' }: Feed = {},
  hints = new SignalHints(),
): readonly SignalHint[] {
  const before = hints.given.length;
  const settings = { ...DEFAULT_SETTINGS, gravity };
  for (let from = 0; from < rate * seconds; from += batch) {
    for (let row = 0; row < batch; row++) {
      const time = timed ? 100.3 + (from + row) / rate : Number.NaN;
      block.rows.set([time, ...signal(from + row), 0, 0, 0], row * ROW_LENGTH);
    }
    block.count = batch;
    block.timed = timed;
    if (hints.look(block, settings, 5e8 + (from + batch) / rate)) break;
  }
  return hints.given.slice(before);
}

const codes = (hints: readonly SignalHint[]) => hints.map(({ code }) => code);

const walk = generateWalk({ segments: [{ activity: 'walking', seconds: 20 }] });
const walking =
  (factor = 1) =>
  (i: number): Vector => [
    factor * (walk.accel[3 * i] as number),
    factor * (walk.accel[3 * i + 1] as number),
    factor * (walk.accel[3 * i + 2] as number),
  ];
const resting = (): Vector => [0, 6, 7.7];
/** As a device that takes gravity off shows it: to and fro. */
const shaking =
  (strength: number) =>
  (i: number): Vector => [
    strength * Math.cos(i * 1.1),
    strength * Math.sin(i * 1.1),
    0.1 * Math.sin(i),
  ];

describe('a signal that is what it is said to be has no hint', () => {
  test.each([
    ['walking', walking(), {}],
    ['at rest', resting, {}],
    ['in batches', walking(), { batch: 50 }],
    ['without times', walking(), { timed: false }],
    ['in batches without times', walking(), { timed: false, batch: 50 }],
    ['at 20 Hz', resting, { rate: 20 }],
    ['without gravity, as configured', shaking(1), { gravity: 'excluded' }],
    ['jogging', shaking(20), {}],
    ['too short to tell', () => [0, 0, 1], { seconds: 2.9 }],
  ] as [string, (i: number) => Vector, Feed][])('%s', (_, signal, options) => {
    expect(feed(signal, options)).toEqual([]);
  });
});

describe('a signal that can not be what it is said to be is told of, once', () => {
  test.each([
    ['g, walking', walking(1 / 9.80665), 'looks_like_g'],
    ['g, at rest', () => [0, 0.6, 0.8], 'looks_like_g'],
    ['no gravity, at rest', () => [0.01, 0, 0.02], 'looks_like_no_gravity'],
    ['no gravity, walking', shaking(2.5), 'looks_like_no_gravity'],
    ['no gravity, walking softly', shaking(1), 'looks_like_no_gravity'],
    ['no gravity, walking hard', shaking(5), 'looks_like_no_gravity'],
    ['a sensor that is dead', () => [0, 0, 0], 'looks_like_no_gravity'],
    ['m/s² taken for g', walking(9.80665), 'too_strong'],
  ] as [string, (i: number) => Vector, string][])('%s', (_, signal, code) => {
    for (const options of [{}, { batch: 50 }, { timed: false }]) {
      const hints = feed(signal, options);
      expect(codes(hints)).toEqual([code] as never);
      expect(hints[0]?.mean_acceleration).toBeNumber();
      expect(hints[0]?.message).toContain(`${hints[0]?.mean_acceleration} m/s²`);
    }
  });

  test.each([1, 2, 5, 9])('%d samples a second', (rate) => {
    for (const timed of [true, false]) {
      const hints = feed(resting, { rate, timed, seconds: 20 });
      expect(codes(hints)).toEqual(['rate_too_low']);
      expect(hints[0]?.sample_rate).toBeCloseTo(rate, 0);
    }
  });

  test('several things, each on its own', () => {
    const hints = feed(() => [0, 0, 1], { rate: 5 });
    expect(codes(hints)).toEqual(['looks_like_g', 'rate_too_low']);
  });
});

test('a pause in what comes is no low rate', () => {
  const hints = new SignalHints();
  for (const start of [0, 20, 40, 60]) {
    for (let row = 0; row < 50; row++) {
      block.rows.set([start + row / 50, ...resting(), 0, 0, 0], row * ROW_LENGTH);
    }
    block.count = 50;
    block.timed = true;
    hints.look(block, DEFAULT_SETTINGS, 0);
  }
  expect(hints.given).toEqual([]);
});

test('after other settings a signal is looked at again, and nothing is told twice', () => {
  const hints = new SignalHints();
  expect(codes(feed(walking(1 / 9.8), {}, hints))).toEqual(['looks_like_g']);
  const again = new SignalHints(hints.given);
  expect(feed(walking(1 / 9.8), {}, again)).toEqual([]);
  const stronger = new SignalHints(again.given);
  expect(codes(feed(walking(9.8), {}, stronger))).toEqual(['too_strong']);
  expect(codes(stronger.given)).toEqual(['looks_like_g', 'too_strong']);
});
