import { scoreCounts } from '@stepstream/analysis';
import { mean } from '@stepstream/math';
import type { SportsRecording, SportsReport } from '../activity-reports.ts';
import { totalRate } from '../false-steps.ts';
import { groupBy } from '../observe.ts';
import { activityName } from './activity-names.ts';
import { fixed, percent, rate, share, signed } from './cells.ts';
import { type Column, type Table, tableOf } from './table.ts';

const PLACEMENTS: Readonly<Record<SportsRecording['placement'], string>> = {
  left_wrist: 'left wrist',
  right_wrist: 'right wrist',
  torso: 'torso',
};

/** The sports set: a cell for each recording, a row for each activity and placement. */
export function sportsTables({ walks, still, unknown }: SportsReport): Table[] {
  const people = peopleIn([...walks, ...still, ...unknown]);
  return [
    byRow('Sports, count error of each recording', walks, [
      ...people.map(
        (person): Column<SportsReport['walks']> => [
          person,
          (row) => signed(row.find((one) => one.person === person)?.error ?? null),
        ],
      ),
      ['MAPE', (row) => percent(scoreCounts(row).mape)],
      ['bias', (row) => signed(scoreCounts(row).bias)],
      ['F1 ±150', (row) => share(mean(row.map(({ f1 }) => f1)))],
    ]),
    rateTable('Sports, steps a minute where nobody steps', still, people),
    rateTable('Sports, steps a minute where nothing is known', unknown, people),
  ].filter(({ rows }) => rows.length > 0);
}

function rateTable(title: string, rates: SportsReport['still'], people: readonly string[]): Table {
  return byRow(title, rates, [
    ...people.map(
      (person): Column<SportsReport['still']> => [
        person,
        (row) => fixed(row.find((one) => one.person === person)?.perMinute ?? null, 1),
      ],
    ),
    ['all', (row) => rate(totalRate(row))],
  ]);
}

function byRow<Item extends SportsRecording>(
  title: string,
  items: readonly Item[],
  columns: readonly Column<readonly Item[]>[],
): Table {
  const rows = [...groupBy(items, (one) => nameOf(one)).values()];
  const name: Column<readonly Item[]> = ['activity, place', ([one]) => (one ? nameOf(one) : '')];
  return tableOf(title, rows, [name, ...columns]);
}

function nameOf({ activity, placement }: SportsRecording): string {
  return `${activityName(activity)}, ${PLACEMENTS[placement]}`;
}

function peopleIn(items: readonly SportsRecording[]): string[] {
  return [...new Set(items.map(({ person }) => person))].sort();
}
