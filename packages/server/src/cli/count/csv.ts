import type { CountedRecording } from '@stepstream/analysis';

/** The columns of `count --csv`, in order. */
const COLUMNS: readonly (readonly [name: string, value: (count: CountedRecording) => unknown])[] = [
  ['file', (count) => count.file],
  ['format', (count) => count.source.format],
  ['samples', (count) => count.samples],
  ['duration_seconds', (count) => rounded(count.duration)],
  ['rate_hz', (count) => rounded(count.rate)],
  ['steps', (count) => count.steps],
  ['steps_per_minute', (count) => rounded(count.cadence)],
  ['walking_seconds', (count) => rounded(count.walkingSeconds)],
  ['longest_pause_seconds', (count) => rounded(count.longestPause)],
  ['true_steps', ({ comparison }) => comparison?.truth],
  ['error_percent', ({ comparison }) => percent(comparison?.error)],
];

/** The results as CSV (RFC 4180), for spreadsheets and data frames; an empty cell is no value. */
export function countCsv(counts: readonly CountedRecording[]): string {
  const rows = counts.map((count) => COLUMNS.map(([, value]) => cell(value(count))));
  return [COLUMNS.map(([name]) => name), ...rows].map((row) => row.join(',')).join('\n');
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function percent(share: number | null | undefined): number | null {
  return rounded(share === null || share === undefined ? null : 100 * share);
}

/** Three decimals: what the measurements are worth. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(1000 * value) / 1000;
}
