import { expect, test } from 'bun:test';
import { walk } from './example-recordings.ts';
import { atPace, softened } from './gaits.ts';
import { gravityOf } from './gravity-of.ts';
import type { KnownWalk } from './known-walk.ts';

const example = walk({ seconds: 30, stepsPerSecond: 1.8, rate: 100 });
const original: KnownWalk = { ...example.recording, truth: example.truth };

test('softened keeps gravity and scales the rest', () => {
  const soft = softened(original, 0.2);
  const [before, after] = [gravityOf(original), gravityOf(soft)];
  for (let i = 300; i < original.accel.length - 300; i += 7) {
    expect(Math.abs(Number(after[i]) - Number(before[i]))).toBeLessThan(0.25);
    const was = Number(original.accel[i]) - Number(before[i]);
    expect(Number(soft.accel[i]) - Number(before[i])).toBeCloseTo(0.2 * was, 9);
  }
  expect(soft.times).toEqual(original.times);
  expect(softened(original, 1).accel[99]).toBeCloseTo(Number(original.accel[99]), 9);
});

test('another pace moves samples and contacts alike', () => {
  const slow = atPace(original, 0.6);
  expect(Number(slow.times.at(-1))).toBeCloseTo(Number(original.times.at(-1)) / 0.6, 9);
  expect(slow.truth).toEqual(original.truth.map((time) => time / 0.6));
  expect(slow.accel).toBe(original.accel);
});
