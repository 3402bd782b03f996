import { median } from '@stepstream/math';
import type { Header } from '../csv-header.ts';
import type { Row } from '../csv-row.ts';
import type { Notes } from '../notes.ts';
import type { ClockUnit, TimeUnit } from '../recording.ts';
import { SECONDS, settleTimeUnit, typicalInterval } from '../time-units.ts';
import { Calendar } from './calendar.ts';
import { cellKind, cellNumber } from './cell.ts';
import { type Beginning, beginningOf, dateOrderOf } from './preamble.ts';
import type { DateOrder } from './written-date.ts';

/** Times in seconds, and what they were in the file. */
export interface SettledTimes {
  readonly times: Float64Array;
  readonly timeUnit: ClockUnit;
  /** Unix time of time 0, where that is known. */
  readonly startedAt: number | null;
  /** Whether they are of a zone that is not told; see {@link RecordingSource}. */
  readonly isLocal?: boolean;
}

/** How the time of each row of a table is read. */
export interface Clock {
  /** What its times are in the file: numbers of a unit, dates and times of day, or none. */
  readonly kind: 'number' | 'calendar' | 'rate';
  /** The fields that it is read from: of the time, and of the date where that is apart. */
  readonly time: number | undefined;
  readonly date: number | undefined;
  /** The time of a row, in a form of its own; the slots are those of the two fields. */
  readonly read: (row: Row, time: number, date: number) => number;
  /** Turns such times into seconds, in place where that can be. @throws {RecordingError} */
  readonly settle: (path: string, times: Float64Array, notes: Notes) => SettledTimes;
}

/** Later than this, in seconds, is a time since 1970 and none since a device was started. */
const EARLIEST_UNIX = 1e8;
/** Days since 1900, of Excel, and since the year 0, of MATLAB, in this century and the last. */
const EXCEL_DAYS = [25_569, 73_050] as const;
const MATLAB_DAYS = [719_529, 767_011] as const;
const DAY = 86_400;

/** A clock of numbers. @param said - their unit, where it is known */
export function numberClock(field: number, said: TimeUnit | undefined): Clock {
  return {
    kind: 'number',
    time: field,
    date: undefined,
    read: (row, time) => row.number(time),
    settle(path, times) {
      const epoch = said === undefined ? epochOfDays(times) : undefined;
      if (epoch !== undefined) {
        for (let i = 0; i < times.length; i++) times[i] = ((times[i] as number) - epoch) * DAY;
        return { times, timeUnit: 'days', startedAt: 0, isLocal: true };
      }
      const timeUnit = settleTimeUnit(path, times, said);
      const factor = SECONDS[timeUnit];
      if (factor !== 1)
        for (let i = 0; i < times.length; i++) times[i] = (times[i] as number) * factor;
      return {
        times,
        timeUnit,
        startedAt: (times[times.length >> 1] ?? 0) > EARLIEST_UNIX ? 0 : null,
      };
    },
  };
}

/** Day that times in days count from, as Unix days; undefined for times that are no such. */
function epochOfDays(times: Float64Array): number | undefined {
  const first = times[0] ?? 0;
  // A day and more of samples a second or more apart is what these would be if they were seconds.
  if (Number.isInteger(first) || typicalInterval(times) > 1e-4) return undefined;
  if (first > EXCEL_DAYS[0] && first < EXCEL_DAYS[1]) return EXCEL_DAYS[0];
  if (first > MATLAB_DAYS[0] && first < MATLAB_DAYS[1]) return MATLAB_DAYS[0];
  return undefined;
}

/** A clock of dates and times of day, in one column or in two. */
export function calendarClock(
  time: number,
  date: number | undefined,
  hint: DateOrder | undefined,
): Clock {
  const calendar = new Calendar(hint);
  return {
    kind: 'calendar',
    time,
    date,
    read:
      date === undefined
        ? (row, timeSlot) => row.calendar(timeSlot, calendar)
        : (row, timeSlot, dateSlot) =>
            row.calendar(timeSlot, calendar, row.day(dateSlot, calendar)),
    settle(path, times, notes) {
      const { isClear, hasDates } = calendar.settle(times);
      if (!isClear) {
        const text =
          'nothing tells whether the day or the month comes first in the dates: the month was taken';
        notes.add('clock_assumed', text, { path });
      }
      const startedAt = hasDates && isClear ? 0 : null;
      return { times, timeUnit: 'calendar', startedAt, isLocal: !calendar.hasZone };
    },
  };
}

/** A clock for rows without times. @param rate - samples a second */
export function rateClock(
  rate: number,
  begin: Beginning | null,
  from: string,
  hasTimes = false,
): Clock {
  let rows = 0;
  return {
    kind: 'rate',
    time: undefined,
    date: undefined,
    read: () => rows++ / rate,
    settle(path, times, notes) {
      // A row that was skipped has its time, too: the rows after it keep theirs.
      const text = hasTimes
        ? `${rate} samples a second, as ${from}: the times of the file were passed over`
        : `no times: ${rate} samples a second, as ${from}`;
      notes.add('rate_assumed', text, { path });
      const { startedAt = null, isLocal = false } = begin ?? {};
      return { times, timeUnit: 'rate', startedAt, isLocal };
    },
  };
}

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
  const candidates = columns.flatMap((column): Candidate[] => {
    const cells = header.rows.map((row) => row[column.field] ?? '');
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
          clock,
          ascending: ascendingShare(times),
          preference: hasDate || date !== undefined ? 1 : 0,
        },
      ];
    }
    if (share('number') <= 0.5) return [];
    const times = cells.map((cell) => cellNumber(cell, header.decimalComma));
    if (column.unit === undefined && said === undefined && isIndex(times)) return [];
    const preference =
      (/acc|sensor/i.test(name) ? 2 : 0) + (column.unit ? 1 : 0) + (start === null ? 0.5 : 0) + 1;
    const clock = numberClock(column.field, said ?? column.unit);
    return [{ clock, ascending: ascendingShare(times), preference }];
  });
  const most = Math.max(...candidates.map(({ ascending }) => ascending));
  return candidates
    .filter(({ ascending }) => ascending >= most - 0.1)
    .reduce<Candidate | undefined>(
      (best, one) => (best && best.preference >= one.preference ? best : one),
      undefined,
    )?.clock;
}

const DATE = /\d[-/._ ](\d{1,2}|\w{3,9})[-/._ ]\d|\d{8}[T _]|^\d{14}|(?<![\d.,])(19|20)\d\d(?!\d)/;
const TIME_OF_DAY = /\d ?[:h时時시点] ?\d|T\d|\d[ _]\d\d-\d\d-\d|^\d{8}[ _]?\d{6}/;

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
    values.length > 2 && values.slice(1).every((value, i) => value - (values[i] as number) === 1)
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
