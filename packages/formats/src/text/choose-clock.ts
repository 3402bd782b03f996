import { median } from '@stepstream/math';
import type { Header } from '../csv-header.ts';
import type { TimeUnit } from '../recording.ts';
import { Calendar } from './calendar.ts';
import { cellKind, cellNumber } from './cell.ts';
import {
  type Clock,
  calendarClock,
  carriedClock,
  EARLIEST_UNIX,
  numberClock,
  splitClock,
  summedClock,
} from './clock.ts';
import { beginningOf, dateOrderOf, rateOf } from './preamble.ts';
import { partsOfSeconds, splitTimes } from './split-clock.ts';
import type { DateOrder } from './written-date.ts';

/** A clock that could be read, and how well the first rows speak for it. */
interface Candidate {
  readonly clock: Clock;
  readonly ascending: number;
  readonly preference: number;
}

/** The columns whose names say that they are times. */
export interface TimeColumnLike {
  readonly field: number;
  readonly unit: TimeUnit | undefined;
  readonly holds: 'date' | 'time' | 'any';
}

/**
 * Chooses the column, or the two, that the times of a table are read from: of those whose names allow
 * it the one that tells one row from the next best.
 *
 * @returns undefined where there is none
 */
export function chooseClock(
  header: Header,
  columns: readonly TimeColumnLike[],
  said: TimeUnit | undefined,
): Clock | undefined {
  // Where decimals have a comma, dates begin with the day.
  const hint = dateOrderOf(header.preamble) ?? (header.decimalComma ? 'day first' : undefined);
  const start = beginningOf(header.preamble);
  const split = splitTimes(header, columns);
  if (split) return splitClock(split);
  const parts = partsOfSeconds(header, columns);
  const candidates = columns.flatMap((column): Candidate[] => {
    if (parts.includes(column.field)) return [];
    const all = header.rows.map((row) => row[column.field] ?? '');
    const stamps = all.filter((cell) => cellKind(cell, header.decimalComma) !== 'missing');
    // A time in the first row of a packet alone is that of all of its rows.
    const isSparse = stamps.length > 0 && stamps.length < all.length / 2;
    const cells = isSparse ? stamps : all;
    const carried = isSparse ? carriedClock : (clock: Clock) => clock;
    const kinds = cells.map((cell) => cellKind(cell, header.decimalComma));
    const share = (kind: string) =>
      kinds.filter((one) => one === kind).length / (kinds.length || 1);
    const name = header.fields[column.field] ?? '';
    if (share('time') > 0.5) {
      const isDate = !cells.some((cell) => TIME_OF_DAY.test(cell));
      if (isDate) return [];
      const hasDate = cells.some((cell) => DATE.test(cell));
      const date = hasDate ? undefined : dateColumn(header, column.field);
      const times = calendarTimes(cells, hint);
      const clock = calendarClock(column.field, date, hint);
      return [
        {
          clock: carried(clock),
          ascending: ascendingShare(times),
          preference: (hasDate || date !== undefined ? 1 : 0) - (isSparse ? SELDOM : 0),
        },
      ];
    }
    if (share('number') <= 0.5) return [];
    const times = cells.map((cell) => cellNumber(cell, header.decimalComma));
    if (column.unit === undefined && said === undefined && isIndex(times)) return [];
    const clock = numberClock(column.field, said ?? column.unit, rateOf(header.preamble));
    const ascending = ascendingShare(times);
    if (STEP_NAME.test(name) && ascending < 0.9 && times.every((time) => time >= 0)) {
      return [{ clock: summedClock(clock), ascending: 1, preference: -1 }];
    }
    const preference =
      (/acc|sensor/i.test(name) ? 2 : 0) +
      (column.unit ? 1 : 0) +
      (start === null ? 0.5 : 0) +
      1 -
      (isSparse ? SELDOM : 0);
    return [{ clock: carried(clock), ascending, preference }];
  });
  const most = Math.max(...candidates.map(({ ascending }) => ascending));
  return candidates
    .filter(({ ascending }) => ascending >= most - 0.1)
    .reduce<Candidate | undefined>(
      (best, one) => (best && best.preference >= one.preference ? best : one),
      undefined,
    )?.clock;
}

/** Where another column has a time in each row, it is the better one. */
const SELDOM = 10;
/** A column of the time since the row before. */
const STEP_NAME =
  /^(d|delta|δ)[ _]?(t(ime)?|[mu]?s(ec)?)(?![a-z0-9])|^(time|t)[ _]?(delta|diff)|^interval/i;
const DATE = /\d[-/._ ](\d{1,2}|\w{3,9})[-/._ ]\d|\d{8}[T _]|^\d{14}|(?<![\d.,])(19|20)\d\d(?!\d)/;
const TIME_OF_DAY =
  /\d ?[:h时時시点] ?\d|T\d|\d[ _]\d\d-\d\d-\d|^\d{8}[ _]?\d{6}|\d[ _]\d\d?\.\d\d\.\d/;

/** The column of dates beside one of times of day. */
function dateColumn({ rows, decimalComma }: Header, time: number): number | undefined {
  const width = rows[0]?.length ?? 0;
  for (let field = 0; field < width; field++) {
    if (field === time) continue;
    const isDate = rows.every((row) => {
      const cell = row[field] ?? '';
      return DATE.test(cell) && !cell.includes(':') && cellKind(cell, decimalComma) === 'time';
    });
    if (isDate) return field;
  }
  return undefined;
}

/** Whether these number the rows: one by one, which would be 1000 samples a second or one. */
function isIndex(values: readonly number[]): boolean {
  return (
    values.length > 2 &&
    (values[0] as number) < EARLIEST_UNIX &&
    values.slice(1).every((value, i) => value - (values[i] as number) === 1)
  );
}

function calendarTimes(cells: readonly string[], hint: DateOrder | undefined): number[] {
  const calendar = new Calendar(hint);
  const encoder = new TextEncoder();
  return cells.map((cell) => {
    const bytes = encoder.encode(cell);
    return calendar.read(bytes, 0, bytes.length);
  });
}

/** Which share of the rows is later than the row before. */
function ascendingShare(times: readonly number[]): number {
  const steps = times.slice(1).map((time, i) => time - (times[i] as number));
  if (steps.length === 0) return 1;
  const forward = steps.filter((step) => step > 0);
  // Hours apart is no sampling: a number that grows, but not with the samples.
  const typical = median(forward) ?? 0;
  return typical > 0 ? forward.length / steps.length : 0;
}
