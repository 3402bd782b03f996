import { describe, expect, test } from 'bun:test';
import { demoWalk } from './demo.ts';
import { generateWalk, type SyntheticWalk } from './generate.ts';
import type { WalkOptions } from './options.ts';
import { PLACEMENTS, type Placement } from './placements.ts';

const placements = Object.keys(PLACEMENTS) as Placement[];
const MINUTE: WalkOptions = { segments: [{ activity: 'walking', seconds: 60, cadence: 110 }] };

function magnitudes(walk: SyntheticWalk): number[] {
  return Array.from(walk.times, (_, i) =>
    Math.hypot(...(walk.accel.subarray(3 * i, 3 * i + 3) as unknown as number[])),
  );
}

/** Amplitude of one frequency (Hz) in evenly sampled values without their mean. */
function amplitudeAt(values: readonly number[], samplingRate: number, frequency: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [re, im] = [0, 0];
  values.forEach((value, i) => {
    const angle = (2 * Math.PI * frequency * i) / samplingRate;
    re += (value - mean) * Math.cos(angle);
    im += (value - mean) * Math.sin(angle);
  });
  return (2 * Math.hypot(re, im)) / values.length;
}

describe('contacts', () => {
  test.each([40, 75, 108, 110, 160, 200])('a minute at %d steps/min has that many', (cadence) => {
    const walk = generateWalk({ segments: [{ activity: 'walking', seconds: 60, cadence }] });
    expect(walk.steps.length).toBe(cadence);
  });

  test('feet alternate, also over segments and pauses', () => {
    const { steps } = generateWalk({
      segments: [
        { activity: 'walking', seconds: 7, cadence: 100 },
        { activity: 'walking', seconds: 7, cadence: 130 },
        { activity: 'standing', seconds: 3 },
        { activity: 'walking', seconds: 7 },
      ],
    });
    expect(steps.every((step, i) => i === 0 || step.foot !== steps[i - 1]?.foot)).toBe(true);
    expect(steps.every((step, i) => step.timestamp > (steps[i - 1]?.timestamp ?? 0))).toBe(true);
  });

  test('none while standing', () => {
    const { steps } = generateWalk({
      segments: [
        { activity: 'standing', seconds: 5 },
        { activity: 'walking', seconds: 10, cadence: 120 },
        { activity: 'standing', seconds: 5 },
      ],
    });
    expect(steps.length).toBe(20);
    expect(steps.every((step) => step.timestamp > 5 && step.timestamp < 15)).toBe(true);
  });

  test('a walk too short for a contact has none', () => {
    const walk = generateWalk({ segments: [{ activity: 'walking', seconds: 0.1 }] });
    expect(walk.steps).toEqual([]);
    expect(walk.times.length).toBe(5);
  });

  test('stride times vary as told', () => {
    const walk = generateWalk({
      segments: [{ activity: 'walking', seconds: 600, cadence: 110 }],
      variability: 0.03,
    });
    const strides = walk.steps
      .slice(2)
      .map((step, i) => step.timestamp - (walk.steps[i]?.timestamp ?? 0));
    const mean = strides.reduce((sum, stride) => sum + stride, 0) / strides.length;
    const variance = strides.reduce((sum, one) => sum + (one - mean) ** 2, 0) / strides.length;
    expect(mean).toBeCloseTo(120 / 110, 2);
    expect(Math.sqrt(variance) / mean).toBeWithin(0.025, 0.035);
  });

  test('without variability or asymmetry all step times are the same', () => {
    const { steps } = generateWalk({ ...MINUTE, variability: 0, asymmetry: 0 });
    for (let i = 1; i < steps.length; i++) {
      expect((steps[i]?.timestamp ?? 0) - (steps[i - 1]?.timestamp ?? 0)).toBeCloseTo(60 / 110, 9);
    }
  });

  test('asymmetry makes left steps longer', () => {
    const { steps } = generateWalk({ ...MINUTE, variability: 0, asymmetry: 0.2 });
    for (let i = 1; i < steps.length; i++) {
      const stepTime = (steps[i]?.timestamp ?? 0) - (steps[i - 1]?.timestamp ?? 0);
      const expected = (steps[i]?.foot === 'left' ? 1.2 : 0.8) * (60 / 110);
      expect(Math.abs(stepTime - expected)).toBeLessThan(0.01);
    }
  });
});

describe('samples', () => {
  test.each([20, 50, 100, 500])('at %d Hz', (samplingRate) => {
    const walk = generateWalk({ segments: [{ activity: 'walking', seconds: 4 }], samplingRate });
    expect(walk.times.length).toBe(4 * samplingRate);
    expect(walk.accel.length).toBe(12 * samplingRate);
    expect(walk.gyro.length).toBe(12 * samplingRate);
    expect(walk.activity.length).toBe(4 * samplingRate);
    expect(walk.times.every((time, i) => Math.abs(time - i / samplingRate) < 1e-12)).toBe(true);
    expect(walk.accel.every(Number.isFinite) && walk.gyro.every(Number.isFinite)).toBe(true);
  });

  test('timestamps with jitter still increase', () => {
    const { times } = generateWalk({ ...MINUTE, timestampJitter: 0.02 });
    expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
    expect(times.some((time, i) => Math.abs(time - i / 50) > 0.005)).toBe(true);
  });

  test.each(placements)('standing with the device in %s measures gravity', (placement) => {
    const walk = generateWalk({
      segments: [
        { activity: 'walking', seconds: 5 },
        { activity: 'standing', seconds: 10 },
      ],
      placement,
    });
    const still = magnitudes(walk).filter((_, i) => (walk.times[i] ?? 0) > 6);
    expect(still.every((value) => Math.abs(value - 9.81) < 0.15)).toBe(true);
    expect(walk.gyro.subarray(3 * 50 * 6).every((rate) => Math.abs(rate) < 0.03)).toBe(true);
  });

  test.each(placements)('walking with the device in %s: rhythm at step frequency', (place) => {
    for (const cadence of [80, 110, 150]) {
      const walk = generateWalk({
        segments: [{ activity: 'walking', seconds: 60, cadence }],
        placement: place,
      });
      const values = magnitudes(walk);
      const frequencies = Array.from({ length: 100 }, (_, i) => 0.5 + i * 0.05);
      const amplitudes = frequencies.map((frequency) => amplitudeAt(values, 50, frequency));
      const strongest = frequencies[amplitudes.indexOf(Math.max(...amplitudes))] ?? 0;
      expect(Math.abs(strongest - cadence / 60)).toBeLessThan(0.08);
    }
  });

  test('in the hand the peak of |a| is about 50 ms after the contact', () => {
    const walk = generateWalk({ ...MINUTE, samplingRate: 500, sensorNoise: 0 });
    const values = magnitudes(walk);
    const delays = walk.steps.slice(2, -2).map(({ timestamp }) => {
      const from = Math.ceil(timestamp * 500) - 75;
      const around = values.slice(from, from + 200);
      return from / 500 + around.indexOf(Math.max(...around)) / 500 - timestamp;
    });
    for (const delay of delays) expect(delay).toBeWithin(0.035, 0.07);
  });

  test('amplitude scales the movement, not gravity', () => {
    const spread = (amplitude: number): number => {
      const values = magnitudes(generateWalk({ ...MINUTE, amplitude, sensorNoise: 0 }));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeWithin(9.7, 10);
      return amplitudeAt(values, 50, 110 / 60);
    };
    expect(spread(0)).toBeLessThan(1e-6);
    expect(spread(1) / spread(0.5)).toBeWithin(1.8, 2.2);
  });

  test('same seed, same walk; another seed, another', () => {
    const walk = generateWalk({ ...MINUTE, seed: 7 });
    expect(generateWalk({ ...MINUTE, seed: 7 })).toEqual(walk);
    expect(generateWalk({ ...MINUTE, seed: 8 }).accel).not.toEqual(walk.accel);
  });
});

test.each([
  ['samplingRate', { ...MINUTE, samplingRate: 10 }],
  ['samplingRate', { ...MINUTE, samplingRate: Number.NaN }],
  ['amplitude', { ...MINUTE, amplitude: -1 }],
  ['placement', { ...MINUTE, placement: 'hat' as Placement }],
  ['segments', { segments: [] }],
  ['seconds', { segments: [{ activity: 'walking', seconds: 0 }] }],
  ['cadence', { segments: [{ activity: 'walking', seconds: 1, cadence: 300 }] }],
] as [string, WalkOptions][])('refuses a wrong %s', (name, options) => {
  expect(() => generateWalk(options)).toThrow(RangeError);
  expect(() => generateWalk(options)).toThrow(name);
});

test('the demo walk is 30 s at 50 Hz with 43 steps', () => {
  const walk = demoWalk();
  expect(walk.times.length).toBe(1500);
  expect(walk.steps.length).toBe(43);
  expect(walk.activity.filter((one) => one === 'walking').length).toBe(24 * 50);
});
