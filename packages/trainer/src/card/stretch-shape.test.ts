import { expect, test } from 'bun:test';
import { contacts } from '../evaluation/example-observations.ts';
import { rest, walk } from '../evaluation/example-recordings.ts';
import { shapeOf, usualInterval } from './stretch-shape.ts';

const window = { start: 5, end: 25 };

test('a steady walk repeats itself step by step', () => {
  const { recording, truth } = walk({ seconds: 30, stepsPerSecond: 2, stride: 0, noise: 0 });
  const shape = shapeOf(recording, window, truth);
  expect(shape.cadence).toBeCloseTo(120, 6);
  expect(shape.likeness).toBeGreaterThan(0.99);
  // Sines of 2 and of 0.6 m/s².
  expect(shape.spread).toBeCloseTo(Math.sqrt((2 ** 2 + 0.6 ** 2) / 2), 1);
});

test('noise does not, and neither does what swings half as often', () => {
  const noise = rest(30).recording;
  expect(Math.abs(shapeOf(noise, window, contacts(40, 0.5, 5)).likeness)).toBeLessThan(0.2);
  const { recording, truth } = walk({
    seconds: 30,
    stepsPerSecond: 2,
    step: 0,
    double: 0,
    stride: 2,
  });
  expect(shapeOf(recording, window, truth).likeness).toBeLessThan(-0.9);
});

test('the usual interval is the middle one', () => {
  expect(usualInterval([0, 0.5, 1, 1.6])).toBeCloseTo(0.5, 9);
  expect(usualInterval([1])).toBeNaN();
});
