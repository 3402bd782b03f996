import { expect, test } from 'bun:test';
import type { PocketsFile } from './datasets.ts';
import { contacts, observation } from './example-observations.ts';
import { scorePockets } from './score-pockets.ts';

function file(person: string, tool: PocketsFile['tool'], phone: PocketsFile['phone']): PocketsFile {
  const name = `t01_${person}_${tool}_${phone}`;
  return { set: 'pockets', person, tool, phone, route: 't01', name, path: '' };
}

const truth = [...contacts(20, 0.6, 5), ...contacts(20, 0.6, 30)];
const mask = [
  { start: 0, end: 4.7 },
  { start: 16.55, end: 29.85 },
  { start: 41.7, end: 60 },
];

test('what is found in masks counts neither way', () => {
  const late = truth.map((time) => time + 0.08);
  const report = scorePockets([
    observation(file('id01', 'gd', '1l'), [2, 3, ...late.slice(0, 20), 20, 21, ...late.slice(20)], {
      truth,
      mask,
    }),
  ]);
  expect(report.total.count).toMatchObject({ detected: 40, truth: 40, mape: 0 });
  expect(report.total.within200ms).toMatchObject({ tp: 40, fp: 0, fn: 0 });
  expect(report.offsets[0]).toMatchObject({ group: 'id01 1l' });
  expect(report.offsets[0]?.offset).toBeCloseTo(0.08, 9);
});

test('by person and tool, so that a broken one shows; twice-written strikes are told apart', () => {
  const twice = [...truth, 5].sort((a, b) => a - b);
  const report = scorePockets([
    observation(file('id08', 'wc', '1l'), truth.slice(20), { truth, mask }),
    observation(file('id01', 'gd', '1l'), truth, { truth: twice, cleanTruth: truth, mask }),
    observation(file('id01', 'gd', '2r'), truth, { truth, mask }),
  ]);
  expect(report.walkers.map(({ label, count }) => [label, count.mape])).toEqual([
    ['id01 gd', 1 / 41 / 2],
    ['id08 wc', 0.5],
  ]);
  expect(report.people.map(({ label }) => label)).toEqual(['id01', 'id08']);
  expect(report.tools.map(({ label }) => label)).toEqual(['gd', 'wc']);
  expect(report.walkers[0]?.cleanCount.mape).toBe(0);
  expect(report.recordings[0]).toMatchObject({ detected: 20, truth: 40, error: -0.5 });
});
