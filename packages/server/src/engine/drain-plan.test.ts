import { describe, expect, test } from 'bun:test';
import { DrainPlan, type DrainSpread } from './drain-plan.ts';

/** When each of so many clients is let go of, and when it returns if it does as it is told. */
function planOf(count: number, spread: DrainSpread, hasOthers = false) {
  const plan = new DrainPlan(count, spread, hasOthers);
  return Array.from({ length: count }, (_, i) => {
    const at = plan.moment(i);
    return { at, returns: at + plan.reconnectAfter(i, at) };
  });
}

/** The largest number of moments in a tenth of a span, as a multiple of an even share. */
function crowding(moments: readonly number[], from: number, to: number): number {
  const counts = new Array<number>(10).fill(0);
  for (const moment of moments) {
    const part = Math.min(9, Math.floor((10 * (moment - from)) / (to - from)));
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return (Math.max(...counts) * 10) / moments.length;
}

describe('clients that are let go of over a time', () => {
  test.each([50, 200, 10_000])('go evenly, %d of them', (count) => {
    const moments = planOf(count, 4).map(({ at }) => at);
    expect(Math.min(...moments)).toBe(0);
    expect(Math.max(...moments)).toBeLessThan(4000);
    expect(crowding(moments, 0, 4000)).toBeLessThan(1.1);
  });

  test.each([50, 200, 10_000])('return evenly once all are gone, %d of them', (count) => {
    const moments = planOf(count, 4).map(({ returns }) => returns);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(6000);
    const last = Math.max(...moments);
    expect(last).toBeWithin(9900, 11_001);
    expect(crowding(moments, 6000, last)).toBeLessThan(1.3);
  });

  test('are each told another time', () => {
    const plan = new DrainPlan(200, 4, false);
    const told = Array.from({ length: 200 }, (_, i) => plan.reconnectAfter(i, plan.moment(i)));
    expect(new Set(told).size).toBeGreaterThan(190);
    for (const time of told) expect(Number.isInteger(time)).toBe(true);
  });

  test('never wait for longer than a session is kept', () => {
    for (const { at, returns } of planOf(1000, 600)) expect(returns - at).toBeLessThan(60_000);
  });
});

test('few clients are not kept waiting for one another', () => {
  expect(planOf(1, 'auto')[0]?.at).toBe(0);
  expect(planOf(3, 'auto').at(-1)?.at).toBeLessThan(20);
  expect(planOf(20_000, 'auto').at(-1)?.at).toBeLessThan(5000);
});

test('clients that all go at once do not all return at once', () => {
  const plan = planOf(1000, 0);
  expect(new Set(plan.map(({ at }) => at))).toEqual(new Set([0]));
  const returns = plan.map(({ returns }) => returns);
  expect(Math.max(...returns) - Math.min(...returns)).toBeGreaterThan(4000);
});

describe('where other servers are ready', () => {
  test.each([50, 200, 10_000])('clients return as evenly as they go, %d of them', (count) => {
    const returns = planOf(count, 4, true).map(({ returns }) => returns);
    expect(Math.max(...returns)).toBeLessThan(4000);
    expect(crowding(returns, 0, 4000)).toBeLessThan(1.1);
  });

  test('nobody waits for the successor of this one', () => {
    for (const { at, returns } of planOf(200, 'auto', true)) expect(returns).toBe(at);
  });

  test('clients that all go at once do not all return at once', () => {
    const returns = planOf(1000, 0, true).map(({ returns }) => returns);
    expect(Math.min(...returns)).toBe(0);
    expect(Math.max(...returns)).toBeWithin(4900, 5001);
    expect(crowding(returns, 0, 5000)).toBeLessThan(1.1);
  });
});
