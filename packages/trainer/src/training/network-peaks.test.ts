import { describe, expect, test } from 'bun:test';
import { StepDetector } from '@stepstream/detector';
import { networkModel } from '@stepstream/detector/internals';
import { FELT_LATE, feelingPushes, randomModel } from '@stepstream/detector/testing';
import { generateWalk } from '@stepstream/synthetic';
import { networkPeaks } from './network-peaks.ts';

/** A little less than gravity's, so that rest stays below what the network feels. */
const AT_REST = 9.8;
const MOMENTS = [1, 1.503, 2.011, 2.518, 3.107, 3.655, 4.2];

/** A device at rest that is pushed by 4 m/s² at some moments. */
function pushed(moments: readonly number[], rate: number, start = 0, seconds = 5) {
  const times = Float64Array.from({ length: seconds * rate }, (_, i) => start + i / rate);
  const accel = new Float64Array(3 * times.length);
  for (const [i, time] of times.entries()) {
    const push = moments.reduce((sum, at) => sum + Math.exp(-0.5 * ((time - at) / 0.05) ** 2), 0);
    accel[3 * i + 1] = AT_REST + 4 * push;
  }
  return { times, accel };
}

describe('a peak', () => {
  const delay = 0.27;
  const opinions = ['contact', 'hindsight'] as const;
  test.each([40, 50, 93, 100])('is found to a few milliseconds at %d Hz', (rate) => {
    const track = pushed(MOMENTS, rate);
    const peaks = networkPeaks(track, feelingPushes(), delay);
    expect(peaks).toHaveLength(MOMENTS.length);
    for (const [i, { time, logit }] of peaks.entries()) {
      // The output speaks of what was a delay ago.
      expect(Math.abs(time + delay - FELT_LATE - (MOMENTS[i] as number))).toBeLessThan(0.006);
      expect(logit).toBeWithin(6, 8.01);
    }
  });

  test.each([50, 93])('is seen again in hindsight, at %d Hz', (rate) => {
    // The track goes on long enough for hindsight to speak of all of them.
    const track = pushed(MOMENTS, rate, 0, 7);
    const peaks = networkPeaks(track, feelingPushes(), delay, 'hindsight');
    expect(peaks).toHaveLength(MOMENTS.length);
    for (const [i, { time, logit }] of peaks.entries()) {
      expect(Math.abs(time + delay - FELT_LATE - (MOMENTS[i] as number))).toBeLessThan(0.015);
      expect(logit).toBeWithin(4, 8.01);
    }
  });

  test('is told on the sensor’s clock', () => {
    const start = 1e6;
    const track = pushed(
      MOMENTS.map((time) => start + time),
      50,
      start,
    );
    const peaks = networkPeaks(track, feelingPushes(), delay);
    expect(peaks).toHaveLength(MOMENTS.length);
    expect(peaks[0]?.time).toBeCloseTo(start + 1 + FELT_LATE - delay, 2);
  });

  test('is none where nothing changes', () => {
    for (const opinion of opinions) {
      expect(networkPeaks(pushed([], 50), feelingPushes(), delay, opinion)).toEqual([]);
    }
  });
});

test('the past ends at a gap, and late samples are passed over', () => {
  const weights = randomModel().weights;
  const { times, accel } = generateWalk({ segments: [{ activity: 'walking', seconds: 10 }] });
  const part = (from: number, to: number, later: number) => ({
    times: times.slice(from, to).map((time) => time + later),
    accel: accel.slice(3 * from, 3 * to),
  });
  for (let cut = 200; cut < 220; cut++) {
    const apart = times.map((time, i) => (i < cut ? time : time + 2));
    for (const opinion of ['contact', 'hindsight'] as const) {
      expect(networkPeaks({ times: apart, accel }, weights, 0.2, opinion)).toEqual([
        ...networkPeaks(part(0, cut, 0), weights, 0.2, opinion),
        ...networkPeaks(part(cut, times.length, 2), weights, 0.2, opinion),
      ]);
    }
  }

  // Every sample twice, the second time with other numbers.
  const twice = Float64Array.from({ length: 2 * times.length }, (_, i) => times[i >> 1] as number);
  const doubled = Float64Array.from({ length: 2 * accel.length }, (_, k) => {
    const sample = Math.floor(k / 3);
    return sample % 2 === 0 ? (accel[3 * (sample / 2) + (k % 3)] as number) : 99;
  });
  expect(networkPeaks({ times: twice, accel: doubled }, weights, 0.2)).toEqual(
    networkPeaks({ times, accel }, weights, 0.2),
  );
});

test('the detector takes its steps from these peaks, which it smooths', () => {
  const { times, accel } = generateWalk({ segments: [{ activity: 'walking', seconds: 20 }] });
  const [weights, delay] = [feelingPushes(), 0];
  const peaks = networkPeaks({ times, accel }, weights, delay).map(({ time }) => time);
  const detector = new StepDetector({
    confirmAfter: 1,
    model: networkModel({
      ...randomModel(),
      weights,
      delay,
      calibration: { slope: 1, intercept: 0 },
      threshold: 0.02,
      walkThreshold: 0,
    }),
  });
  const steps = [...times].flatMap((time, i) =>
    detector
      .push(time, accel[3 * i] as number, accel[3 * i + 1] as number, accel[3 * i + 2] as number)
      .map(({ timestamp }) => timestamp),
  );
  expect(steps.length).toBeGreaterThan(20);
  for (const step of steps) {
    expect(Math.min(...peaks.map((peak) => Math.abs(peak - step)))).toBeLessThan(0.01);
  }
});
