import {
  type Comparison,
  type CountedRecording,
  errorPercent,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
} from '@stepstream/analysis';
import { type Align, formatTable } from '../terminal/table.ts';

/** The results as a table; with several files, a last row sums them up. */
export function countTable(counts: readonly CountedRecording[]): string {
  const withTruth = counts.some((count) => count.comparison !== null);
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
    ...(withTruth ? truthCells(count.comparison) : []),
  ]);
  if (counts.length > 1) rows.push(totalRow(counts, withTruth));
  const align: Align[] = header.map((_, column) => (column < 2 ? 'left' : 'right'));
  return formatTable(
    withTruth ? [...header, 'true', 'error'] : header,
    rows,
    withTruth ? [...align, 'right', 'right'] : align,
  );
}

function totalRow(counts: readonly CountedRecording[], withTruth: boolean): string[] {
  const sum = (value: (count: CountedRecording) => number) =>
    counts.reduce((total, count) => total + value(count), 0);
  const known = counts.flatMap(({ comparison }) => (comparison ? [comparison] : []));
  const total = (value: (comparison: Comparison) => number) =>
    known.reduce((all, comparison) => all + value(comparison), 0);
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
    ...(withTruth
      ? truthCells({ counted: total((one) => one.counted), truth: total((one) => one.truth) })
      : []),
  ];
}

function truthCells(comparison: Pick<Comparison, 'counted' | 'truth'> | null): [string, string] {
  if (comparison === null) return [NO_VALUE, NO_VALUE];
  const { counted, truth } = comparison;
  return [String(truth), formatPercent(errorPercent(counted, truth))];
}
