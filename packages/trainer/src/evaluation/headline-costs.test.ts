import { describe, expect, test } from 'bun:test';
import type { RecordingMeta } from './datasets.ts';
import { scoreSets } from './evaluate.ts';
import { contacts, observation } from './example-observations.ts';
import { recordingShares } from './headline-costs.ts';
import { HEADLINE_SPECS } from './headline-specs.ts';
import type { Observation } from './observe.ts';
import { TARGETS } from './targets.ts';

const file = (name: string) => ({ name, path: '' });
const phone = (person: string, number: number): RecordingMeta => ({
  set: 'phones',
  person,
  phone: 'pixel',
  placement: 'inhand',
  surface: 'hard',
  number,
  ...file(`${person}_${number}`),
});
const pocket = (person: string): RecordingMeta => {
  return { set: 'pockets', person, route: 't01', tool: 'na', phone: '1l', ...file(person) };
};
const hand: RecordingMeta = { set: 'handheld', person: 'person1', ...file('hand') };
const day = (name: string): RecordingMeta => {
  return { set: 'daily', person: 's01', device: 'watch', ...file(name) };
};
const sports = (
  activity: string,
  placement: 'left_wrist' | 'torso' = 'left_wrist',
): RecordingMeta => {
  return { set: 'sports', person: 'p1', activity, placement, ...file(`${activity} ${placement}`) };
};
const watch = (activity: 'walking' | 'sitting'): RecordingMeta => {
  return { set: 'watch', person: 'w1', activity, ...file(activity) };
};
const chores = (device: 'phone' | 'watch'): RecordingMeta => {
  return { set: 'chores', person: 'w1', device, ...file(device) };
};

const truth = contacts(40, 0.55, 11);
/** Without the first, the last and two between, and with two more. */
const flawed = [3, ...truth.slice(1, 20), ...truth.slice(22, 39), 55];
const standing = [
  { activity: 'standing', start: 0, end: 10 },
  { activity: 'walking', start: 10, end: 60 },
];
const day1 = [
  { activity: 'standing_up', start: 0, end: 5 },
  { activity: 'walking', start: 5, end: 30 },
  { activity: 'sitting_down', start: 30, end: 40 },
];
const busy = ['teeth', 'clapping', 'folding', 'typing', 'soup'].map((activity, i) => {
  return { activity, start: 10 * i, end: 10 * i + 10 };
});
const observations: readonly Observation[] = [
  observation(hand, flawed, { truth, segments: standing }),
  observation(phone('walker1', 1), flawed, { truth, cleanTruth: truth.slice(1) }),
  observation(phone('walker1', 2), truth, { truth }),
  observation(phone('walker2', 1), truth.slice(8), { truth }),
  observation(pocket('id01'), flawed, { truth }),
  observation(day('a'), [1, 2, 33, 34, 35, 36], { segments: day1 }),
  observation(day('b'), [1, 10, 11], { segments: day1 }),
  ...['walking', 'running_8kmh', 'treadmill_4kmh', 'treadmill_4kmh_incline'].flatMap((activity) => [
    observation(sports(activity), flawed.slice(4), { truth }),
    observation(sports(activity, 'torso'), truth.slice(9), { truth }),
  ]),
  ...['cycling', 'rowing', 'elevator_still'].map((activity) =>
    observation(sports(activity), [1, 2, 3], { truth: [] }),
  ),
  observation(sports('elevator_moving'), [1, 2, 3, 4]),
  observation(watch('sitting'), [1, 2]),
  observation(watch('walking'), truth, {
    cadence: [
      { start: 0, stepsPerMinute: 40 },
      { start: 10, stepsPerMinute: 60 },
    ],
  }),
  observation(chores('watch'), contacts(90, 0.5, 5), { segments: busy }),
  observation(chores('phone'), contacts(90, 0.5, 5), { segments: busy }),
];
const sets = scoreSets(observations);

describe('what recordings cost a headline', () => {
  test.each(Object.keys(TARGETS))('%s: together, all that it is off by', (key) => {
    const shares = recordingShares(key, observations);
    const sum = shares.reduce((total, { cost }) => total + cost, 0);
    expect(sum).toBeGreaterThan(0);
    expect(shares.reduce((total, { share }) => total + share, 0)).toBeCloseTo(1, 9);
    const spec = HEADLINE_SPECS.find((one) => one.key === key);
    if (!spec || 'numberOf' in spec) return;
    const own = spec.sharesOf(sets);
    const numerator = own.reduce((total, one) => total + one.numerator, 0);
    const denominator = own.reduce((total, one) => total + one.denominator, 0);
    // What is better when there is more of it lacks the rest.
    const isMore = TARGETS[key]?.better === 'more';
    expect(sum).toBeCloseTo(isMore ? denominator - numerator : numerator, 9);
  });

  test('the dearest first, and none that cost nothing', () => {
    const names = recordingShares('phones.mape', observations).map(
      ({ mistakes }) => mistakes.meta.name,
    );
    expect(names).toEqual(['walker2_1', 'walker1_1']);
  });

  test('the pieces of a recording are one, which is shown by the worst of them', () => {
    const [first, second] = recordingShares('daily.transitions', observations);
    expect(first).toMatchObject({ cost: 6, share: 6 / 7 });
    expect(first?.mistakes.what).toBe('4 false in 10 s');
    expect(second).toMatchObject({ cost: 1 });
  });

  test('of seated chores, the one with most false steps a minute', () => {
    const groups = recordingShares('chores.worst_seated', observations).map(
      ({ mistakes }) => mistakes.group,
    );
    expect(groups).toHaveLength(1);
    expect(['chores typing', 'chores soup']).toContain(String(groups[0]));
  });

  test('a headline without a target costs nothing', () => {
    expect(recordingShares('phones.delay', observations)).toEqual([]);
  });
});
