import type { CadenceScore } from '../cadence-score.ts';
import type {
  ActivityMatch,
  DailyReport,
  GroupOffset,
  HandheldReport,
  HandheldScore,
  PhonesReport,
  PhonesScore,
  RecordingCount,
  SetReports,
  WatchReport,
  WatchScore,
} from '../report.ts';
import type { ConfirmationDelay, TimingScore } from '../timing.ts';
import { fixed, milliseconds, percent, rate, share, signed } from './cells.ts';
import { type Column, type Table, tableOf } from './table.ts';

/** How many of a set's recordings are shown: those with the largest count error. */
const WORST = 6;

/**
 * What the hand-held set calls its activities. Its two kinds of stairs are only named a and b; b is
 * the quicker and harder one in almost all recordings, as going down is.
 */
const ACTIVITIES: Readonly<Record<string, string>> = {
  walking: 'level',
  stairs_a: 'stairs up',
  stairs_b: 'stairs down',
};

/** What an activity is called in tables and texts. */
export function activityName(activity: string): string {
  return ACTIVITIES[activity] ?? activity;
}

/** All tables of one detector, a set at a time. */
export function setTables({ handheld, phones, daily, watch }: SetReports): Table[] {
  return [
    ...(handheld ? handheldTables(handheld) : []),
    ...(phones ? phonesTables(phones) : []),
    ...(daily ? [dailyTable(daily)] : []),
    ...(watch ? [watchTable(watch)] : []),
  ];
}

function handheldTables(report: HandheldReport): Table[] {
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
    ['activity', ({ activity }) => activityName(activity)],
    ['true', (a) => String(a.within100ms.tp + a.within100ms.fn)],
    ['±100 ms: precision', (a) => share(a.within100ms.precision)],
    ['recall', (a) => share(a.within100ms.recall)],
    ['F1', (a) => share(a.within100ms.f1)],
    ['±150 ms: precision', (a) => share(a.within150ms.precision)],
    ['recall', (a) => share(a.within150ms.recall)],
    ['F1', (a) => share(a.within150ms.f1)],
  ]);
}

function phonesTables(report: PhonesReport): Table[] {
  const by = (what: string, scores: readonly PhonesScore[]): Table =>
    tableOf<PhonesScore>(
      `Phones, by ${what}`,
      [...scores, report.total],
      [
        [what, (s) => s.label],
        ...countColumns<PhonesScore>(),
        ['precision', (s) => share(s.within200ms.precision)],
        ['recall', (s) => share(s.within200ms.recall)],
        ['F1 ±200', (s) => share(s.within200ms.f1)],
        ...timeColumns<PhonesScore>(),
      ],
    );
  return [
    by('placement', report.placements),
    by('person', report.people),
    by('phone', report.devices),
    worstTable('Phones', report.recordings),
    offsetTable('Phones', report.offsets),
  ];
}

function dailyTable(report: DailyReport): Table {
  return tableOf(
    'Daily, steps a minute',
    [...report.people, ...report.devices],
    [
      ['person, device', (s) => s.label],
      ['seated', (s) => rate(s.seated)],
      ['standing up', (s) => rate(s.standingUp)],
      ['sitting down', (s) => rate(s.sittingDown)],
      ['(walking)', (s) => rate(s.walking)],
      ['(turning)', (s) => rate(s.turning)],
    ],
  );
}

function watchTable(report: WatchReport): Table {
  const pace = ({ detectedPerMinute, spectralPerMinute }: CadenceScore): string =>
    `${fixed(detectedPerMinute, 1)} / ${fixed(spectralPerMinute, 1)}`;
  return tableOf<WatchScore>(
    'Watch, steps a minute (counted / by the spectrum)',
    [...report.people, report.total],
    [
      ['person', (s) => s.label],
      ['sitting', (s) => rate(s.sitting)],
      ['standing', (s) => rate(s.standing)],
      ['walking', (s) => pace(s.walking)],
      ['within 3 %', (s) => percent(s.walking.right)],
      ['half, double', (s) => `${s.walking.halves}, ${s.walking.doubles}`],
      ['clear', (s) => `${s.walking.clearMinutes}/${s.walking.minutes}`],
      ['jogging', (s) => pace(s.jogging)],
      ['within 3 %', (s) => percent(s.jogging.right)],
      ['half, double', (s) => `${s.jogging.halves}, ${s.jogging.doubles}`],
      ['clear', (s) => `${s.jogging.clearMinutes}/${s.jogging.minutes}`],
    ],
  );
}

/** The recordings with the largest count errors. */
export function worstTable(set: string, recordings: readonly RecordingCount[]): Table {
  const size = ({ error }: RecordingCount): number => Math.abs(error ?? 0);
  const worst = [...recordings].sort((a, b) => size(b) - size(a)).slice(0, WORST);
  return tableOf(`${set}, largest count errors`, worst, [
    ['recording', (r) => r.name],
    ['found', (r) => String(r.detected)],
    ['true', (r) => String(r.truth)],
    ['error', (r) => signed(r.error)],
    ['F1', (r) => share(r.f1)],
  ]);
}

function offsetTable(set: string, offsets: readonly GroupOffset[]): Table {
  return tableOf(`${set}, offset of detected from true contacts`, offsets, [
    ['group', (o) => o.group],
    ['offset', (o) => milliseconds(o.offset)],
    ['pairs', (o) => String(o.pairs)],
  ]);
}

function countColumns<Row extends HandheldScore | PhonesScore>(): Column<Row>[] {
  return [
    ['found', (s) => String(s.count.detected)],
    ['true', (s) => String(s.count.truth)],
    ['MAPE', (s) => percent(s.count.mape)],
    ['bias', (s) => signed(s.count.bias)],
  ];
}

function timeColumns<
  Row extends { timing: TimingScore; delay: ConfirmationDelay },
>(): Column<Row>[] {
  return [
    ['timing', (s) => milliseconds(s.timing.median)],
    ['IQR', (s) => milliseconds(s.timing.interquartileRange)],
    ['delay', (s) => milliseconds(s.delay.all.median)],
    ['p95', (s) => milliseconds(s.delay.all.p95)],
    ['steady', (s) => milliseconds(s.delay.steady.median)],
    ['p95', (s) => milliseconds(s.delay.steady.p95)],
    ['opening', (s) => milliseconds(s.delay.opening.median)],
  ];
}
