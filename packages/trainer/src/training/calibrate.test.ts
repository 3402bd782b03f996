import { describe, expect, test } from 'bun:test';
import { IN_HINDSIGHT, ON_FOOT, tensor } from '@stepstream/detector/internals';
import { FELT_LATE, feelingPushes } from '@stepstream/detector/testing';
import { normal, seededRandom } from '@stepstream/math';
import { calibrate, calibrateHindsight, candidatesWithOutcome } from './calibrate.ts';
import type { Track } from './track.ts';

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

describe('calibrateHindsight', () => {
  test.each([
    [1, 0, 0],
    [0.8, 0.4, -1.2],
    [1.3, -0.2, 0.5],
  ])('finds the slope %d, the say of being on foot %d and the intercept %d', (...truth) => {
    const [slope, onFoot, intercept] = truth;
    const random = seededRandom(12);
    const peaks = Array.from({ length: 20_000 }, () => {
      const [logit, walking] = [2 * normal(random), 2 * normal(random)];
      const chance = probability(slope * logit + onFoot * walking + intercept);
      return {
        values: [1, logit, walking],
        outcome: random() < chance ? 1 : 0,
        weight: 1,
      } as const;
    });
    const found = calibrateHindsight(peaks);
    for (const [i, number] of [found.slope, found.onFoot, found.intercept].entries()) {
      expect(Math.abs(number - (truth[i] as number))).toBeLessThan(0.08);
      expect(number).toBe(Number(number.toFixed(4)));
    }
  });
});

describe('candidatesWithOutcome', () => {
  const delay = 0.2;
  const pushes = [1, 1.6, 2.2, 2.8, 3.4, 4];

  /** A device that is pushed, once hardly; `contacts` are what was recorded. */
  function track(
    contacts: readonly number[],
    { unknown = [] as Track['unknown'], kind = 'handheld' as Track['kind'], weak = 1 } = {},
  ): Track {
    const times = Float64Array.from({ length: 300 }, (_, i) => i / 50);
    const accel = new Float64Array(900);
    for (const [i, time] of times.entries()) {
      accel[3 * i] = 9.80665;
      for (const [k, at] of pushes.entries()) {
        const bump = Math.exp(-0.5 * ((time + FELT_LATE - at - delay) / 0.05) ** 2);
        accel[3 * i] = (accel[3 * i] as number) + (k === weak ? 0.3 : 4) * bump;
      }
    }
    return { person: 'person1', times, accel, contacts, unknown, kind };
  }
  const weights = feelingPushes(-5);
  const outcomes = (one: Track) => {
    const { contact, hindsight } = candidatesWithOutcome(one, weights, delay);
    const told = contact.map(({ outcome }) => outcome);
    // Hindsight of these weights says the same again.
    expect(hindsight.map(({ outcome }) => outcome)).toEqual(told);
    return told;
  };

  test('one near a contact came of it, another one did not, and a low peak is none', () => {
    expect(outcomes(track([1.1, 2.05, 3, 4]))).toEqual([1, 1, 0, 0, 1]);
  });

  test('two never stand for one contact', () => {
    expect(outcomes(track([2.2]))).toEqual([0, 1, 0, 0, 0]);
  });

  test('foot switches are polled, so a contact may be further off', () => {
    const contacts = [1, 2.02, 3.02];
    expect(outcomes(track(contacts))).toEqual([1, 0, 0, 0, 0]);
    expect(outcomes(track(contacts, { kind: 'phones' }))).toEqual([1, 1, 0, 0, 0]);
  });

  test('where nothing is known, nothing is counted', () => {
    expect(outcomes(track([1, 2.2], { unknown: [{ start: 2, end: 3 }] }))).toEqual([1, 0, 0]);
  });

  test('the values are the intercept’s 1 and the logit, as the network says it', () => {
    const { contact, hindsight } = candidatesWithOutcome(track([]), weights, delay);
    expect(contact.length).toBe(5);
    for (const { values, weight } of [...contact, ...hindsight]) {
      expect([values[0], weight]).toEqual([1, 1]);
      expect(values[1]).toBeWithin(4, 7.5);
    }
  });

  test('in hindsight there is also what is said of being on foot, within ±5', () => {
    const bias = tensor('head.bias').offset + ON_FOOT;
    for (const [said, value] of [
      [0, 0],
      [1.5, 1.5],
      [-2, -2],
      [40, 5],
      [-40, -5],
    ] as const) {
      const telling = weights.slice();
      telling[bias] = said;
      const { contact, hindsight } = candidatesWithOutcome(track([]), telling, delay);
      expect(contact.map(({ values }) => values.length)).toEqual([2, 2, 2, 2, 2]);
      expect(hindsight.map(({ values }) => values[2])).toEqual([value, value, value, value, value]);
    }
  });

  test('each opinion has its own candidates: what only hindsight sees is no contact at first', () => {
    const seeing = weights.slice();
    const bias = tensor('head.bias').offset + IN_HINDSIGHT;
    seeing[bias] = -1;
    // The last contact of a walk, at which a detector would add it.
    const one = track(pushes, { weak: pushes.length - 1 });
    const { contact, hindsight } = candidatesWithOutcome(one, seeing, delay);
    expect(contact.length).toBe(pushes.length - 1);
    expect(hindsight.length).toBe(pushes.length);
    for (const { values } of contact) expect(values[1]).toBeWithin(4, 7.5);
  });
});
