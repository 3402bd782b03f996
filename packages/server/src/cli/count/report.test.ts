import { expect, test } from 'bun:test';
import { compareSteps, countRecording } from '@stepstream/analysis';
import { PLAIN_SOURCE } from '@stepstream/formats/testing';
import { generateWalk } from '@stepstream/synthetic';
import { countReport } from './report.ts';
import { countsAsRows } from './rows.ts';

const WALK = generateWalk({ segments: [{ activity: 'walking', seconds: 20 }] });
const COUNT = countRecording('walk.csv', { ...WALK, source: PLAIN_SOURCE });

/** A recording with this many counted steps, and known ones where a number is given. */
function recording(file: string, steps: number, truth: number | null) {
  const counted = Array.from({ length: steps }, (_, i) => i / 2);
  const known = truth === null ? null : { count: truth, times: null, unknown: [] };
  return { ...COUNT, file, steps, comparison: known && compareSteps(counted, known) };
}

test('sums compare counted and known steps of the same recordings, and say of how many', () => {
  const counts = [recording('a', 22, 20), recording('b', 22, 22), recording('c', 40, null)];
  const failure = { recording: 'd', file: 'd.json', code: 'x', line: null, message: 'd: no' };
  const lines = countReport(counts, countsAsRows(counts, [failure]), [failure], 'm').split('\n');
  const row = (name: string) => lines.find((line) => line.startsWith(name))?.split(/ {2,}/);
  expect(row('3 files')?.[2]).toBe('84');
  expect(row('3 files')).not.toContain('42');
  expect(row('2 of them')).toEqual(['2 of them with known steps', '44', '42', '+4.8 %']);
  expect(row('d ')).toContain('not counted');
  expect(lines).toContain('1 is left out of all sums, of 4 recordings: see the errors');
});

test('recordings in which nobody took a step are told apart', () => {
  const counts = [recording('a', 11, 10), recording('b', 22, 0)];
  const text = countReport(counts, countsAsRows(counts, []), [], 'm');
  expect(text).toContain('(MAPE): 10.00 %');
  expect(text).toContain('not in the MAPE: 1 recording; 22 steps counted there');
});
