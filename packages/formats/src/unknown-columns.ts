import type { Header } from './csv-header.ts';
import { RecordingError } from './recording-error.ts';
import { cellKind, cellNumber } from './text/cell.ts';
import { areAsLongAsGravity } from './text/guess-columns.ts';

/** What the columns of a table look like, by its first rows: numbers of fields. */
interface Shape {
  /** The one that may be the time: dates, or numbers that grow, but not one by one. */
  readonly time: number | undefined;
  /** Numbers that are neither the time nor those of the rows. */
  readonly values: readonly number[];
}

/** The error for a table whose columns do not say what they are: how to name them. */
export function unknownColumns(header: Header, path: string): RecordingError {
  return new RecordingError('unknown_format', path, header.line, problemOf(header));
}

function problemOf(header: Header): string {
  const { fields, headless, rows } = header;
  const names = fields.filter((field) => field !== '');
  const shape = rows.length > 1 ? shapeOf(header) : undefined;
  const skip = 'Where the table begins further below, pass --skip-rows';
  if (!headless && names.length < 2)
    return `which columns are time and acceleration is not clear (there are no columns in it). ${skip}, and name its columns with --columns`;
  const there = headless
    ? 'the table has no names above its columns'
    : `which columns are time and acceleration is not clear (the header names ${names.slice(0, 20).join(',').slice(0, 200)})`;
  if (shape && shape.values.length < 3) {
    const numbers =
      shape.values.length === 0
        ? 'no column of numbers'
        : `only ${shape.values.length === 1 ? 'one column' : 'two columns'} of numbers (${shape.values.map((field) => called(header, field)).join(', ')})`;
    return `${there}: beside times it has ${numbers}, and steps are counted from the acceleration along x, y and z. ${whatToDo(header, shape)}. ${skip}`;
  }
  const { time, values } = shape ?? { time: 0, values: [1, 2, 3] };
  const axes = accelerationOf(header, values);
  const columns = time === undefined ? axes : [time, ...axes];
  const asNumbers = columns.map((field) => field + 1).join(',');
  const asNames = columns.map((field) => fields[field] ?? '');
  // A name that is there twice, holds a comma or a letter of an unknown encoding, tells no column.
  const canName =
    !headless &&
    new Set(asNames.map((name) => name.toLowerCase())).size === columns.length &&
    asNames.every((name) => name !== '' && !/[,\ufffd]/.test(name));
  const rate = time === undefined ? ' --rate 50' : '';
  const what =
    time === undefined
      ? 'the acceleration x, y, z, and its samples a second'
      : 'the time and acceleration x, y, z';
  const ways = [
    ...(canName ? [`by name, as in --columns ${shellWord(asNames.join(','))}${rate}`] : []),
    `by number, as in --columns ${asNumbers}${rate}`,
  ];
  return `${there}: name ${what}, ${ways.join(', or ')}. ${skip}`;
}

/** Of columns of numbers the three that are likely the acceleration: the first that have the length of gravity. */
function accelerationOf({ rows, decimalComma }: Header, values: readonly number[]): number[] {
  const numbers = (field: number) => rows.map((row) => cellNumber(row[field] ?? '', decimalComma));
  const start = values.findIndex((field, i) => {
    const three = [field, field + 1, field + 2];
    return values[i + 2] === field + 2 && areAsLongAsGravity(three.map(numbers));
  });
  const from = Math.max(0, start);
  return values.slice(from, from + 3);
}

const AXIS = /^(?:[a-z_ .-]*[_ .-]|a(?:cc)?)?[xyz]$/i;
const LIST = /^"?[[({]/;

/** What makes a table of it that can be read, where there are fewer than three columns of numbers. */
function whatToDo(header: Header, { time, values }: Shape): string {
  const { fields, rows } = header;
  const find = (pattern: RegExp) =>
    fields.findIndex((_, field) => rows.every((row) => pattern.test(row[field] ?? '')));
  const axis = find(AXIS);
  if (axis >= 0) {
    const of = (field = 0) => `'${called(header, field)}'`;
    return `The axes are in rows of their own, by ${of(axis)}: give each a column, in pandas with df.pivot(index=${of(time)}, columns=${of(axis)}, values=${of(values.at(-1))})`;
  }
  const list = find(LIST);
  if (list < 0) return 'Export all three';
  return `The cells of ${called(header, list)} hold several numbers each: give each a column`;
}

function called({ fields, headless }: Header, field: number): string {
  return headless ? `column ${field + 1}` : (fields[field] ?? '');
}

function shapeOf({ rows, decimalComma, headless }: Header): Shape {
  const width = rows[0]?.length ?? 0;
  let time: number | undefined;
  const values: number[] = [];
  for (let field = 0; field < width; field++) {
    const cells = rows.map((row) => row[field] ?? '');
    const share = (kind: string) =>
      cells.filter((cell) => cellKind(cell, decimalComma) === kind).length / cells.length;
    if (share('time') > 0.5) {
      time ??= field;
    } else if (share('number') > 0.5) {
      // Names that are numbers themselves (pandas) may be among them.
      const numbers = cells
        .map((cell) => cellNumber(cell, decimalComma))
        .slice(headless && cells[0] === '' ? 1 : 0)
        .filter((value) => !Number.isNaN(value));
      const steps = numbers.slice(1).map((value, i) => value - (numbers[i] as number));
      if (steps.every((step) => step === 1)) continue;
      const grows = steps.every((step) => step >= 0) && steps.some((step) => step > 0);
      if (grows && time === undefined) time = field;
      else values.push(field);
    }
  }
  return { time, values };
}

/** Digits behind a comma that stands for the point begin with a zero now and then; whole numbers never do. */
const LEADING_ZERO = /^0\d/;

/**
 * Refuses a table in which commas separate the columns, and stand for the decimal point, too: 0,02,3,812.
 *
 * @throws {RecordingError} `unknown_format`
 */
export function refuseDecimalCommas(
  { delimiter, headless, rows, preamble, line }: Header,
  path: string,
): void {
  const width = rows[0]?.length ?? 0;
  if (delimiter !== ',' || !headless || rows.length < 3 || width < 6 || width % 2 > 0) return;
  const isHalf = (wanted: 0 | 1, pattern: RegExp) =>
    rows.every((row) => row.every((cell, i) => i % 2 !== wanted || pattern.test(cell)));
  const areHalves = isHalf(0, /^[+-]?\d*$/) && isHalf(1, /^\d+$/);
  const hasZeros = rows.some((row) =>
    row.some((cell, i) => i % 2 === 1 && LEADING_ZERO.test(cell)),
  );
  const namesAbove = preamble.at(-1)?.split(',').length === width / 2;
  if (!areHalves || !(hasZeros || namesAbove)) return;
  const problem =
    'commas separate the columns and stand for the decimal point, too, so that nobody can tell which is which: export it with decimal points, or with semicolons or tabs between the columns';
  throw new RecordingError('unknown_format', path, line, problem);
}

/** A word as shells take it: in quotes where it has signs that mean something to them. */
export function shellWord(word: string): string {
  return /^[\w,.:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
