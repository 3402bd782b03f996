import { type Delimiter, type Header, splitFields } from '../csv-header.ts';
import { cellKind } from './cell.ts';
import { nameColumns } from './name-columns.ts';
import { plainNumber } from './number-text.ts';
import { thousandsOf, withoutThousands } from './thousands.ts';
import { isUnit } from './unit-words.ts';

/** A line of the text, with its number. */
export interface TextLine {
  readonly text: string;
  readonly line: number;
}

/** A table that was found in the first lines of a text. */
export interface FoundTable {
  readonly header: Header;
  /** Which of the lines is the first row; as many as there are where there is no row yet. */
  readonly firstRow: number;
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|', ' '];
/** A row of samples has at least this many cells that are no words. */
const MIN_VALUES = 3;
/** This many lines after the first row are looked at, to see that it is one. */
const LOOK_AHEAD = 6;
const MAX_SAMPLE_ROWS = 200;

/**
 * Finds the table in the first lines of a text: what separates its cells, where its rows begin, the
 * names above them, and the lines above those. Blank lines are not among `lines`.
 *
 * @returns undefined where there is no table
 */
export function findTable(lines: readonly TextLine[]): FoundTable | undefined {
  const told = separatorTold(lines[0]?.text);
  const candidates = (told ? [told] : DELIMITERS).map((delimiter) => rowsOf(lines, delimiter));
  const best = candidates.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score === 0) return namesAlone(lines, told);
  const firstRow = firstRowOf(best);
  const rows = best.rows
    .slice(firstRow)
    .filter(({ isData }) => isData)
    .slice(0, MAX_SAMPLE_ROWS)
    .map(({ fields }) => fields);
  const thousands = thousandsOf(rows);
  const { delimiter, decimalComma } = best;
  const names = namesAbove(lines, firstRow, best);
  const first = best.rows[firstRow]?.fields ?? [];
  return {
    header: {
      fields: names?.fields ?? first,
      units: names?.units.length ? names.units : unitsBehind(first),
      delimiter,
      decimalComma: decimalComma && thousands !== ',',
      thousands,
      line: lines[names?.at ?? firstRow]?.line ?? 1,
      headless: !names,
      preamble: lines.slice(0, names?.at ?? firstRow).map(({ text }) => text),
      rows: rows.map((row) => row.map((cell) => withoutThousands(cell, thousands))),
    },
    firstRow,
  };
}

/** The units behind the numbers of a row, `3.81 m/s²`; none where no cell has one. */
function unitsBehind(fields: readonly string[]): readonly string[] {
  const units = fields.map(unitBehind);
  return units.every((unit) => unit === '') ? [] : units;
}

function unitBehind(cell: string): string {
  const plain = plainNumber(cell);
  return plain !== cell && cell.startsWith(plain) ? cell.slice(plain.length).trim() : '';
}

/** What Excel is told: `sep=;`. */
function separatorTold(text = ''): Delimiter | undefined {
  const [, told] = /^"?sep=([,;|\t])"?\s*$/i.exec(text) ?? [];
  return told as Delimiter | undefined;
}

interface SplitRow {
  readonly fields: readonly string[];
  /** Whether most of it are values. */
  readonly isData: boolean;
}

/** The lines as rows, if this is what separates their cells. */
interface Rows {
  readonly delimiter: Delimiter;
  readonly decimalComma: boolean;
  readonly rows: readonly SplitRow[];
  /** How many cells most rows have. */
  readonly width: number;
  /** How many rows there are of that many cells. */
  readonly score: number;
}

function rowsOf(lines: readonly TextLine[], delimiter: Delimiter): Rows {
  const decimalComma = hasDecimalComma(lines, delimiter);
  const rows = lines.map(({ text }) => {
    const fields = splitFields(text, delimiter);
    const kinds = fields.map((field) => cellKind(field, decimalComma));
    const values = kinds.filter((kind) => kind !== 'text');
    const filled = kinds.filter((kind) => kind === 'number' || kind === 'time');
    return { fields, isData: values.length >= MIN_VALUES && filled.length > 0 };
  });
  const widths = new Map<number, number>();
  for (const { fields, isData } of rows) {
    if (isData) widths.set(fields.length, (widths.get(fields.length) ?? 0) + 1);
  }
  const [width, score] = [...widths].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  return { delimiter, decimalComma, rows, width, score };
}

/** Whether numbers have commas: between other separators, or in quotes. */
function hasDecimalComma(lines: readonly TextLine[], delimiter: Delimiter): boolean {
  if (delimiter !== ',') return lines.some(({ text }) => /\d,\d/.test(text));
  return lines.some(({ text }) => /"[+-]?\d*,\d+"/.test(text));
}

/** The first row of values that others follow. */
function firstRowOf({ rows, width }: Rows): number {
  const at = rows.findIndex(({ isData, fields }, i) => {
    if (!isData) return false;
    const next = rows.slice(i, i + LOOK_AHEAD);
    const alike = next.filter((row) => row.isData && Math.abs(row.fields.length - width) <= 1);
    return fields.length === width && alike.length > next.length / 2;
  });
  return at < 0 ? rows.findIndex(({ isData }) => isData) : at;
}

/** The names of the columns: the line above the first row, or above its units. */
function namesAbove(
  lines: readonly TextLine[],
  firstRow: number,
  { delimiter, width, rows }: Rows,
): { fields: readonly string[]; units: readonly string[]; at: number } | undefined {
  let units: readonly string[] | undefined;
  for (let at = firstRow - 1; at >= 0 && at >= firstRow - 3; at--) {
    const text = (lines[at]?.text ?? '').replace(/^\s*(#+|%+|\/\/)\s*/, '');
    const fields = withoutTrailing(fieldsLike(text, delimiter, width), width);
    if (/^[|+: ]*-{3,}|^={3,}|^"?sep=/i.test(text)) continue;
    if (rows[at]?.isData) return undefined;
    const fits = fields.length === width || (fields.length > 2 && fields.length >= width - 1);
    if (!fits) continue;
    const areUnits = fields.filter((field) => isUnit(field)).length > fields.length / 2;
    if (!units && areUnits && !namesSamples(fields)) {
      units = fields;
      continue;
    }
    if (fields.every((field) => TYPE.test(field))) continue;
    const first = rows.slice(firstRow);
    const above = rows[at - 1]?.isData ? [] : withoutTrailing(rows[at - 1]?.fields ?? [], width);
    const whole = underOthers(fields, above);
    return {
      fields: withRowNames(whole, width, first),
      units: units ? withRowNames(units, width, first) : [],
      at,
    };
  }
  return undefined;
}

/** A row that databases and programs put below the names. */
const TYPE =
  /^((small|big)?int(eger)?|u?int(8|16|32|64)|float(32|64)?|double( precision)?|real|numeric|decimal|number|str(ing)?|text|varchar|object|datetime(64)?|timestamp(tz)?)$/i;

/**
 * Names below other names, one of which is for several columns (a cell of its own in spreadsheets): each with the one above
 * it, where only that names times and acceleration.
 */
function underOthers(names: readonly string[], above: readonly string[]): readonly string[] {
  const isLine = above.length > 1 && above.length <= names.length;
  const isIncomplete = names.includes('') || new Set(names).size < names.length;
  const isKnown = namesSamples(names) && new Set(names).size === names.length;
  if (!isLine || !isIncomplete || isKnown) return names;
  let last = '';
  const whole = names.map((name, i) => {
    last = above[i] || last;
    return `${last} ${name}`.trim();
  });
  return namesSamples(whole) ? whole : names;
}

function namesSamples(fields: readonly string[]): boolean {
  const { times, triads } = nameColumns({ fields, units: [] });
  return times.length > 0 && triads.length > 0;
}

/** The names may be separated otherwise than the values. */
function fieldsLike(text: string, delimiter: Delimiter, width: number): string[] {
  const fields = splitFields(text, delimiter);
  // Columns side by side, whose names may have blanks.
  const apart = text.trim().split(/\s{2,}|\t/);
  if (delimiter === ' ' && fields.length > width && apart.length === width) return apart;
  if (fields.length >= width - 1) return fields;
  const other = DELIMITERS.map((one) => splitFields(text, one)).find(
    (split) => split.length === width,
  );
  return other ?? fields;
}

/** Programs that number their rows (R) leave the name of that column out. */
function withRowNames(
  names: readonly string[],
  width: number,
  rows: readonly SplitRow[],
): readonly string[] {
  const numbers = rows.slice(0, 3).map(({ fields }) => fields[0] ?? '');
  const isNumbered =
    numbers.length > 1 &&
    numbers.every((cell, i) => /^\d+$/.test(cell) && Number(cell) === Number(numbers[0]) + i);
  const isOpen = rows[0]?.fields.at(-1) === '';
  return names.length === width - 1 && isNumbered && !isOpen ? ['', ...names] : names;
}

/** Without the empty cells that a separator at the end of the line makes. */
function withoutTrailing(fields: readonly string[], width: number): readonly string[] {
  let end = fields.length;
  while (end > width && fields[end - 1] === '') end--;
  return fields.slice(0, end);
}

/** A text without a row: its first line that is no comment may be the names of a table. */
function namesAlone(lines: readonly TextLine[], told?: Delimiter): FoundTable | undefined {
  const at = lines.findIndex(({ text }) => !/^\s*(#|%|\/\/|"?sep=)/i.test(text));
  const line = lines[at];
  if (!line) return undefined;
  const outside = line.text.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter) => outside.split(delimiter).length;
  const delimiter =
    told ?? DELIMITERS.slice(0, 4).reduce((best, one) => (count(one) > count(best) ? one : best));
  return {
    header: {
      fields: splitFields(line.text, delimiter),
      units: [],
      delimiter,
      decimalComma: delimiter !== ',',
      line: line.line,
      headless: false,
      preamble: lines.slice(0, at).map(({ text }) => text),
      rows: lines
        .slice(at + 1, at + 1 + MAX_SAMPLE_ROWS)
        .map(({ text }) => splitFields(text, delimiter)),
    },
    firstRow: at + 1,
  };
}
