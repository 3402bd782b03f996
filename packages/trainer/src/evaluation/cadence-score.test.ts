import { describe, expect, test } from 'bun:test';
import { scoreCadence } from './cadence-score.ts';

/** A trial whose minutes hold so many detected and so many spectral steps. */
function trial(...minutes: [detected: number, spectral: number | null][]) {
  return {
    whole: { start: 0, end: 60 * minutes.length },
    detected: minutes.flatMap(([count], minute) =>
      Array.from({ length: count }, (_, k) => 60 * minute + (60 * (k + 0.5)) / count),
    ),
    cadence: minutes.map(([, stepsPerMinute], minute) => ({ start: 60 * minute, stepsPerMinute })),
  };
}

describe('scoreCadence', () => {
  test('compares minute by minute', () => {
    const score = scoreCadence([trial([100, 101], [110, 100])]);
    expect(score).toMatchObject({
      clearMinutes: 2,
      minutes: 2,
      detectedPerMinute: 105,
      spectralPerMinute: 100.5,
      right: 0.5,
      halves: 0,
      doubles: 0,
      detectedPerMinuteOverall: 105,
    });
    expect(score.meanError).toBeCloseTo((1 / 101 + 0.1) / 2, 12);
  });

  test('counts halves and doubles', () => {
    const score = scoreCadence([trial([55, 110], [60, 110]), trial([205, 110], [80, 110])]);
    expect(score).toMatchObject({ halves: 2, doubles: 1, right: 0 });
  });

  test('minutes without a clear rhythm are left out, but not from the overall count', () => {
    const score = scoreCadence([trial([100, 100], [20, null])]);
    expect(score).toMatchObject({
      clearMinutes: 1,
      minutes: 2,
      detectedPerMinute: 100,
      right: 1,
      detectedPerMinuteOverall: 60,
    });
  });

  test('a silent detector is all wrong', () => {
    expect(scoreCadence([trial([0, 100])])).toMatchObject({ right: 0, meanError: 1, halves: 0 });
  });

  test('nothing scores nothing', () => {
    expect(scoreCadence([])).toMatchObject({
      clearMinutes: 0,
      right: null,
      meanError: null,
      detectedPerMinuteOverall: null,
    });
  });
});
