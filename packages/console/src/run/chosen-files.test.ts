import { expect, test } from 'bun:test';
import { recordingsOf, truthTimes } from './chosen-files.ts';
import { withoutFlags } from './refusals.ts';

const files = (...paths: string[]) =>
  paths.map((path) => {
    const file = new File([''], path.split('/').at(-1) ?? '');
    return Object.defineProperty(file, 'webkitRelativePath', { value: path });
  });
const told = (...paths: string[]) =>
  recordingsOf(files(...paths)).map(({ name, truth }) => [name, truth?.name ?? null]);

test('a recording stands beside its true steps', () => {
  expect(told('b.csv', 'a.csv.gz', 'a.steps.csv')).toEqual([
    ['a.csv.gz', 'a.steps.csv'],
    ['b.csv', null],
  ]);
});

test('the files of one export are one recording, and so is each folder of them', () => {
  expect(told('Accelerometer.csv', 'Gyroscope.csv')).toEqual([
    ['Accelerometer.csv, Gyroscope.csv', null],
  ]);
  expect(told('x/Accelerometer.csv', 'x/Gyroscope.csv', 'y/Accelerometer.csv')).toHaveLength(2);
});

test('what lies in folders and is no recording is passed over', () => {
  expect(told('x/walk.csv', 'x/README.md', 'x/.DS_Store', '__MACOSX/x/walk.csv')).toEqual([
    ['walk.csv', null],
  ]);
});

test('a table of steps alone is what was chosen', () => {
  expect(told('walk.steps.csv')).toEqual([['walk.steps.csv', null]]);
});

test('true steps are read from their column, with a header or without one', () => {
  expect(truthTimes('timestamp,foot,confidence\n2.5,start,1\n1.25,end,1\n')).toEqual([1.25, 2.5]);
  expect(truthTimes('foot,time\nleft,3\n')).toEqual([3]);
  expect(truthTimes('0.5\n1\n')).toEqual([0.5, 1]);
});

test('an error on the page has no words of a command line', () => {
  expect(
    withoutFlags('a.csv: 0.98 at rest is gravity in g, not in m/s^2. Pass --accel-unit g'),
  ).toBe('a.csv: 0.98 at rest is gravity in g, not in m/s^2.');
  const columns =
    'a.csv, line 1: which columns are time and acceleration is not clear (a, b): name them, as in --columns a,b,c,d. Where it begins below, pass --skip-rows';
  expect(withoutFlags(columns)).toBe(
    'a.csv, line 1: which columns are time and acceleration is not clear (a, b).',
  );
});
