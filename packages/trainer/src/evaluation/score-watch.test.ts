import { expect, test } from 'bun:test';
import type { WatchFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { scoreWatch } from './score-watch.ts';

function file(person: string, activity: WatchFile['activity']): WatchFile {
  return { set: 'watch', person, activity, name: `${person}_${activity}`, path: '' };
}

test('rest and motion, in total and per person', () => {
  const cadence = [{ start: 0, stepsPerMinute: 100 }];
  const report = scoreWatch([
    observation(file('w1', 'sitting'), [10, 11]),
    observation(file('w1', 'standing'), []),
    observation(file('w1', 'walking'), contacts(98, 0.6, 0.1), { cadence }),
    observation(file('w2', 'standing'), [5]),
    observation(file('w2', 'jogging'), contacts(50, 1.1, 0.1), { cadence }),
  ]);
  expect(report.total.sitting).toEqual({ steps: 2, minutes: 1, perMinute: 2 });
  expect(report.total.standing).toEqual({ steps: 1, minutes: 2, perMinute: 0.5 });
  expect(report.total.walking).toMatchObject({ detectedPerMinute: 98, right: 1 });
  expect(report.total.jogging).toMatchObject({ halves: 1, right: 0 });
  const [first, second] = report.people;
  expect(first?.label).toBe('w1');
  expect(first?.jogging.minutes).toBe(0);
  expect(second?.sitting.perMinute).toBeNull();
});
