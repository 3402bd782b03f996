import { expect, test } from 'bun:test';
import { recordingSummary } from '@stepstream/formats/browser';
import fc from 'fast-check';
import { Envelope } from './envelope.ts';
import { RecordingMeter } from './recording-meter.ts';

const gaps = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { maxLength: 80 });

test('length and rate are those of the whole recording, however it comes in pieces', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20 }), (all, piece) => {
      let time = 10;
      const times = Float64Array.from(all, (gap) => {
        time += gap;
        return time;
      });
      const accel = new Float64Array(3 * times.length).map((_, i) => Math.sin(i));
      const meter = new RecordingMeter();
      for (let at = 0; at < times.length; at += piece) {
        const end = Math.min(at + piece, times.length);
        meter.push({ times: times.subarray(at, end), accel: accel.subarray(3 * at, 3 * end) });
      }
      const whole = recordingSummary({ times, accel, gyro: null, activity: null });
      expect(meter.summary.samples).toBe(whole.samples);
      expect(meter.summary.duration).toBeCloseTo(whole.duration, 9);
      expect(meter.summary.rate).toBe(whole.rate);
      for (const { start, end } of meter.stretches) expect(end).toBeGreaterThanOrEqual(start);
    }),
  );
});

test('an envelope of any length keeps the first time, and all peaks', () => {
  const envelope = new Envelope();
  const samples = 100_000;
  for (let i = 0; i < samples; i++) envelope.push(i / 100, i === 77_777 ? 50 : 9.8 + (i % 10) / 10);
  const { times, values } = envelope.points();
  expect(times.length).toBeLessThanOrEqual(1 << 15);
  expect(times[0]).toBe(0);
  expect(times.every((time, i) => i === 0 || time >= (times[i - 1] as number))).toBe(true);
  const peak = values.indexOf(50);
  expect(times[peak]).toBeWithin(777, 778);
  expect([Math.min(...values), Math.max(...values)]).toEqual([9.8, 50]);
});
