import { describe, expect, test } from 'bun:test';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import fc from 'fast-check';
import { StepDetector } from './index.ts';

const walk = aWalk({ seed: 7 });
const samples = rows(walk);
const steps = detect(samples);

describe('a stream with faults', () => {
  test('samples that repeat a time are passed over', () => {
    const repeated = samples.flatMap((row): Row[] => [row, [row[0], 30, -30, 30]]);
    expect(detect(repeated)).toEqual(steps);
  });

  test('samples that come late are passed over', () => {
    const late = samples.flatMap((row, i): Row[] => [row, samples[Math.max(0, i - 7)] as Row]);
    expect(detect(late)).toEqual(steps);
  });

  test('neighbours that change places cost nothing but themselves', () => {
    const swapped = [...samples];
    for (let i = 0; i + 1 < swapped.length; i += 10) {
      [swapped[i], swapped[i + 1]] = [swapped[i + 1] as Row, swapped[i] as Row];
    }
    expect(Math.abs(detect(swapped).length - steps.length)).toBeLessThanOrEqual(1);
  });

  test('a short gap is bridged', () => {
    const gaps = samples.filter(([t]) => t % 4 > 0.25);
    expect(Math.abs(detect(gaps).length - steps.length)).toBeLessThanOrEqual(2);
  });

  test('a long gap is no walk: nothing is counted in it, and counting goes on after', () => {
    const gap = samples.filter(([t]) => t < 9 || t > 15);
    const found = detect(gap);
    expect(found.filter(({ timestamp }) => timestamp > 9.1 && timestamp < 14.9)).toEqual([]);
    expect(found.filter(({ timestamp }) => timestamp > 15).length).toBeGreaterThan(8);
  });

  test('a clock that steps back starts anew, and what was counted stays counted', () => {
    const again = [...samples, ...samples.map(([t, ...a]): Row => [t + 5, ...a])];
    expect(detect(again).length).toBe(2 * steps.length);
  });

  test('one sample an hour is no walk', () => {
    expect(detect(samples.map(([, ...a], i): Row => [i * 3600, ...a]))).toEqual([]);
  });

  test('a wild value passes; the detector recovers', () => {
    const wild = samples.map(([t, ...a], i): Row => (i === 100 ? [t, 900, 0, 0] : [t, ...a]));
    expect(detect(wild).filter(({ timestamp }) => timestamp > 10)).not.toEqual([]);
    for (const { timestamp, confidence } of detect(wild)) {
      expect(Number.isFinite(timestamp) && Number.isFinite(confidence)).toBe(true);
    }
  });

  test.each([NaN, Infinity, -Infinity, 1e155, -1e300, 2e4])('%d m/s² is passed over', (value) => {
    for (const wild of [
      [value, 0, 9.8],
      [0, value, 9.8],
    ] as const) {
      const faulty = samples.map(
        ([t, ...a], i): Row => (i === 100 ? [t, wild[0], wild[1], 9.8] : [t, ...a]),
      );
      expect(detect(faulty).length).toBe(steps.length);
    }
  });

  test('any finite values at any finite times give finite steps in order', () => {
    const value = fc.double({ min: -1000, max: 1000, noNaN: true });
    const sample = fc.tuple(fc.double({ min: -1, max: 5, noNaN: true }), value, value, value);
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 300 }), (deltas) => {
        let time = 0;
        const detector = new StepDetector({ confirmAfter: 1 });
        for (const [delta, x, y, z] of deltas) {
          time += delta * 0.1;
          for (const { timestamp, confidence } of detector.push(time, x, y, z)) {
            expect(Number.isFinite(timestamp)).toBe(true);
            expect(confidence).toBeWithin(0, 1.0001);
          }
          expect(detector.startProbability + detector.endProbability).toBeWithin(0, 1.0001);
        }
      }),
    );
  });
});
