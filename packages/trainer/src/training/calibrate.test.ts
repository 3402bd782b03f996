import { describe, expect, test } from 'bun:test';
import { FELT_LATE, feelingPushes } from '@stepstream/detector/testing';
import { normal, seededRandom } from '@stepstream/math';
import { parseRecordingPath } from '../evaluation/datasets.ts';
import { calibrate, candidatesWithOutcome } from './calibrate.ts';
import type { Track } from './corpus.ts';

const probability = (logit: number) => 1 / (1 + Math.exp(-logit));

describe('calibrate', () => {
  test.each([
    [1, 0],
    [0.6, -0.9],
    [1.7, 0.8],
  ])('finds the slope %d and the intercept %d of simulated outcomes', (slope, intercept) => {
    const random = seededRandom(12);
    const peaks = Array.from({ length: 20_000 }, () => {
      const logit = 2 * normal(random);
      const outcome = random() < probability(slope * logit + intercept) ? 1 : 0;
      return { values: [1, logit], outcome, weight: 1 } as const;
    });
    const found = calibrate(peaks);
    expect(Math.abs(found.slope - slope)).toBeLessThan(0.08);
    expect(Math.abs(found.intercept - intercept)).toBeLessThan(0.08);
    for (const number of [found.slope, found.intercept]) {
      expect(number).toBe(Number(number.toFixed(4)));
    }
  });

  test('stays finite where a network makes no mistake', () => {
    const peaks = [-3, -2, 2, 3].map((logit) => {
      return { values: [1, logit], outcome: logit > 0 ? 1 : 0, weight: 1 } as const;
    });
    const { slope, intercept } = calibrate(peaks);
    expect(slope).toBeWithin(0.1, 10);
    expect(Math.abs(intercept)).toBeLessThan(1e-6);
  });
});

describe('candidatesWithOutcome', () => {
  const delay = 0.2;
  const pushes = [1, 1.6, 2.2, 2.8, 3.4, 4];

  /** A device that is pushed, the second time hardly; `contacts` are what was recorded. */
  function track(
    contacts: readonly number[],
    unknown: Track['unknown'] = [],
    kind: Track['kind'] = 'handheld',
  ): Track {
    const times = Float64Array.from({ length: 300 }, (_, i) => i / 50);
    const accel = new Float64Array(900);
    for (const [i, time] of times.entries()) {
      accel[3 * i] = 9.80665;
      for (const [k, at] of pushes.entries()) {
        const bump = Math.exp(-0.5 * ((time + FELT_LATE - at - delay) / 0.05) ** 2);
        accel[3 * i] = (accel[3 * i] as number) + (k === 1 ? 0.3 : 4) * bump;
      }
    }
    return {
      meta: parseRecordingPath('handheld', 'person1_1.csv.gz'),
      times,
      accel,
      contacts: contacts.map((time) => ({ time, side: null })),
      unknown,
      kind,
    };
  }
  const outcomes = (one: Track) =>
    candidatesWithOutcome(one, feelingPushes(-5), delay).map(({ outcome }) => outcome);

  test('one near a contact came of it, another one did not, and a low peak is none', () => {
    expect(outcomes(track([1.1, 2.05, 3, 4]))).toEqual([1, 1, 0, 0, 1]);
  });

  test('two never stand for one contact', () => {
    expect(outcomes(track([2.2]))).toEqual([0, 1, 0, 0, 0]);
  });

  test('foot switches are polled, so a contact may be further off', () => {
    const contacts = [1, 2.02, 3.02];
    expect(outcomes(track(contacts))).toEqual([1, 0, 0, 0, 0]);
    expect(outcomes(track(contacts, [], 'phones'))).toEqual([1, 1, 0, 0, 0]);
  });

  test('where nothing is known, nothing is counted', () => {
    expect(outcomes(track([1, 2.2], [{ start: 2, end: 3 }]))).toEqual([1, 0, 0]);
  });

  test('the values are the intercept’s 1 and the logit', () => {
    for (const { values, weight } of candidatesWithOutcome(track([]), feelingPushes(-5), delay)) {
      expect([values[0], weight]).toEqual([1, 1]);
      expect(values[1]).toBeWithin(1, 3.01);
    }
  });
});
