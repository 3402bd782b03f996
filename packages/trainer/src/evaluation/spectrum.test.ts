import { describe, expect, test } from 'bun:test';
import { amplitudeAt, meanSquare, uniformMagnitude, windowed } from './spectrum.ts';

/** A sinusoid of 3 m/s² and 2 Hz about 9.81, at 20 samples a second. */
function tone(frequency = 2, amplitude = 3) {
  const values = Float64Array.from({ length: 400 }, (_, i) => {
    return 9.81 + amplitude * Math.sin((2 * Math.PI * frequency * i) / 20 + 0.3);
  });
  return { values, rate: 20, start: 5 };
}

describe('amplitudeAt', () => {
  test('a sinusoid has its own amplitude at its frequency and nothing elsewhere', () => {
    const window = windowed(tone(), 0, 200);
    expect(amplitudeAt(window, 2)).toBeCloseTo(3, 2);
    expect(amplitudeAt(window, 1)).toBeLessThan(0.02);
    expect(amplitudeAt(window, 4)).toBeLessThan(0.02);
  });

  test('nothing has no amplitude', () => {
    const still = { values: new Float64Array(200).fill(9.81), rate: 20, start: 0 };
    expect(amplitudeAt(windowed(still, 0, 200), 2)).toBeCloseTo(0, 12);
    expect(meanSquare(windowed(still, 0, 200))).toBeCloseTo(0, 12);
  });
});

test('meanSquare undoes the window', () => {
  expect(meanSquare(windowed(tone(), 0, 200))).toBeCloseTo(4.5, 1);
});

test('a window knows when it begins, and leaves the signal as it was', () => {
  const signal = tone();
  const before = signal.values.slice();
  expect(windowed(signal, 100, 200).start).toBe(10);
  expect(signal.values).toEqual(before);
});

describe('uniformMagnitude', () => {
  test('keeps samples that are at the rate already, whatever their times are rounded to', () => {
    const times = Float64Array.from({ length: 60 }, (_, i) => Number((3 + i * 0.05).toFixed(4)));
    const accel = Float64Array.from({ length: 180 }, (_, k) => (k % 3 === 2 ? (k - 2) / 3 : 0));
    const { values, start } = uniformMagnitude(times, accel, 20);
    expect([...values]).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(start).toBe(3);
  });

  test('takes the mean of several samples and draws a line over none', () => {
    const times = Float64Array.of(0, 0.01, 0.02, 0.2);
    const accel = Float64Array.of(3, 4, 0, 0, 0, 7, 0, 0, 0, 0, 8, 0);
    const { values } = uniformMagnitude(times, accel, 20);
    expect([...values]).toEqual([4, 5, 6, 7, 8]);
  });
});
