import type { CadenceScore } from '../../training/evaluation/cadence-score.ts';
import { REFERENCE_DETECTORS } from '../../training/evaluation/reference-figures.ts';
import type {
  ActivityMatch,
  DailyReport,
  EvaluationReport,
  GroupOffset,
  HandheldReport,
  HandheldScore,
  Headline,
  PhonesReport,
  PhonesScore,
  RecordingCount,
  WatchReport,
  WatchScore,
} from '../../training/evaluation/report.ts';
import type { ConfirmationDelay, TimingScore } from '../../training/evaluation/timing.ts';
import { fixed, inUnit, milliseconds, percent, rate, share, signed } from './evaluation-cells.ts';
import { formatTable } from './table.ts';

/** How many of a set's recordings are shown: those with the largest count error. */
const WORST = 6;

/** A column: its header and what stands in it. The first column is text; the rest are numbers. */
type Column<Row> = readonly [string, (row: Row) => string];

/** The report as text: the headline numbers first, then a set at a time. */
export function evaluationTables(report: EvaluationReport): string {
  const { handheld, phones, daily, watch } = report;
  const about =
    `${report.detector}: ${report.recordings} recordings of ${report.people} people, ` +
    `${report.samples} samples. F1 and timing after one constant offset.`;
  const sections = [about, headlineTable(report.headlines)];
  if (handheld) sections.push(...handheldTables(handheld));
  if (phones) sections.push(...phonesTables(phones));
  if (daily) sections.push(dailyTable(daily));
  if (watch) sections.push(watchTable(watch));
  return sections.join('\n\n');
}

export function headlineTable(headlines: readonly Headline[]): string {
  const interval = ({ unit, interval: range }: Headline): string =>
    range ? `${inUnit(range.low, unit)} – ${inUnit(range.high, unit)}` : '–';
  const references = ({ references: figures, unit }: Headline): string =>
    figures
      .map(({ detector, low, high, keptBack }) => {
        const value = inUnit(low, unit) + (high > low ? `–${inUnit(high, unit)}` : '');
        return `${detector} ${value}${keptBack ? '*' : ''}`;
      })
      .join('; ');
  const rows = headlines.map((headline) => [
    headline.label,
    inUnit(headline.value, headline.unit),
    interval(headline),
    headline.people === 0 ? '–' : String(headline.people),
    references(headline),
  ]);
  const header = ['number', 'value', '95 % over people', 'people', 'other detectors'];
  const used = new Set(headlines.flatMap((h) => h.references.map(({ detector }) => detector)));
  const legend = [...used].map((name) => `${name}: ${REFERENCE_DETECTORS[name]}`);
  return [
    formatTable(header, rows, ['left', 'right', 'right', 'right', 'left']),
    ...legend,
    '* on other, kept-back people',
  ].join('\n');
}

function handheldTables(report: HandheldReport): string[] {
  const scores = [...report.people, report.total];
  return [
    table<HandheldScore>('Hand-held', scores, [
      ['person', (s) => s.label],
      ...countColumns<HandheldScore>(),
      ['F1 ±100', (s) => share(s.all.within100ms.f1)],
      ['±150', (s) => share(s.all.within150ms.f1)],
      ['level ±100', (s) => share(s.level.within100ms.f1)],
      ['±150', (s) => share(s.level.within150ms.f1)],
      ['standing/min', (s) => rate(s.standing)],
      ...timeColumns<HandheldScore>(),
    ]),
    table<ActivityMatch>('Hand-held, by activity', report.activities, [
      ['activity', (a) => a.activity],
      ['true', (a) => String(a.within100ms.tp + a.within100ms.fn)],
      ['±100 ms: precision', (a) => share(a.within100ms.precision)],
      ['recall', (a) => share(a.within100ms.recall)],
      ['F1', (a) => share(a.within100ms.f1)],
      ['±150 ms: precision', (a) => share(a.within150ms.precision)],
      ['recall', (a) => share(a.within150ms.recall)],
      ['F1', (a) => share(a.within150ms.f1)],
    ]),
    worstTable('Hand-held', report.recordings),
    offsetTable('Hand-held', report.offsets),
  ];
}

function phonesTables(report: PhonesReport): string[] {
  const columns: Column<PhonesScore>[] = [
    ['group', (s) => s.label],
    ...countColumns<PhonesScore>(),
    ['precision', (s) => share(s.within200ms.precision)],
    ['recall', (s) => share(s.within200ms.recall)],
    ['F1 ±200', (s) => share(s.within200ms.f1)],
    ...timeColumns<PhonesScore>(),
  ];
  return [
    table('Phones', [...report.placements, ...report.people, report.total], columns),
    worstTable('Phones', report.recordings),
    offsetTable('Phones', report.offsets),
  ];
}

function dailyTable(report: DailyReport): string {
  return table(
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

function watchTable(report: WatchReport): string {
  const pace = ({ detectedPerMinute, spectralPerMinute }: CadenceScore): string =>
    `${fixed(detectedPerMinute, 1)} / ${fixed(spectralPerMinute, 1)}`;
  return table<WatchScore>(
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

function worstTable(set: string, recordings: readonly RecordingCount[]): string {
  const size = ({ error }: RecordingCount): number => Math.abs(error ?? 0);
  const worst = [...recordings].sort((a, b) => size(b) - size(a)).slice(0, WORST);
  return table(`${set}, largest count errors`, worst, [
    ['recording', (r) => r.name],
    ['found', (r) => String(r.detected)],
    ['true', (r) => String(r.truth)],
    ['error', (r) => signed(r.error)],
    ['F1', (r) => share(r.f1)],
  ]);
}

function offsetTable(set: string, offsets: readonly GroupOffset[]): string {
  return table(`${set}, offset of detected from true landings`, offsets, [
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

function table<Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const header = columns.map(([name]) => name);
  const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
  const align = columns.map((_, index) => (index === 0 ? ('left' as const) : ('right' as const)));
  return `${title}\n${formatTable(header, cells, align)}`;
}
