import type { ConfirmedStep } from '@stepstream/detector';
import type { RecordingSource, RecordingSummary } from '@stepstream/formats';
import type { WalkSummary } from './count-recording.ts';
import { errorPercent, formatDuration, formatNumber, formatPercent, NO_VALUE } from './format.ts';
import { type Align, formatTable } from './terminal/table.ts';

/** The result of one recording. */
export interface FileCount extends RecordingSummary, WalkSummary {
  readonly file: string;
  readonly source: RecordingSource;
  /** The known number of steps; null where nobody wrote it down. */
  readonly trueSteps: number | null;
  readonly confirmed: readonly ConfirmedStep[];
}

/** The results as a table; with several files, a last row sums them up. */
export function countTable(counts: readonly FileCount[]): string {
  const withTruth = counts.some((count) => count.trueSteps !== null);
  const header = [
    'file',
    'format',
    'duration',
    'rate/Hz',
    'steps',
    'steps/min',
    'walking',
    'longest pause',
  ];
  const rows = counts.map((count) => [
    count.file,
    count.source.format,
    formatDuration(count.duration),
    formatNumber(count.rate, 1),
    String(count.steps),
    formatNumber(count.cadence, 1),
    formatDuration(count.walkingSeconds),
    count.longestPause === null ? NO_VALUE : formatDuration(count.longestPause),
    ...(withTruth ? truthCells(count.steps, count.trueSteps) : []),
  ]);
  if (counts.length > 1) rows.push(totalRow(counts, withTruth));
  const align: Align[] = header.map((_, column) => (column < 2 ? 'left' : 'right'));
  return formatTable(
    withTruth ? [...header, 'true', 'error'] : header,
    rows,
    withTruth ? [...align, 'right', 'right'] : align,
  );
}

function totalRow(counts: readonly FileCount[], withTruth: boolean): string[] {
  const sum = (value: (count: FileCount) => number) =>
    counts.reduce((total, count) => total + value(count), 0);
  const known = counts.filter((count) => count.trueSteps !== null);
  const knownSteps = known.reduce((total, count) => total + count.steps, 0);
  const trueSteps = known.reduce((total, count) => total + (count.trueSteps ?? 0), 0);
  const walkingSeconds = sum((count) => count.walkingSeconds);
  const stepsInRhythm = sum((count) => (count.cadence === null ? 0 : count.steps));
  return [
    `${counts.length} files`,
    '',
    formatDuration(sum((count) => count.duration)),
    '',
    String(sum((count) => count.steps)),
    formatNumber(walkingSeconds > 0 ? (60 * stepsInRhythm) / walkingSeconds : null, 1),
    formatDuration(walkingSeconds),
    '',
    // The error is that of the files whose truth is known; the others have no part in it.
    ...(withTruth ? truthCells(knownSteps, known.length > 0 ? trueSteps : null) : []),
  ];
}

function truthCells(counted: number, truth: number | null): [string, string] {
  if (truth === null) return [NO_VALUE, NO_VALUE];
  return [String(truth), formatPercent(errorPercent(counted, truth))];
}
