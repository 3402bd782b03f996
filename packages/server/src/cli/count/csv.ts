import type { Row } from './rows.ts';

/** Rows as CSV (RFC 4180), for spreadsheets and data frames; an empty cell is no value. */
export function csvText(rows: readonly Row[]): string {
  const [first] = rows;
  if (!first) return '';
  const lines = rows.map((row) => Object.values(row).map(({ value }) => cell(value)));
  return [Object.keys(first), ...lines].map((line) => line.join(',')).join('\n');
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(rounded(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Three decimals: what the measurements are worth. */
function rounded(value: string | number): string | number {
  return typeof value === 'number' ? Math.round(1000 * value) / 1000 : value;
}
