import { describe, expect, test } from 'bun:test';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingMeta } from '../evaluation/datasets.ts';
import { reportOf } from '../evaluation/evaluate.ts';
import { contacts, observation } from '../evaluation/example-observations.ts';
import type { Observation } from '../evaluation/observe.ts';
import { reliabilityOf } from '../evaluation/reliability.ts';
import type { DetectorEvaluation } from '../evaluation/report.ts';
import { usualSelection } from '../evaluation/trained-models.ts';
import { FAILURE_PLOTS, failurePage } from './failure-page.ts';
import { pickFailures } from './failure-picks.ts';

const phone = (person: string, number: number): RecordingMeta => {
  const parts = { phone: 'pixel', placement: 'purse', surface: 'hard', number };
  return { set: 'phones', person, name: `${person}_${number}`, path: '', ...parts };
};
const rowing: RecordingMeta = {
  set: 'sports',
  person: 'p1',
  activity: 'rowing',
  placement: 'left_wrist',
  name: 'a17_rowing_p1_left_wrist',
  path: '',
};
const truth = contacts(40, 0.55, 11);
const metas = [phone('walker1', 1), phone('walker1', 2), phone('walker2', 1)];

/** What a detector finds that misses so many contacts of each walk, and so many steps in rowing. */
function observed(missed: readonly number[], rowed: number): Observation[] {
  const walks = metas.map((meta, i) => observation(meta, truth.slice(missed[i]), { truth }));
  return [...walks, observation(rowing, contacts(rowed, 0.5, 1), { truth: [] })];
}

function evaluationOf(id: string, observations: readonly Observation[]): DetectorEvaluation {
  const report = reportOf(`${id}, made up`, observations);
  const synthetic = {
    disturbances: [],
    walks: { demo: { detected: 0, truth: 0 }, corners: [] },
    cases: null,
  };
  const reliability = reliabilityOf([]);
  return { kind: 'trained', id, report, robustness: null, reliability, synthetic };
}

const observations = [observed([0, 4, 12], 6), observed([1, 0, 0], 40)];
const evaluation = {
  detectors: [
    evaluationOf('tcn-0', observations[0] ?? []),
    evaluationOf('classic-0', observations[1] ?? []),
  ],
  differences: [],
};
const run = { evaluation, observations };

describe('pickFailures', () => {
  test('names the recordings that cost most of each missed target, and what the other finds', () => {
    const targets = pickFailures(run, 20);
    const keys = targets.map(({ headline }) => headline.key);
    expect(keys).toContain('phones.mape');
    expect(keys).toContain('sports.rowing');
    expect(keys).not.toContain('sports.wrist_walking');
    const [first, second] =
      targets.find(({ headline }) => headline.key === 'phones.mape')?.picks ?? [];
    expect(first).toMatchObject({ plot: 'phones.mape-1', isPlottedAbove: false });
    expect(first?.share).toBeCloseTo(0.75, 9);
    expect(first?.mistakes.meta.name).toBe('walker2_1');
    expect(first?.other).toBe('40 found of 40, 0 missed and 0 false');
    expect(second?.mistakes.meta.name).toBe('walker1_2');
    expect(second?.share).toBeCloseTo(0.25, 9);
  });

  test('a stretch is plotted once', () => {
    const picks = pickFailures(run, 20).flatMap((target) => target.picks);
    const shown = picks.filter(({ isPlottedAbove }) => !isPlottedAbove).map(({ plot }) => plot);
    expect(new Set(shown).size).toBe(shown.length);
    expect(picks.some(({ isPlottedAbove }) => isPlottedAbove)).toBe(true);
  });

  test('where there may be few plots, each target has its first one before any has two', () => {
    const targets = pickFailures(run, 3);
    const plots = targets.flatMap(({ picks }) => picks.map(({ plot }) => plot));
    expect(new Set(plots.filter((plot) => plot !== null)).size).toBe(3);
    for (const { picks } of targets.slice(0, 1)) expect(picks[0]?.plot).not.toBeNull();
    expect(plots.filter((plot) => plot?.endsWith('-2'))).toEqual([]);
  });
});

describe('failurePage', () => {
  const shape = { cadence: 110, spread: 0.9, likeness: 0.4 };
  const page = failurePage({
    evaluation,
    targets: pickFailures(run, 20),
    lookAlikes: [
      {
        kind: 'vibration',
        label: 'the floor of a bus',
        steps: 30,
        shape,
        svg: '',
        walk: { name: 'walker1_1', steps: 36, truth: 37, shape, svg: '' },
      },
    ],
  });

  test('has a line for each person, the largest error first', () => {
    const rows = page.match(/^\| walker.*$/gm) ?? [];
    expect(rows).toEqual([
      '| walker2 | phones, count, without bounces in the truth | 30.0 % | 0.0 % | 0.5 % |',
      '| walker1 | phones, count, without bounces in the truth | 5.0 % | 1.3 % | 0.5 % |',
    ]);
  });

  test('tells of each missed target what was aimed at, and by whom it is missed', () => {
    expect(page).toContain('## Count error, phones\n\n13.3 %, where at most 1.0 % was aimed at.');
    expect(page).toContain(
      '**walker2_1** (walker2, phone, purse): by tcn-0, 28 found of 40, 12 missed and 0 false. ' +
        'The recording has 75.0 % of the sum of all errors. ' +
        'By classic-0, 40 found of 40, 0 missed and 0 false.',
    );
    expect(page).toContain('(p1, left wrist, rowing): by tcn-0, 6 false in 60 s.');
    expect(page).toContain(`](${FAILURE_PLOTS}/phones.mape-1.svg)`);
  });

  test('shows what looks like walking beside a walk', () => {
    expect(page).toContain('**the floor of a bus**: tcn-0 finds 30 steps where there are none.');
    expect(page).toContain('The walk, of walker1_1: 36 found of 37.');
    expect(page).toContain(`![A walk like it](${FAILURE_PLOTS}/vibration-walk.svg)`);
  });

  test('has no numbers that do not exist', () => {
    expect(page).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

const { trained } = usualSelection();
test.skipIf(trained === null)("the published model's page shows all its plots, none large", () => {
  const folder = trained ?? '';
  const page = readFileSync(join(folder, 'failures.md'), 'utf8');
  const named = [...page.matchAll(/\((plots\/failures\/[\w.-]+\.svg)\)/g)].map(([, name]) => name);
  const files = readdirSync(join(folder, FAILURE_PLOTS)).map((name) => `${FAILURE_PLOTS}/${name}`);
  expect([...new Set(named)].sort()).toEqual(files.sort());
  expect(files.length).toBeWithin(1, 21);
  for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThan(60_000);
});
