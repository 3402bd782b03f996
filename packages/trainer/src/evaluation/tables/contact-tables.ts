import type {
  ActivityMatch,
  ContactScore,
  HandheldReport,
  HandheldScore,
  PhonesReport,
  PocketsReport,
  PocketsScore,
} from '../contact-reports.ts';
import { activityName } from './activity-names.ts';
import { percent, rate, share } from './cells.ts';
import { countColumns, timeColumns } from './columns.ts';
import { offsetTable, worstTable } from './recording-tables.ts';
import { type Column, type Table, tableOf } from './table.ts';

/** The hand-held set. */
export function handheldTables(report: HandheldReport): Table[] {
  return [
    tableOf<HandheldScore>(
      'Hand-held, by person',
      [...report.people, report.total],
      [
        ['person', (s) => s.label],
        ...countColumns<HandheldScore>(),
        ['F1 ±100', (s) => share(s.all.within100ms.f1)],
        ['±150', (s) => share(s.all.within150ms.f1)],
        ['level ±100', (s) => share(s.level.within100ms.f1)],
        ['±150', (s) => share(s.level.within150ms.f1)],
        ['standing/min', (s) => rate(s.standing)],
        ...timeColumns<HandheldScore>(),
      ],
    ),
    activityTable(report),
    worstTable('Hand-held', report.recordings),
    offsetTable('Hand-held', report.offsets),
  ];
}

/** The hand-held set by what the person does. */
function activityTable({ activities }: HandheldReport): Table {
  return tableOf<ActivityMatch>('Hand-held, by activity', activities, [
    ['activity', ({ activity }) => (activity === 'walking' ? 'level' : activityName(activity))],
    ['true', (a) => String(a.within100ms.tp + a.within100ms.fn)],
    ['±100 ms: precision', (a) => share(a.within100ms.precision)],
    ['recall', (a) => share(a.within100ms.recall)],
    ['F1', (a) => share(a.within100ms.f1)],
    ['±150 ms: precision', (a) => share(a.within150ms.precision)],
    ['recall', (a) => share(a.within150ms.recall)],
    ['F1', (a) => share(a.within150ms.f1)],
  ]);
}

/** The phones set. */
export function phonesTables(report: PhonesReport): Table[] {
  return [
    contactTable('Phones', 'placement', report.placements, report.total),
    contactTable('Phones', 'person', report.people, report.total),
    contactTable('Phones', 'phone', report.devices, report.total),
    worstTable('Phones', report.recordings),
    offsetTable('Phones', report.offsets),
  ];
}

/** The pockets set. */
export function pocketsTables(report: PocketsReport): Table[] {
  const by = (what: string, scores: readonly PocketsScore[]): Table =>
    contactTable('Pockets', what, scores, report.total, [
      ['clock followed', (s) => share(s.followed.f1)],
    ]);
  return [
    by('person, tool', report.walkers),
    by('tool', report.tools),
    by('pocket', report.devices),
    worstTable('Pockets', report.recordings),
    offsetTable('Pockets', report.offsets),
  ];
}

function contactTable<Score extends ContactScore>(
  set: string,
  what: string,
  scores: readonly Score[],
  total: Score,
  columns: readonly Column<Score>[] = [],
): Table {
  return tableOf<Score>(
    `${set}, by ${what}`,
    [...scores, total],
    [
      [what, (s) => s.label],
      ...countColumns<Score>(),
      ['clean MAPE', (s) => percent(s.cleanCount.mape)],
      ['precision', (s) => share(s.within200ms.precision)],
      ['recall', (s) => share(s.within200ms.recall)],
      ['F1 ±200', (s) => share(s.within200ms.f1)],
      ...columns,
      ...timeColumns<Score>(),
    ],
  );
}
