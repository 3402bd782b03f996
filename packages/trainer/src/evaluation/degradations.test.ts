import { describe, expect, test } from 'bun:test';
import { randomRotation, seededRandom, UPSIDE_DOWN } from '@stepstream/math';
import { createSampleBlock, DEFAULT_SETTINGS } from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import {
  disordered,
  jittered,
  resampled,
  rounded,
  throughG,
  turned,
  withDropOuts,
  withoutGravity,
} from './degradations.ts';
import { walk } from './example-recordings.ts';
import type { KnownWalk } from './known-walk.ts';

const example = walk({ seconds: 60, stepsPerSecond: 1.8, rate: 100 });
const original: KnownWalk = { ...example.recording, truth: example.truth };
const magnitudes = ({ accel }: KnownWalk): number[] =>
  Array.from({ length: accel.length / 3 }, (_, i) => Math.hypot(...accel.slice(3 * i, 3 * i + 3)));
const random = () => seededRandom(3);

describe('resampled', () => {
  test('gives an even, lower rate and the values at its instants', () => {
    const slow = resampled(original, 25);
    expect(slow?.times.length).toBe(1500);
    expect(Number(slow?.times[10])).toBeCloseTo(0.4, 9);
    const expected = original.accel.slice(3 * 40, 3 * 40 + 3);
    const found = slow?.accel.slice(30, 33) ?? new Float64Array();
    for (const [k, value] of expected.entries()) expect(Number(found[k])).toBeCloseTo(value, 6);
  });

  test('lies on straight lines between samples', () => {
    const ramp = { times: Float64Array.of(0, 0.01, 0.02, 0.03, 0.04), truth: [] };
    const accel = Float64Array.from({ length: 15 }, (_, i) => 10 * Math.floor(i / 3));
    const slow = resampled({ ...ramp, accel }, 1 / 0.015);
    expect(Number(slow?.accel[3])).toBeCloseTo(15, 9);
  });

  test('can not make a source faster', () => {
    expect(resampled(original, 100)).toBeNull();
    expect(resampled(original, 200)).toBeNull();
  });
});

test('jittered times are off by a fifth of the interval, and the signal stays', () => {
  const { times, accel } = jittered(original, random());
  const errors = times.map((time, i) => time - (original.times[i] as number));
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
  expect(spread).toBeGreaterThan(0.0019);
  expect(spread).toBeLessThan(0.0021);
  expect(accel).toEqual(original.accel);
});

test('rounded values are tenths', () => {
  const { accel } = rounded(original);
  for (const [i, value] of accel.entries()) {
    expect(Math.abs(10 * value - Math.round(10 * value))).toBeLessThan(1e-9);
    expect(Math.abs(value - (original.accel[i] as number))).toBeLessThanOrEqual(0.05 + 1e-9);
  }
});

test('a turned device measures other components of the same magnitude', () => {
  const upsideDown = turned(original, UPSIDE_DOWN);
  expect(upsideDown.accel[2]).toBe(-(original.accel[2] as number));
  const other = turned(original, randomRotation(random()));
  expect(Math.abs((other.accel[2] as number) - (original.accel[2] as number))).toBeGreaterThan(0.1);
  const before = magnitudes(original);
  for (const [i, magnitude] of magnitudes(other).entries()) {
    expect(magnitude).toBeCloseTo(before[i] as number, 9);
  }
});

test('values in g come back as the protocol converts them', () => {
  const { accel } = throughG(original);
  const settings = { ...DEFAULT_SETTINGS, accel_unit: 'g' as const };
  for (let i = 0; i < 100; i++) {
    const inG = (k: number): number =>
      Number(((original.accel[3 * i + k] as number) / 9.80665).toFixed(3));
    const frame = { accel_x: inG(0), accel_y: inG(1), accel_z: inG(2) };
    const block = readFrame(JSON.stringify(frame), settings, createSampleBlock());
    if (block.kind !== 'samples') throw new Error('not read');
    for (let k = 0; k < 3; k++) expect(block.rows[1 + k]).toBeCloseTo(Number(accel[3 * i + k]), 9);
  }
});

test('without gravity, the mean of each axis is nothing and the swinging stays', () => {
  const { accel } = withoutGravity(original);
  const z = accel.filter((_, i) => i % 3 === 2).slice(200, -200);
  const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.max(...z)).toBeGreaterThan(1.5);
  expect(original.accel[2]).toBeGreaterThan(5);
});

test('drop-outs are gaps of 0.1 to 0.4 s, some one in five seconds', () => {
  const { times, accel } = withDropOuts(original, random());
  expect(accel.length).toBe(3 * times.length);
  const gaps = [...times].slice(1).flatMap((time, i) => {
    const gap = time - (times[i] as number);
    return gap > 0.05 ? [gap] : [];
  });
  expect(gaps.length).toBeGreaterThan(4);
  expect(gaps.length).toBeLessThan(25);
  expect(Math.max(...gaps)).toBeLessThan(0.43);
  expect(Math.min(...gaps)).toBeGreaterThan(0.09);
});

test('disordered samples come twice, or after their successor, and none is lost', () => {
  const { times, accel } = disordered(original, random());
  const repeated = [...times].filter((time, i) => time === times[i - 1]).length;
  const late = [...times].filter((time, i) => time < (times[i - 1] as number)).length;
  const share = (repeated + late) / original.times.length;
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.06);
  expect(new Set(times).size).toBe(original.times.length);
  const last = times.length - 1;
  expect(accel[3 * last + 2]).toBe(original.accel.at(-1) as number);
});

test('the same seed degrades in the same way', () => {
  expect(withDropOuts(original, random())).toEqual(withDropOuts(original, random()));
  expect(jittered(original, random())).toEqual(jittered(original, random()));
});
