import { expect, test } from 'bun:test';
import { recordingsOf } from './chosen-files.ts';
import { withoutFlags } from './refusals.ts';

const files = (...paths: string[]) =>
  paths.map((path) => {
    const file = new File([''], path.split('/').at(-1) ?? '');
    return Object.defineProperty(file, 'webkitRelativePath', { value: path });
  });
const told = (...paths: string[]) =>
  recordingsOf(files(...paths)).map(({ name, known }) => [name, known[0]?.name ?? null]);

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
  expect(told('accelerometer_1.csv', 'accelerometer_2.csv', 'raw-3.csv')).toHaveLength(3);
});

test('recordings of one name in several folders can be told apart', () => {
  expect(told('x/walk.csv', 'x/walk.steps.csv', 'y/walk.csv', 'y/run.csv')).toEqual([
    ['run.csv', null],
    ['x/walk.csv', 'walk.steps.csv'],
    ['y/walk.csv', null],
  ]);
});

test('what is known of a recording is no recording', () => {
  const chosen = files('a.csv.gz', 'a.count.json', 'a.mask.csv', 'a.steps.csv');
  expect(recordingsOf(chosen).map(({ known }) => known.length)).toEqual([3]);
  expect(told('a.steps.csv', 'b.mask.csv')).toEqual([]);
});

test('files that are chosen one by one are all wanted', () => {
  expect(told('a.txt', 'b.txt')).toHaveLength(2);
  expect(told('x/a.txt', 'x/b.csv')).toHaveLength(1);
});

test('what lies in folders and is no recording is passed over', () => {
  expect(told('x/walk.csv', 'x/README.md', 'x/.DS_Store', '__MACOSX/x/walk.csv')).toEqual([
    ['walk.csv', null],
  ]);
});

test('a table of steps alone is what was chosen', () => {
  expect(told('walk.steps.csv')).toEqual([['walk.steps.csv', null]]);
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
