import type { Header } from '../csv-header.ts';
import type { CsvFile } from '../format.ts';
import { RecordingError } from '../recording-error.ts';
import { cellKind } from './cell.ts';
import { chooseClock } from './choose-clock.ts';
import { type Clock, numberClock, rateClock } from './clock.ts';
import { growingColumn } from './guess-columns.ts';
import type { TimeColumn } from './name-columns.ts';
import { beginningOf, rateOf } from './preamble.ts';

/**
 * The clock of a table: the rate that the caller says; or else its times; or else the rate that the
 * lines above it tell.
 *
 * @param columns - those that may be the times
 * @param only - the one that is, whatever its rows look like
 * @throws {RecordingError} `no_times` where there is none of these
 */
export function tableClock(
  { header, options, path, notes }: CsvFile,
  columns: readonly TimeColumn[],
  only?: number,
): Clock {
  const begin = beginningOf(header.preamble);
  const chosen =
    chooseClock(header, columns, options.timeUnit) ??
    (only === undefined ? chooseClock(header, datesOf(header), options.timeUnit) : undefined);
  if (options.rate !== undefined)
    return rateClock(options.rate, begin, '--rate says', chosen !== undefined);
  if (chosen) return chosen;
  if (only !== undefined) return numberClock(only, options.timeUnit);
  const rate = rateOf(header.preamble);
  if (rate !== null) return rateClock(rate, begin, 'the lines above the table say');
  const growing = growingColumn(header);
  if (growing !== undefined) {
    const text = `no column is called a time: ${header.fields[growing] || `column ${growing + 1}`} grows steadily, and was taken for it`;
    notes.add('columns_guessed', text, { path, line: header.line });
    return numberClock(growing, options.timeUnit);
  }
  throw new RecordingError('no_times', path, header.line, whyNoTimes(header, columns));
}

function whyNoTimes(
  { fields, rows, decimalComma }: Header,
  [column]: readonly TimeColumn[],
): string {
  const byRate = 'pass --rate with the samples a second, such as --rate 50';
  if (!column) return `there is no column of times: ${byRate}, or name the column with --columns`;
  const name = fields[column.field];
  const cells = rows.map((row) => row[column.field] ?? '').filter((cell) => cell !== '');
  const [first = ''] = cells;
  if (cells.every((cell) => cellKind(cell, decimalComma) === 'number'))
    return `${name} numbers the rows, one by one, and is no time: ${byRate}; or, if it is one, --time-unit s or --time-unit ms`;
  return `${name} is "${first.slice(0, 40)}", which is no time that is known: ${byRate}, or write the times in seconds`;
}

/** The columns that hold dates and times of day, whatever they are called. */
function datesOf({ fields, rows, decimalComma }: Header): TimeColumn[] {
  return fields.flatMap((_, field) => {
    const times = rows.filter((row) => cellKind(row[field] ?? '', decimalComma) === 'time');
    return times.length > rows.length / 2 ? [{ field, unit: undefined, holds: 'any' }] : [];
  });
}
