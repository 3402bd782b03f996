import type { StepCount } from '@stepstream/analysis';
import type { CaseRow } from '../cases.ts';
import type { DisturbanceRow } from '../disturbances.ts';
import type { DetectorEvaluation } from '../report.ts';
import { type Corner, isWithinOne, type SyntheticWalks } from '../synthetic-corners.ts';
import { isReached, type Target } from '../targets.ts';
import { fixed, rate } from './cells.ts';
import { type Table, tableOf } from './table.ts';

/** What was counted where nobody walks, and of walks that nobody walked. */
export function syntheticTables({
  id,
  synthetic,
}: Pick<DetectorEvaluation, 'id' | 'synthetic'>): Table[] {
  return [
    disturbanceTable(id, synthetic.disturbances, synthetic.cases === null),
    ...(synthetic.cases ? [caseTable(id, synthetic.cases)] : []),
    cornerTable(id, synthetic.walks),
  ];
}

function disturbanceTable(id: string, rows: readonly DisturbanceRow[], lacksCases: boolean): Table {
  return tableOf<DisturbanceRow>(
    `${id}: things that are not walks, steps a minute`,
    rows,
    [
      ['synthetic motion', ({ label }) => label],
      ['minutes', (row) => fixed(row.rate.minutes, 0)],
      ['steps/min', (row) => rate(row.rate)],
      ['worst', ({ worst }) => String(worst)],
      ['target', ({ target }) => (target ? bound(target, '') : '')],
      ['', (row) => verdict(row.target, row.rate.perMinute)],
    ],
    [
      'worst: the minute with most steps; each minute is another motion of its kind.',
      ...(lacksCases
        ? ['No folder cases beside the recordings: those files are passed over.']
        : []),
    ],
  );
}

function caseTable(id: string, rows: readonly CaseRow[]): Table {
  const isRate = ({ count }: CaseRow): boolean => count.truth === 0;
  return tableOf<CaseRow>(`${id}: cases`, rows, [
    ['recording', ({ label }) => label],
    ['found', ({ count }) => String(count.detected)],
    ['true', ({ count }) => String(count.truth)],
    ['steps/min', (row) => rate(row.rate)],
    ['target', (row) => bound(row.target, isRate(row) ? '/min' : '')],
    ['', (row) => verdict(row.target, isRate(row) ? row.rate.perMinute : row.count.detected)],
  ]);
}

function cornerTable(id: string, { demo, corners }: SyntheticWalks): Table {
  const walks = corners.flatMap((corner) => corner.walks);
  const right = walks.filter(isWithinOne).length;
  const pairs = corners.filter(({ stands }) => stands);
  const other = (one: Corner): readonly StepCount[] =>
    corners.find((corner) => {
      const { placement, cadence, amplitude, stands } = corner;
      const isSame = placement === one.placement && cadence === one.cadence;
      return isSame && amplitude === one.amplitude && !stands;
    })?.walks ?? [];
  return tableOf<Corner>(
    `${id}: synthetic walks at the corners of the console's sliders, found of true`,
    pairs,
    [
      ['carried in', ({ placement }) => placement],
      ['steps/min', ({ cadence }) => String(cadence)],
      ['force', ({ amplitude }) => String(amplitude)],
      ['in one go', (corner) => counts(other(corner))],
      ['with a rest', (corner) => counts(corner.walks)],
    ],
    [
      `${right} of ${walks.length} walks are counted to within one step.`,
      `The demo walk: ${demo.detected} of ${demo.truth}.`,
    ],
  );
}

/** How many were found in each walk, and how many there were. */
function counts(walks: readonly StepCount[]): string {
  const found = walks.map(({ detected }) => detected).join(', ');
  return `${found} of ${walks[0]?.truth ?? 0}`;
}

function bound({ limit, better }: Target, unit: string): string {
  return `${better === 'less' ? '≤' : '≥'} ${limit}${unit}`;
}

function verdict(target: Target | null, value: number | null): string {
  if (target === null || value === null) return '';
  return isReached(value, target) ? 'reached' : 'missed';
}
