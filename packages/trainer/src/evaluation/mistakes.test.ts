import { describe, expect, test } from 'bun:test';
import type { ChoresFile, PhonesFile, SportsFile, WatchFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { mistakesOf, worstOf } from './mistakes.ts';

const phone = (name: string): PhonesFile => {
  const parts = { phone: 'a', placement: 'inhand', surface: 'hard', number: 1 };
  return { set: 'phones', person: 'walker1', name, path: '', ...parts };
};
const watch: WatchFile = { set: 'watch', person: 'w1', activity: 'walking', name: 'w', path: '' };
const chores: ChoresFile = { set: 'chores', person: 'w1', device: 'watch', name: 'c', path: '' };
const sports = (activity: string): SportsFile => {
  return { set: 'sports', person: 'p1', activity, placement: 'torso', name: activity, path: '' };
};
const truth = contacts(20, 0.5, 10);

describe('mistakesOf', () => {
  test('missed and false contacts, on the clock of the sensor', () => {
    const late = truth.map((time) => time + 0.1);
    const [one] = mistakesOf([observation(phone('a'), [5, ...late.slice(0, 19)], { truth })]);
    const what = '20 found of 20, 1 missed and 1 false';
    expect(one).toMatchObject({ group: 'phones', size: 0.1, what });
    expect(one?.times.map((time) => Number(time.toFixed(6)))).toEqual([5, 19.6]);
    expect(one?.truth?.[0]).toBeCloseTo(10.1, 9);
  });

  test('false steps where nobody steps, by activity; nothing where it is not known', () => {
    const segments = [
      { activity: 'clapping', start: 0, end: 20 },
      { activity: 'kicking', start: 25, end: 60 },
    ];
    const found = mistakesOf([
      observation(sports('rowing'), [1, 2, 3], { truth: [] }),
      observation(sports('stepper'), [1, 2, 3]),
      observation(chores, [1, 2, 30], { segments }),
    ]);
    expect(found.map(({ group, what }) => `${group}: ${what}`)).toEqual([
      'sports rowing: 3 false in 60 s',
      'chores clapping: 2 false in 20 s',
    ]);
    // What comes after the clapping is something else.
    expect(found.map(({ mask }) => mask)).toEqual([[], [{ start: 20, end: 60 }]]);
  });

  test('minutes that the spectrum counts otherwise', () => {
    const cadence = [
      { start: 0, stepsPerMinute: 100 },
      { start: 60, stepsPerMinute: null },
    ];
    const [one, ...rest] = mistakesOf([observation(watch, contacts(80, 0.6, 0), { cadence })]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ group: 'watch walking', truth: null, times: [] });
    expect(one?.size).toBeCloseTo(0.2, 9);
  });
});

test('the worst of each group, no recording twice, none without a mistake', () => {
  const mistakes = mistakesOf([
    observation(phone('good'), truth, { truth }),
    observation(phone('bad'), truth.slice(5), { truth }),
    observation(phone('worse'), truth.slice(9), { truth }),
    observation(sports('rowing'), [1], { truth: [] }),
  ]);
  const names = (each: number): string[] => worstOf(mistakes, each).map(({ meta }) => meta.name);
  expect(names(1)).toEqual(['worse', 'rowing']);
  expect(names(9)).toEqual(['worse', 'bad', 'rowing']);
});
