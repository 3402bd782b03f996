import { describe, expect, test } from 'bun:test';
import { normal, seededRandom } from '@stepstream/math';
import { AdamW } from './adamw.ts';

/** Gradients of a run of steps, always the same. */
function gradients(steps: number, size: number, scale = 1): Float32Array[] {
  const random = seededRandom(4);
  return Array.from({ length: steps }, () =>
    Float32Array.from({ length: size }, () => scale * normal(random)),
  );
}

function follow(optimizer: AdamW, start: Float32Array, slopes: readonly Float32Array[]) {
  const parameters = start.slice();
  for (const slope of slopes) optimizer.step(parameters, slope, 0.01);
  return parameters;
}

test('the first step is the rate, against the gradient, whatever its size', () => {
  const parameters = new Float32Array(3);
  new AdamW(3).step(parameters, Float32Array.of(0.5, -0.001, 0), 0.1);
  expect(parameters[0]).toBeCloseTo(-0.1, 5);
  expect(parameters[1]).toBeCloseTo(0.1, 5);
  expect(parameters[2]).toBe(0);
});

test('finds the lowest point of a bowl', () => {
  const aim = [0.7, -0.3, 0.1];
  const parameters = new Float32Array(3);
  const optimizer = new AdamW(3);
  for (let step = 0; step < 2000; step++) {
    const slope = aim.map((to, i) => (i + 1) * ((parameters[i] as number) - to));
    optimizer.step(parameters, Float32Array.from(slope), 0.02 * (1 - step / 2000));
  }
  for (const [i, to] of aim.entries()) expect(parameters[i]).toBeCloseTo(to, 2);
});

test('weights decay by their own size, not by that of the gradient', () => {
  const parameters = Float32Array.of(2, -4);
  new AdamW(2).step(parameters, new Float32Array(2), 0.5);
  expect(parameters[0]).toBeCloseTo(2 * (1 - 0.5e-3), 6);
  expect(parameters[1]).toBeCloseTo(-4 * (1 - 0.5e-3), 6);
});

test('a gradient that is too long counts as one of length 2 in the same direction', () => {
  const [huge, small] = [Float32Array.of(300, -400), Float32Array.of(0.1, 0.1)];
  const shortened = Float32Array.of(1.2, -1.6);
  const start = new Float32Array(2);
  const afterHuge = follow(new AdamW(2), start, [huge, small]);
  const afterShort = follow(new AdamW(2), start, [shortened, small]);
  for (const i of [0, 1]) expect(afterHuge[i]).toBeCloseTo(afterShort[i] as number, 6);
});

describe('the state', () => {
  const start = Float32Array.of(0.1, 0.2, 0.3, 0.4);
  const slopes = gradients(20, 4);

  test('lets another optimizer go on to the bit', () => {
    const whole = follow(new AdamW(4), start, slopes);
    const first = new AdamW(4);
    const middle = follow(first, start, slopes.slice(0, 7));
    const second = new AdamW(4, first.state);
    expect(follow(second, middle, slopes.slice(7))).toEqual(whole);
    expect(second.state.steps).toBe(20);
  });

  test('is a copy: neither optimizer disturbs it', () => {
    const first = new AdamW(4);
    follow(first, start, slopes.slice(0, 3));
    const state = first.state;
    const before = structuredClone(state);
    follow(first, start, slopes);
    follow(new AdamW(4, state), start, slopes);
    expect(state).toEqual(before);
  });
});
