import { describe, expect, test } from 'bun:test';
import { followClock, offsetAt } from './clock-drift.ts';
import { contacts } from './example-observations.ts';

const truth = contacts(300, 0.55, 5);
const end = Number(truth.at(-1));

describe('followClock', () => {
  test('finds a constant', () => {
    const clock = followClock({ detected: truth.map((time) => time + 0.07), truth }, 0.05);
    for (const { offset } of clock) expect(Math.abs(offset - 0.07)).toBeLessThan(0.02);
  });

  test('follows a clock that runs away by a whole step, and never slips', () => {
    const drift = (time: number): number => (time < 60 ? 0 : (-0.5 * (time - 60)) / (end - 60));
    // Every seventh is missed, and some are false.
    const detected = truth
      .filter((_, i) => i % 7 !== 3)
      .flatMap((time, i) => [time + drift(time), ...(i % 20 === 0 ? [time + 0.25] : [])]);
    const clock = followClock({ detected, truth }, 0);
    for (const { time, offset } of clock) {
      expect(Math.abs(offset - drift(time))).toBeLessThan(0.1);
    }
  });

  test('stays where it is told without a contact to follow', () => {
    const clock = followClock({ detected: [], truth }, 0.1);
    for (const { offset } of clock) expect(offset).toBeCloseTo(0.1, 9);
    expect(followClock({ detected: truth, truth: [] }, 0.1)).toEqual([]);
  });
});

test('offsetAt goes straight from point to point', () => {
  const clock = [
    { time: 10, offset: 0 },
    { time: 20, offset: -0.2 },
  ];
  expect([5, 10, 15, 20, 99].map((time) => offsetAt(clock, time))).toEqual([
    0, 0, -0.1, -0.2, -0.2,
  ]);
  expect(offsetAt([{ time: 3, offset: 0.1 }], 9)).toBe(0.1);
  expect(offsetAt([], 9)).toBe(0);
});
