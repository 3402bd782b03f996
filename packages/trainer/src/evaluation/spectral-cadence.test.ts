import { describe, expect, test } from 'bun:test';
import { median } from '@stepstream/math';
import { dataFolder, hasDataFolder } from './data-folder.ts';
import { inTurn, rest, type WalkOptions, walk } from './example-recordings.ts';
import { loadAll } from './load.ts';
import { cadenceByMinute } from './spectral-cadence.ts';

function cadences(options: Omit<WalkOptions, 'seconds'>): (number | null)[] {
  const { recording } = walk({ seconds: 120, rate: 20, ...options });
  return cadenceByMinute(recording.times, recording.accel).map((minute) => minute.stepsPerMinute);
}

function expectCadence(found: readonly (number | null)[], stepsPerSecond: number): void {
  expect(found).toHaveLength(2);
  for (const value of found) {
    expect(Math.abs(Number(value) / (60 * stepsPerSecond) - 1)).toBeLessThan(0.01);
  }
}

describe('cadenceByMinute', () => {
  for (const stepsPerSecond of [1.4, 1.7, 2, 2.4, 2.8]) {
    test(`a pocket's strong step line at ${stepsPerSecond} Hz`, () => {
      expectCadence(cadences({ stepsPerSecond }), stepsPerSecond);
    });
  }

  for (const stepsPerSecond of [1.6, 1.9, 2.1]) {
    test(`a swinging wrist whose stride line is the strongest, steps at ${stepsPerSecond} Hz`, () => {
      const wrist = { stepsPerSecond, step: 1, stride: 2.5, double: 0.5 };
      expectCadence(cadences(wrist), stepsPerSecond);
    });
  }

  test('strong double steps do not double the count', () => {
    const sharp = { stepsPerSecond: 1.7, step: 1.5, stride: 0.5, double: 1.4 };
    expectCadence(cadences(sharp), 1.7);
  });

  test('a jog', () => {
    expectCadence(cadences({ stepsPerSecond: 2.9, step: 7, stride: 1.5, double: 2.5 }), 2.9);
  });

  test('noise as strong as the movement does not hide it', () => {
    expectCadence(cadences({ stepsPerSecond: 1.8, noise: 1.2 }), 1.8);
  });

  test('any sampling rate will do', () => {
    expectCadence(cadences({ stepsPerSecond: 1.8, rate: 100 }), 1.8);
    expectCadence(cadences({ stepsPerSecond: 1.8, rate: 33.3 }), 1.8);
  });

  test('a minute with a pause has none, the one after it does', () => {
    const { recording } = inTurn(
      walk({ seconds: 30, stepsPerSecond: 1.8, rate: 20 }),
      rest(15, undefined, 20),
      walk({ seconds: 75, stepsPerSecond: 1.8, rate: 20 }),
    );
    const [first, second] = cadenceByMinute(recording.times, recording.accel);
    expect(first?.stepsPerMinute).toBeNull();
    expect(second?.stepsPerMinute).toBeCloseTo(108, 0);
  });

  test('rest has none', () => {
    const { recording } = rest(60, undefined, 20);
    expect(cadenceByMinute(recording.times, recording.accel)).toEqual([
      { start: 0, stepsPerMinute: null },
    ]);
  });

  test('less than a minute has no minutes', () => {
    const { recording } = walk({ seconds: 50, stepsPerSecond: 2 });
    expect(cadenceByMinute(recording.times, recording.accel)).toEqual([]);
  });

  test.skipIf(!hasDataFolder())(
    'agrees with the foot switches of the phone recordings (needs the recordings)',
    async () => {
      const errors: number[] = [];
      for (const { meta, recording: read, truth } of await loadAll(dataFolder(process.env))) {
        // The first minute holds the time before the walk; swinging arms shake the switches.
        if (meta.set !== 'phones' || meta.placement !== 'inhand') continue;
        const { times, accel } = await read();
        const contacts = (await truth()) ?? [];
        for (const { start, stepsPerMinute } of cadenceByMinute(times, accel).slice(1)) {
          if (stepsPerMinute === null) continue;
          const known = contacts.filter((time) => time >= start && time < start + 60).length;
          errors.push(Math.abs(stepsPerMinute / known - 1));
        }
      }
      expect(errors.length).toBeGreaterThan(10);
      expect(median(errors)).toBeLessThan(0.01);
      expect(Math.max(...errors)).toBeLessThan(0.02);
    },
  );
});
