import { describe, expect, test } from 'bun:test';
import { accel, samples, seconds } from './testing/export-walk.ts';
import { errorOf, parse } from './testing/parse.ts';
import { oneFile } from './testing/refusals.ts';

const ROWS = samples(4);
const STEPS = [100, 113, 126, 139];
const isStep = (row: number) => STEPS.includes(row);
const timeOf = (row: number) => seconds(ROWS[row] ?? 0);
const soFar = (row: number) => STEPS.filter((step) => step <= row).length;

/** A table with a column of these cells behind the samples. */
function table(cell: (row: number) => string | number, rows = ROWS.map((_, row) => row)): string {
  const lines = rows.map((row) => [timeOf(row), ...accel(ROWS[row] ?? 0), cell(row)].join(','));
  return ['time,ax,ay,az,known', ...lines, ''].join('\n');
}

const known = (text: string, truth = 'known') => parse(oneFile(text), { truth }).known;
const AT_STEPS = { count: 4, times: STEPS.map(timeOf) };

describe('a column that tells the steps', () => {
  test.each([
    ['by 1 at each', (row: number) => (isStep(row) ? 1 : 0), AT_STEPS],
    ['by true at each', (row: number) => String(isStep(row)), AT_STEPS],
    ['by 1 at each, and blanks', (row: number) => (isStep(row) ? '1' : ''), AT_STEPS],
    [
      'by 1 while a foot is on the ground',
      (row: number) => (STEPS.some((step) => row >= step && row < step + 5) ? 1 : 0),
      AT_STEPS,
    ],
    ['by a count that grows', soFar, AT_STEPS],
    ['by a count that began before', (row: number) => 4711 + soFar(row), AT_STEPS],
    [
      'by a count that is told now and then',
      (row: number) => (row % 50 === 0 ? soFar(row) : ''),
      { count: 4, times: null },
    ],
    ['by their number in each row', () => 22, { count: 22, times: null }],
    ['by their number in one', (row: number) => (row === 0 ? 22 : ''), { count: 22, times: null }],
    ['by nothing but zeros', () => 0, { count: 0, times: null }],
  ] as const)('%s', (_, cell, expected) => {
    expect(known(table(cell))).toEqual(expected);
  });

  test('by number, and of rows in any order', () => {
    const backwards = ROWS.map((_, row) => row).reverse();
    expect(known(table(soFar, backwards), '5')).toEqual(AT_STEPS);
  });
});

test('nothing is known where no column is named', () => {
  expect(parse(oneFile(table(soFar))).known).toBeUndefined();
});

describe('a column that tells no steps is refused', () => {
  test.each([
    ['halves', (row: number) => row / 2, 'known', 'bad_truth', '0.5 is no number of steps'],
    [
      'a count that goes back',
      (row: number) => row % 50,
      'known',
      'bad_truth',
      'goes back from 49 to 0',
    ],
    ['blanks', () => '', 'known', 'bad_truth', 'the column is empty'],
    ['words', () => 'walk', 'known', 'bad_number', 'known is "walk"'],
    ['the acceleration', soFar, 'ax', 'bad_truth', 'is read as ax already'],
    ['a name that is not there', soFar, 'steps', 'missing_column', 'there is no column steps'],
  ] as const)('%s', (_, cell, truth, code, message) => {
    const error = errorOf(oneFile(table(cell)), { truth });
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test('of a format that is no table', () => {
    const entries = ROWS.map((i) => ({
      sensor: 'TotalAcceleration',
      time: String(1e18 + seconds(i) * 1e9),
      seconds_elapsed: String(seconds(i)),
      ...Object.fromEntries(accel(i).map((value, axis) => ['xyz'[axis], String(value)])),
    }));
    const error = errorOf([['walk.json', JSON.stringify(entries)]], { truth: 'steps' });
    expect(error).toMatchObject({ code: 'bad_truth' });
    expect(error.message).toContain('NAME.steps.csv');
  });
});
