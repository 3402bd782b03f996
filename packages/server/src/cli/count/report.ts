import {
  agreementOf,
  type CountedRecording,
  errorPercent,
  formatDuration,
  formatNumber,
  formatPercent,
} from '@stepstream/analysis';
import { agreementLines } from '@stepstream/report';
import { describeSource } from '../format-options.ts';
import { type Align, formatTable } from '../terminal/table.ts';
import type { CountFailure } from './failure.ts';
import type { Row } from './rows.ts';

/** What columns are called for people, where that is not their name with blanks in it. */
const NAMES: Readonly<Record<string, string>> = {
  duration_seconds: 'duration',
  rate_hz: 'rate/Hz',
  steps_per_minute: 'steps/min',
  walking_seconds: 'walking',
  longest_pause_seconds: 'longest pause',
  true_steps: 'true',
  error_percent: 'error',
  f1: 'F1',
  recorded_seconds: 'recorded',
};
/** Columns of words; numbers stand right. */
const WORDS: ReadonlySet<string> = new Set(['file', 'format', 'start', 'end']);
/** Columns that are shown where one of the recordings has known steps, and known times of them. */
const OF_TRUTH: readonly string[] = ['true_steps', 'error_percent'];

/** All that is told of counts on a terminal: the table, how files were read, and the agreement with known steps. */
export function countReport(
  counts: readonly CountedRecording[],
  rows: readonly Row[],
  failures: readonly CountFailure[],
  model: string,
): string {
  const read = counts
    .filter(({ source, notes }) => source.format !== 'stepstream' || notes.length > 0)
    .map(({ file, source, notes }) => `${file}: ${describeSource({ ...source, notes })}`);
  const known = counts.flatMap(({ comparison }) => (comparison ? [comparison] : []));
  const agreement = known.length > 1 ? agreementOf(known) : null;
  const lines = agreement ? agreementLines(agreement) : [];
  return [
    ...(rows.length > 0 ? [table(counts, rows)] : []),
    ...(read.length > 0 ? [read.join('\n')] : []),
    ...(lines.length > 0 ? [lines.map(([name, value]) => `${name}: ${value}`).join('\n')] : []),
    ...(failures.length > 0 ? [leftOut(counts.length, failures.length)] : []),
    `counted by ${model}`,
  ].join('\n\n');
}

function leftOut(counted: number, failed: number): string {
  const what = failed === 1 ? '1 is' : `${failed} are`;
  return `${what} left out of all sums, of ${counted + failed} recordings: see the errors`;
}

/** The rows as a table; with several recordings, a last row sums them up. */
function table(counts: readonly CountedRecording[], rows: readonly Row[]): string {
  const hidden = new Set([
    ...(counts.some(({ comparison }) => comparison !== null) ? [] : OF_TRUTH),
    ...(counts.some(({ comparison }) => comparison?.timing) ? [] : ['f1']),
  ]);
  const columns = Object.entries(rows[0] ?? {})
    .filter(([name, { text }]) => text !== null && !hidden.has(name))
    .map(([name]) => name);
  const lines = rows.map((row) => columns.map((name) => row[name]?.text ?? ''));
  const isOfRecordings = columns.includes('rate_hz');
  if (isOfRecordings && counts.length > 1) {
    for (const total of [totals(counts), ...truthTotals(counts)]) {
      lines.push(columns.map((name) => total[name] ?? ''));
    }
  }
  return formatTable(
    columns.map((name) => NAMES[name] ?? name),
    lines,
    columns.map((name): Align => (WORDS.has(name) ? 'left' : 'right')),
  );
}

/** What the last row says, by column. */
function totals(counts: readonly CountedRecording[]): Readonly<Record<string, string>> {
  const sum = (value: (count: CountedRecording) => number) =>
    counts.reduce((total, count) => total + value(count), 0);
  const walkingSeconds = sum((count) => count.walkingSeconds);
  const stepsInRhythm = sum((count) => (count.cadence === null ? 0 : count.steps));
  return {
    file: `${counts.length} files`,
    duration_seconds: formatDuration(sum((count) => count.duration)),
    steps: String(sum((count) => count.steps)),
    steps_per_minute: formatNumber(
      walkingSeconds > 0 ? (60 * stepsInRhythm) / walkingSeconds : null,
      1,
    ),
    walking_seconds: formatDuration(walkingSeconds),
  };
}

/** A row of its own for the files whose steps are known: counted and known steps of the same files. */
function truthTotals(counts: readonly CountedRecording[]): Readonly<Record<string, string>>[] {
  const agreement = agreementOf(
    counts.flatMap(({ comparison }) => (comparison ? [comparison] : [])),
  );
  if (!agreement) return [];
  const { recordings, detected, truth, timing } = agreement;
  return [
    {
      file: `${recordings} of them with known steps`,
      steps: String(detected),
      true_steps: String(truth),
      error_percent: formatPercent(errorPercent(detected, truth)),
      f1: timing ? formatNumber(timing.f1, 3) : '',
    },
  ];
}
