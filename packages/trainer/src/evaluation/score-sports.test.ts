import { expect, test } from 'bun:test';
import type { SportsFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { scoreSports } from './score-sports.ts';

function file(activity: string, placement: SportsFile['placement'] = 'torso'): SportsFile {
  return {
    set: 'sports',
    person: 'p1',
    activity,
    placement,
    name: `${activity} ${placement}`,
    path: '',
  };
}

const truth = contacts(100, 0.5, 5);

test('each walk is aligned by itself; nothing of its masks counts', () => {
  const report = scoreSports([
    observation(file('walking'), [4.2, ...truth.map((time) => time + 0.15)], {
      truth,
      mask: [{ start: 0, end: 4.85 }],
    }),
    observation(
      file('walking', 'left_wrist'),
      truth.slice(10).map((time) => time - 0.1),
      { truth },
    ),
  ]);
  const [torso, wrist] = report.walks;
  expect(torso).toMatchObject({
    person: 'p1',
    activity: 'walking',
    detected: 100,
    error: 0,
    f1: 1,
  });
  expect(wrist).toMatchObject({ placement: 'left_wrist', error: -0.1 });
  expect(report.offsets.map(({ offset }) => Number(offset.toFixed(6)))).toEqual([0.15, -0.1]);
});

test('where nobody steps all steps are false, and where nothing is known they are only told', () => {
  const report = scoreSports([
    observation(file('cycling'), [3, 4], { truth: [] }),
    observation(file('stepper'), [1, 2, 3]),
  ]);
  expect(report.walks).toEqual([]);
  expect(report.still).toMatchObject([{ activity: 'cycling', steps: 2, minutes: 1, perMinute: 2 }]);
  expect(report.unknown).toMatchObject([{ activity: 'stepper', perMinute: 3 }]);
});
