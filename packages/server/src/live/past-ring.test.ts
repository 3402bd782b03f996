import { describe, expect, test } from 'bun:test';
import { createSampleBlock, MAX_BATCH_SAMPLES, ROW_LENGTH } from '@stepstream/protocol';
import { PAST_SECONDS, PastRing } from './past-ring.ts';

/** Feeds samples, one a frame: times, and magnitudes along z. */
function feed(ring: PastRing, times: Iterable<number>, value: (time: number) => number): void {
  const block = createSampleBlock();
  const startProbabilities = new Float64Array(MAX_BATCH_SAMPLES).fill(0.5);
  const endProbabilities = new Float64Array(MAX_BATCH_SAMPLES).fill(0.25);
  for (const time of times) {
    block.count = 1;
    block.rows.set([time, 0, 0, value(time)].slice(0, ROW_LENGTH));
    ring.samples({ block, startProbabilities, endProbabilities });
  }
}

const range = (from: number, to: number, rate: number) =>
  Array.from({ length: Math.round((to - from) * rate) }, (_, i) => from + i / rate);

describe('the past of a session', () => {
  test.each([20, 25, 50, 100, 400])('is half a minute at %d Hz, at most 25 a second', (rate) => {
    const ring = new PastRing();
    feed(ring, range(1e9, 1e9 + 100, rate), (time) => 9.8 + Math.sin(time));
    const { times, magnitudes, starts, ends } = ring.trace('a', 0) ?? never();
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect(last - first).toBeWithin(PAST_SECONDS - 1, PAST_SECONDS + 0.1);
    expect(last).toBeCloseTo(1e9 + 100 - 1 / rate, 1);
    expect(times.length).toBeLessThanOrEqual(25 * PAST_SECONDS);
    expect(times.length).toBeGreaterThan(19 * (PAST_SECONDS - 1));
    times.forEach((time, i) => {
      expect(magnitudes[i]).toBeCloseTo(9.8 + Math.sin(time), 0);
      if (i > 0) expect(time).toBeGreaterThan(times[i - 1] as number);
    });
    expect([starts[0], ends[0]].map((share) => share?.toFixed(2))).toEqual(['0.50', '0.25']);
  });

  test('keeps a peak that lasts one sample of a hundred a second', () => {
    const ring = new PastRing();
    feed(ring, range(0, 10, 100), (time) => (Math.abs(time - 5.01) < 1e-6 ? 30 : 9.8));
    expect(Math.max(...(ring.trace('a', 0) ?? never()).magnitudes)).toBe(30);
  });

  test('does not drift from the clock of the sensor, whatever its rate', () => {
    const ring = new PastRing();
    feed(ring, range(0, 60, 29.97), () => 9.8);
    const last = (ring.trace('a', 0) ?? never()).times.at(-1) ?? 0;
    expect(Math.abs(last - (60 - 1 / 29.97))).toBeLessThan(0.04);
  });

  test('begins anew after a long silence, and when the clock is set back', () => {
    const ring = new PastRing();
    expect(ring.trace('a', 0)).toBeUndefined();
    feed(ring, [1, 2, 3, 60], () => 9.8);
    expect(ring.trace('a', 0)?.times).toEqual([60]);
    feed(ring, [5, 6], () => 9.8);
    expect(ring.trace('a', 0)?.times).toEqual([5, 6]);
  });

  test('has its steps, and no older ones', () => {
    const ring = new PastRing();
    feed(ring, range(0, 100, 25), () => 9.8);
    for (let time = 60; time < 100; time++) ring.step({ timestamp: time, foot: 'start' });
    const { steps, total_steps, past } = ring.trace('a', 40) ?? never();
    expect([past, total_steps, steps.length]).toEqual([true, 40, 30]);
    expect(steps.at(-1)).toEqual({ timestamp: 99, foot: 'start' });
  });

  test('survives what sensors must not send', () => {
    const ring = new PastRing();
    feed(ring, [1, 2, 2, 3], (time) => (time === 2 ? 5000 : Number.NaN));
    const { times, magnitudes } = ring.trace('a', 0) ?? never();
    expect(times).toEqual([1, 2, 3]);
    expect(magnitudes[1]).toBe(655.35);
  });
});

function never(): never {
  throw new Error('there is a past');
}
