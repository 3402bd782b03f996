import { describe, expect, test } from 'bun:test';
import type {
  ChoresFile,
  DailyFile,
  HandheldFile,
  PhonesFile,
  PocketsFile,
  SportsFile,
  WatchFile,
} from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { differencesOf, headlinesOf } from './headlines.ts';
import { REFERENCE_RESULTS } from './reference-results.ts';
import type { Headline } from './report.ts';
import { scoreChores } from './score-chores.ts';
import { scoreDaily } from './score-daily.ts';
import { scoreHandheld } from './score-handheld.ts';
import { scorePhones } from './score-phones.ts';
import { scorePockets } from './score-pockets.ts';
import { scoreSports } from './score-sports.ts';
import { scoreWalks } from './score-walks.ts';
import { scoreWatch } from './score-watch.ts';

const truth = contacts(60, 0.55, 11);
const segments = [
  { activity: 'standing', start: 0, end: 10 },
  { activity: 'walking', start: 10, end: 60 },
];
const daily = [
  { activity: 'seated', start: 0, end: 10 },
  { activity: 'sitting_down', start: 10, end: 20 },
];
const cadence = [{ start: 0, stepsPerMinute: 100 }];

function phone(person: string): PhonesFile {
  const parts = { phone: 'pixel', placement: 'inhand', surface: 'hard', number: 1 };
  return { set: 'phones', person, name: person, path: '', ...parts };
}
const hand = (person: string): HandheldFile => ({ set: 'handheld', person, name: '', path: '' });
const day = (person: string): DailyFile => {
  return { set: 'daily', person, device: 'phone', name: '', path: '' };
};
const wrist = (person: string, activity: WatchFile['activity']): WatchFile => {
  return { set: 'watch', person, activity, name: '', path: '' };
};

const pocket = (person: string): PocketsFile => {
  return { set: 'pockets', person, route: 't1', tool: 'wc', phone: '1l', name: person, path: '' };
};
const sport = (person: string, activity: string): SportsFile => {
  const name = `${person} ${activity}`;
  return { set: 'sports', person, activity, placement: 'left_wrist', name, path: '' };
};
const chore = (person: string): ChoresFile => {
  return { set: 'chores', person, device: 'watch', name: person, path: '' };
};
const chores = [
  { activity: 'typing', start: 0, end: 30 },
  { activity: 'drinking', start: 30, end: 60 },
];

const held = [
  observation(hand('person1'), [5, ...truth], { truth, segments }),
  observation(hand('person2'), truth.slice(0, 50), { truth, segments }),
];
const phoned = [
  observation(phone('walker1'), truth, { truth }),
  observation(phone('walker2'), truth.slice(6), { truth }),
];
const sets = {
  handheld: scoreHandheld(held),
  phones: scorePhones(phoned),
  pockets: scorePockets([
    observation(pocket('id01'), truth, { truth }),
    observation(pocket('id02'), truth.slice(0, 54), { truth }),
  ]),
  sports: scoreSports([
    observation(sport('p1', 'walking'), truth.slice(3), { truth }),
    observation(sport('p2', 'walking'), truth, { truth }),
    observation(sport('p1', 'rowing'), [7, 8], { truth: [] }),
    observation(sport('p1', 'elevator_moving'), [7]),
  ]),
  chores: scoreChores([
    observation(chore('w1'), [31, 32], { segments: chores }),
    observation(chore('w2'), [1], { segments: chores }),
  ]),
  walks: scoreWalks([...held, ...phoned]),
  daily: scoreDaily([
    observation(day('s01'), [12], { segments: daily }),
    observation(day('s02'), [], { segments: daily }),
  ]),
  watch: scoreWatch([
    observation(wrist('w1', 'walking'), contacts(95, 0.6, 1), { cadence }),
    observation(wrist('w2', 'jogging'), contacts(99, 0.6, 0), { cadence }),
    observation(wrist('w1', 'sitting'), [4]),
  ]),
};
const headlines = headlinesOf(sets);

function headline(key: string): Headline {
  const found = headlines.find((one) => one.key === key);
  if (!found) throw new Error(`no headline ${key}`);
  return found;
}

describe('headlinesOf', () => {
  test("equals the totals in the sets' reports", () => {
    const { handheld, phones } = sets;
    expect(headline('handheld.f1_100').value).toBe(handheld.total.all.within100ms.f1);
    expect(headline('handheld.level_f1_100').value).toBe(handheld.total.level.within100ms.f1);
    expect(headline('handheld.standing').value).toBe(Number(handheld.total.standing.perMinute));
    expect(headline('phones.mape').value).toBe(Number(phones.total.count.mape));
    expect(headline('phones.f1_200').value).toBe(phones.total.within200ms.f1);
    expect(headline('daily.transitions').value).toBeCloseTo(3, 9);
    expect(headline('watch.rest').value).toBe(1);
    expect(headline('watch.walking_ratio').value).toBe(0.95);
    expect(headline('watch.walking_right').value).toBe(0);
    expect(headline('watch.jogging_right').value).toBe(1);
    expect(headline('watch.half_double').value).toBe(0);
    expect(headline('phones.delay').value).toBeCloseTo(0.1, 9);
    expect(headline('pockets.mape').value).toBe(Number(sets.pockets.total.count.mape));
    expect(headline('pockets.worst').value).toBeCloseTo(0.1, 9);
    expect(headline('sports.wrist_walking').value).toBeCloseTo(0.025, 9);
    expect(headline('sports.rowing').value).toBe(2);
    expect(headline('sports.lift_moving').value).toBe(1);
    expect(headline('chores.seated').value).toBe(1.5);
    expect(headline('chores.worst_seated').value).toBe(2);
    expect(headline('phones.first_missed')).toMatchObject({ value: 0.5, people: 2 });
  });

  test('say what was aimed at', () => {
    expect(headline('phones.mape').target).toEqual({ limit: 0.01, better: 'less' });
    expect(headline('daily.seated').target).toBeNull();
  });

  test('intervals hold the value and are over the people who have a part in it', () => {
    for (const { value, interval, people } of headlines) {
      if (interval === null) continue;
      expect(people).toBeGreaterThan(1);
      expect(interval.low).toBeLessThanOrEqual(Number(value));
      expect(interval.high).toBeGreaterThanOrEqual(Number(value));
    }
    expect(headline('phones.mape')).toMatchObject({ people: 2, interval: { low: 0, high: 0.1 } });
    expect(headline('watch.jogging_ratio')).toMatchObject({ people: 1, interval: null });
  });

  test('every reference figure belongs to a headline', () => {
    const keys = headlines.map(({ key }) => key);
    for (const key of Object.keys(REFERENCE_RESULTS)) expect(keys).toContain(key);
    expect(headline('phones.mape').references[0]).toEqual({
      detector: 'network',
      low: 0.015,
      high: 0.015,
      keptBack: false,
    });
  });

  test('sets that are missing have no headlines', () => {
    const none = Object.fromEntries(Object.keys(sets).map((set) => [set, null]));
    expect(headlinesOf(none as Record<keyof typeof sets, null>)).toEqual([]);
  });
});

describe('differencesOf', () => {
  const better = {
    ...sets,
    phones: scorePhones([
      observation(phone('walker1'), truth, { truth }),
      observation(phone('walker2'), truth.slice(3), { truth }),
    ]),
  };
  const differences = differencesOf(better, sets);
  const difference = (key: string) => differences.find((one) => one.key === key);

  test('are the headlines of one less those of the other', () => {
    expect(difference('phones.mape')?.value).toBeCloseTo(-0.025, 9);
    expect(difference('handheld.f1_100')?.value).toBe(0);
    expect(difference('phones.delay')).toMatchObject({ interval: null, people: 0 });
  });

  test('what is the same for both leaves no doubt', () => {
    expect(difference('handheld.f1_100')?.interval).toEqual({ low: 0, high: 0 });
  });

  test('people are paired: the interval is that of their own differences', () => {
    // walker1 gains nothing and walker2 five points, whichever of them are drawn.
    const { low, high } = difference('phones.mape')?.interval ?? { low: 0, high: 0 };
    expect(low).toBeCloseTo(-0.05, 9);
    expect(high).toBeCloseTo(0, 9);
  });

  test('people whom only one was measured on have no say', () => {
    const onlyOne = {
      ...sets,
      phones: scorePhones([observation(phone('walker1'), truth, { truth })]),
    };
    const found = differencesOf(onlyOne, sets).find(({ key }) => key === 'phones.mape');
    expect(found).toMatchObject({ value: 0, people: 1, interval: null });
  });
});
