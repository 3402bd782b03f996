import { expect, test } from 'bun:test';
import type { ChoresFile } from './datasets.ts';
import { observation } from './example-observations.ts';
import { scoreChores } from './score-chores.ts';

function file(person: string, device: ChoresFile['device']): ChoresFile {
  return { set: 'chores', person, device, name: `${person}_${device}`, path: '' };
}

const segments = [
  { activity: 'walking', start: 0, end: 60 },
  { activity: 'clapping', start: 65, end: 125 },
  { activity: 'kicking', start: 130, end: 160 },
];
const walked = Array.from({ length: 100 }, (_, i) => 0.6 * i);

test('steps of a chore are those in its time', () => {
  const report = scoreChores([
    observation(file('w1', 'watch'), [...walked, 70, 80, 124.9, 131], {
      segments,
      cadence: [{ start: 0, stepsPerMinute: 100 }],
    }),
    observation(file('w1', 'phone'), [], { segments }),
  ]);
  expect(report.still).toEqual([
    { person: 'w1', device: 'watch', activity: 'clapping', steps: 3, minutes: 1, perMinute: 3 },
    { person: 'w1', device: 'phone', activity: 'clapping', steps: 0, minutes: 1, perMinute: 0 },
  ]);
  expect(report.unknown[0]).toMatchObject({ activity: 'kicking', steps: 1, perMinute: 2 });
  expect(report.walks[0]).toMatchObject({ activity: 'walking', clearMinutes: 1, right: 1 });
  expect(report.totals).toMatchObject([
    { person: 'all', device: 'watch', detectedPerMinute: 100 },
    { person: 'all', device: 'phone', clearMinutes: 0 },
  ]);
});
