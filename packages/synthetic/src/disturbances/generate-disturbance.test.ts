import { describe, expect, test } from 'bun:test';
import { mean as meanOf, quantile as quantileOf } from '@stepstream/math';
import {
  type Disturbance,
  type DisturbanceOptions,
  generateDisturbance,
} from './generate-disturbance.ts';
import { DISTURBANCE_RANGES, type DisturbanceKind } from './ranges.ts';

const KINDS = Object.keys(DISTURBANCE_RANGES) as DisturbanceKind[];

const mean = (values: readonly number[]): number => meanOf(values) ?? Number.NaN;
const quantile = (values: readonly number[], share: number): number =>
  quantileOf(values, share) ?? Number.NaN;

function axis({ accel }: Disturbance, index: number): number[] {
  return [...accel].filter((_, i) => i % 3 === index);
}

function magnitudes({ times, accel }: Disturbance): number[] {
  return Array.from(times, (_, i) =>
    Math.hypot(...(accel.subarray(3 * i, 3 * i + 3) as unknown as number[])),
  );
}

/** Root mean square of what differs from the mean. */
function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** Root mean square of the deviation over all axes together. */
function movement(disturbance: Disturbance): number {
  return Math.hypot(...[0, 1, 2].map((index) => deviation(axis(disturbance, index))));
}

/** Share of the variance within a band of frequencies in Hz, of evenly sampled values. */
function shareWithin(values: readonly number[], rate: number, low: number, high: number): number {
  const middle = mean(values);
  const count = values.length;
  let sum = 0;
  for (let k = Math.ceil((low * count) / rate); k <= (high * count) / rate; k++) {
    const angle = (2 * Math.PI * k) / count;
    const re = values.reduce(
      (total, value, i) => total + (value - middle) * Math.cos(angle * i),
      0,
    );
    const im = values.reduce(
      (total, value, i) => total + (value - middle) * Math.sin(angle * i),
      0,
    );
    sum += (2 * (re ** 2 + im ** 2)) / count ** 2;
  }
  return sum / deviation(values) ** 2;
}

function make<K extends DisturbanceKind>(
  kind: K,
  ranges: DisturbanceOptions<K>['ranges'] = {},
  seed = 1,
): Disturbance {
  return generateDisturbance({ kind, seconds: 60, ranges, seed });
}

describe.each(KINDS)('%s', (kind) => {
  test('is evenly sampled, finite, and no stronger than a body survives', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { times, accel } = generateDisturbance({ kind, seconds: 20, samplingRate: 25, seed });
      expect(times.length).toBe(500);
      expect(accel.length).toBe(1500);
      expect(times.every((time, i) => time === i / 25)).toBe(true);
      expect(accel.every((value) => Math.abs(value) < 250)).toBe(true);
    }
  });

  test('holds gravity', () => {
    for (let seed = 0; seed < 20; seed++) {
      // White noise of 4 m/s² lengthens |a|, and so does the outward pull on a pedalling leg.
      const middle = quantile(magnitudes(make(kind, {}, seed)), 0.5);
      expect(middle).toBeWithin(9, 22);
    }
  });

  test('the same seed gives the same, another another', () => {
    expect(make(kind, {}, 7)).toEqual(make(kind, {}, 7));
    expect(make(kind, {}, 8).accel).not.toEqual(make(kind, {}, 7).accel);
  });
});

describe('vibration', () => {
  const steady = { standing: 0, bumps: 0 };

  test('is as strong as told, nearly all of it up and down', () => {
    for (const amplitude of [0.2, 0.8, 2]) {
      for (let seed = 1; seed < 6; seed++) {
        const values = magnitudes(make('vibration', { ...steady, amplitude }, seed));
        expect(deviation(values) / amplitude).toBeWithin(0.6, 1.2);
      }
    }
  });

  test('bounces at its frequency, with the hum above', () => {
    const ranges = {
      ...steady,
      amplitude: 1,
      bounce: 1.7,
      bounceWidth: 0.3,
      hum: 12,
      humShare: 0.5,
    };
    const values = magnitudes(make('vibration', ranges));
    expect(shareWithin(values, 50, 1.3, 2.1)).toBeGreaterThan(0.5);
    expect(shareWithin(values, 50, 10, 16)).toBeWithin(0.08, 0.4);
  });

  test('swells and fades', () => {
    const values = magnitudes(make('vibration', { ...steady, amplitude: 1, humShare: 0 }));
    const pieces = Array.from({ length: 30 }, (_, i) =>
      deviation(values.slice(100 * i, 100 * i + 100)),
    );
    expect(Math.max(...pieces)).toBeGreaterThan(2 * Math.min(...pieces));
  });
});

test('a pedalling leg turns smoothly, once a turn', () => {
  const ranges = { cadence: 80, swing: 0.4, circle: 0.04, road: 0.1, coasting: 0 };
  const leg = make('cycling', ranges);
  const swinging = [0, 1, 2].map((index) => axis(leg, index));
  const strongest = swinging.reduce((a, b) => (deviation(a) > deviation(b) ? a : b));
  expect(deviation(strongest)).toBeWithin(1, 5);
  expect(shareWithin(strongest, 50, 1.2, 1.47)).toBeGreaterThan(0.75);
  expect(mean(magnitudes(leg))).toBeGreaterThan(11);
});

test('handlebars tell of the road', () => {
  const bars = make('handlebars', { road: 2, push: 0.1, lean: 0.01 });
  expect(movement(bars)).toBeWithin(1, 4);
  expect(shareWithin(magnitudes(bars), 50, 2, 22)).toBeGreaterThan(0.85);
});

test('white noise has its deviation on each axis', () => {
  for (const amplitude of [0.5, 3]) {
    const noise = make('whiteNoise', { amplitude });
    for (const index of [0, 1, 2]) {
      expect(deviation(axis(noise, index)) / amplitude).toBeWithin(0.95, 1.05);
    }
  }
});

test('handling turns the device', () => {
  const values = axis(make('handling', { turns: 30, angle: 1.5 }), 0);
  expect(quantile(values, 0.95) - quantile(values, 0.05)).toBeGreaterThan(5);
});

describe('rocking', () => {
  const going = { resting: 0, tilt: 0, stray: 0.01, roundness: 0, rate: 2 };

  test('beats at its rate', () => {
    const ranges = { ...going, amplitude: 3, sharpness: 0, impact: 0 };
    const beating = make('rocking', ranges);
    const strongest = [0, 1, 2]
      .map((index) => axis(beating, index))
      .reduce((a, b) => (deviation(a) > deviation(b) ? a : b));
    expect(shareWithin(strongest, 50, 1.6, 2.4)).toBeGreaterThan(0.7);
    expect(movement(beating)).toBeWithin(2.4, 4.5);
  });

  test('impacts are sharp', () => {
    const soft = magnitudes(make('rocking', { ...going, amplitude: 3, impact: 0 }));
    const hard = magnitudes(make('rocking', { ...going, amplitude: 3, impact: 4 }));
    expect(Math.max(...hard)).toBeGreaterThan(1.3 * Math.max(...soft));
  });

  test('rests as long as told', () => {
    const values = axis(make('rocking', { ...going, amplitude: 5, resting: 0.5, lasting: 5 }), 0);
    const pieces = Array.from({ length: 60 }, (_, i) =>
      deviation(values.slice(50 * i, 50 * i + 50)),
    );
    const resting = pieces.filter((strength) => strength < 0.3 * Math.max(...pieces)).length;
    expect(resting).toBeWithin(10, 50);
  });
});

test.each([
  ['kind', { kind: 'dancing' as DisturbanceKind, seconds: 1 }],
  ['seconds', { kind: 'cycling', seconds: 0 }],
  ['samplingRate', { kind: 'cycling', seconds: 1, samplingRate: 5 }],
  ['sensorNoise', { kind: 'cycling', seconds: 1, sensorNoise: -1 }],
  ['cycling has no rate', { kind: 'cycling', seconds: 1, ranges: { rate: 2 } as object }],
  ['road', { kind: 'cycling', seconds: 1, ranges: { road: -1 } }],
  ['road', { kind: 'cycling', seconds: 1, ranges: { road: [2, 1] } }],
] as [string, DisturbanceOptions][])('refuses a wrong %s', (name, options) => {
  expect(() => generateDisturbance(options)).toThrow(RangeError);
  expect(() => generateDisturbance(options)).toThrow(name);
});
