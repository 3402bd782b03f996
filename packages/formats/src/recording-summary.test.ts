import { expect, test } from 'bun:test';
import { recordingSummary } from './recording-summary.ts';

const recording = (...times: number[]) => ({
  times: Float64Array.from(times),
  accel: new Float64Array(3 * times.length),
  gyro: null,
  activity: null,
});

test('the rate is that of the median interval: a gap does not change it', () => {
  const summary = recordingSummary(recording(5, 5.5, 6, 6.5, 20, 20.5));
  expect(summary).toEqual({ samples: 6, duration: 15.5, rate: 2 });
});

test('times that repeat or step back take nothing away', () => {
  expect(recordingSummary(recording(5, 5, 5.5, 1, 1.5)).duration).toBe(1);
});

test('a lone sample has no rate', () => {
  expect(recordingSummary(recording(5))).toEqual({ samples: 1, duration: 0, rate: null });
});
