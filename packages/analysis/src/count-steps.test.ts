import { expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { generateWalk } from '@stepstream/synthetic';
import { countSteps } from './count-steps.ts';

test('counts the steps of a walk', () => {
  const walk = generateWalk({
    segments: [
      { activity: 'standing', seconds: 3 },
      { activity: 'walking', seconds: 60, cadence: 110 },
      { activity: 'standing', seconds: 3 },
    ],
  });
  const shares: number[] = [];
  const steps = countSteps(walk, { onProgress: (share) => shares.push(share) });
  expect(steps.length).toBeWithin(104, 113);
  expect(shares[0]).toBe(0);
  expect(countSteps(walk, { confirmAfter: 1 }).length).toBeGreaterThanOrEqual(steps.length);
});

test('the last steps of a recording that ends in the walk count, too', () => {
  const walk = generateWalk({ segments: [{ activity: 'walking', seconds: 20, cadence: 110 }] });
  const ends = Array.from({ length: 20 }, (_, i) => 600 + 10 * i);
  const sum = (count: (end: number) => number) => ends.reduce((all, end) => all + count(end), 0);
  const cut = (end: number) => ({
    ...walk,
    times: walk.times.slice(0, end),
    accel: walk.accel.slice(0, 3 * end),
    gyro: null,
    activity: null,
  });
  const options = { model: CLASSIC };
  const counted = sum((end) => countSteps(cut(end), options).length);
  const whole = countSteps(walk, options);
  const before = (end: number) => whole.filter(({ timestamp }) => timestamp <= end / 50).length;
  expect(Math.abs(counted - sum(before))).toBeLessThanOrEqual(5);
});
