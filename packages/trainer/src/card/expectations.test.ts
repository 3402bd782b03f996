import { expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import type { PocketsFile, SportsFile } from '../evaluation/datasets.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { contacts, observation } from '../evaluation/example-observations.ts';
import { scorePockets } from '../evaluation/score-pockets.ts';
import { scoreSports } from '../evaluation/score-sports.ts';
import { expectationSection } from './expectations.ts';
import { weaknessSection } from './weakness-section.ts';

const truth = contacts(100, 0.5, 5);

function pocket(person: string, tool: PocketsFile['tool']): PocketsFile {
  return {
    set: 'pockets',
    person,
    tool,
    phone: '1l',
    route: 't01',
    name: `${person} ${tool}`,
    path: '',
  };
}

function sport(person: string, placement: SportsFile['placement']): SportsFile {
  const activity = 'treadmill_4kmh';
  return { set: 'sports', person, activity, placement, name: `${person} ${placement}`, path: '' };
}

const none = await evaluate([], () => new StepDetector({ model: CLASSIC }), { detector: '' });
const report = {
  ...none,
  pockets: scorePockets([
    observation(pocket('id11', 'na'), truth.slice(1), { truth }),
    observation(pocket('id01', 'wc'), truth.slice(4), { truth }),
    observation(pocket('id02', 'wc'), truth.slice(8), { truth }),
  ]),
  sports: scoreSports([
    observation(sport('p1', 'left_wrist'), truth.slice(60), { truth }),
    observation(sport('p1', 'right_wrist'), truth.slice(2), { truth }),
    observation(sport('p1', 'torso'), truth, { truth }),
  ]),
};

test('tells what people with a cane, a rail or a pram may expect, by what was measured', () => {
  const text = expectationSection(report);
  expect(text).toContain(
    'Walking with a long cane, phone in a trouser pocket: the count is off by 6.0 % on average, ' +
      'mostly too low, against 1.0 % with free hands. Of 2 people the best is off by 4.0 %, the ' +
      'worst by 8.0 %.',
  );
  expect(text).toContain('1 of 2 recordings, of 1 people, are off by more than a tenth (p1, ');
  expect(text).toContain('left wrist -60.0 %). The others are off by 2.0 % on average.');
  expect(text).toContain('With a pram');
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test('says nothing where nothing was measured', () => {
  expect(expectationSection(none)).toBe('');
});

test('the weaknesses name the worst walkers and recordings', () => {
  const text = weaknessSection(report);
  expect(text).toContain('pockets, worst first: id02 wc 8.0 % (1 recording), id01 wc 4.0 %');
  expect(text).toContain('treadmill 4 km/h, left wrist of p1 -60.0 %');
});
