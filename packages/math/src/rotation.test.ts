import { expect, test } from 'bun:test';
import {
  bodyRates,
  fromAngles,
  inverse,
  type Rotation,
  rotate,
  rotateAll,
  uniformRotation,
} from './rotation.ts';
import type { Vector } from './vector.ts';

function cross([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

test('a positive pitch points the nose down', () => {
  const [x, y, z] = rotate(fromAngles(0, Math.PI / 2, 0), [0, 0, 1]);
  expect(x).toBeCloseTo(-1, 12);
  expect(y).toBeCloseTo(0, 12);
  expect(z).toBeCloseTo(0, 12);
});

test('the body rates turn a vector that is fixed in the world as the angles do', () => {
  const anglesAt = (t: number): Vector => [0.7 * t, 0.4 - 1.1 * t, 2 + 0.9 * t];
  const rates: Vector = [0.7, -1.1, 0.9];
  const fixed: Vector = [0.3, -0.5, 0.8];
  const seen = (t: number) => rotate(fromAngles(...anglesAt(t)), fixed);
  const [before, now, after] = [seen(-1e-5), seen(0), seen(1e-5)];
  const expected = cross(now, bodyRates(anglesAt(0), rates));
  for (const axis of [0, 1, 2] as const) {
    expect((after[axis] - before[axis]) / 2e-5).toBeCloseTo(expected[axis], 6);
  }
});

test('a uniform rotation keeps lengths and angles', () => {
  for (const [u, v, w] of [
    [0, 0, 0],
    [0.2, 0.7, 0.4],
    [0.9, 0.1, 0.6],
  ] as const) {
    const rotation: Rotation = uniformRotation(u, v, w);
    const [a, b] = [rotate(rotation, [1, 2, 3]), rotate(rotation, [-2, 0.5, 1])];
    expect(Math.hypot(...a)).toBeCloseTo(Math.hypot(1, 2, 3), 12);
    expect(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]).toBeCloseTo(-2 + 1 + 3, 12);
    expect(cross(rotation[0], rotation[1])[2]).toBeCloseTo(rotation[2][2], 12);
  }
});

test('the inverse undoes a rotation', () => {
  const rotation = uniformRotation(0.3, 0.1, 0.8);
  rotate(inverse(rotation), rotate(rotation, [1, 2, 3])).forEach((value, axis) => {
    expect(value).toBeCloseTo(axis + 1, 12);
  });
});

test('many vectors are rotated as each one is', () => {
  const rotation = uniformRotation(0.3, 0.1, 0.8);
  const vectors = Float64Array.of(1, 2, 3, -4, 5, 0.5);
  rotateAll(rotation, vectors);
  expect([...vectors]).toEqual([...rotate(rotation, [1, 2, 3]), ...rotate(rotation, [-4, 5, 0.5])]);
});
