import type { Row } from '../csv-row.ts';
import type { Notes } from '../notes.ts';
import type { ClockUnit, TimeUnit } from '../recording.ts';
import { threeDigits } from '../three-digits.ts';
import {
  doubtOfTimeUnit,
  refuseUnitChange,
  SECONDS,
  settleTimeUnit,
  ticksOfRate,
  typicalInterval,
  unitOfRate,
} from '../time-units.ts';
import { Calendar } from './calendar.ts';
import type { Beginning } from './preamble.ts';
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
  /**
   * Turns such times into seconds, in place where that can be.
   *
   * @param accel - the acceleration of each, in whatever unit, where it is known
   * @throws {RecordingError}
   */
  readonly settle: (
    path: string,
    times: Float64Array,
    notes: Notes,
    accel?: Float64Array,
  ) => SettledTimes;
}

/** Later than this, in seconds, is a time since 1970 and none since a device was started. */
export const EARLIEST_UNIX = 1e8;
/** Days since 1900, of Excel, and since the year 0, of MATLAB, in this century and the last. */
const EXCEL_DAYS = [25_569, 73_050] as const;
const MATLAB_DAYS = [719_529, 767_011] as const;
const DAY = 86_400;

/**
 * A clock of numbers.
 *
 * @param told - their unit, where it is known
 * @param rate - samples a second that the file tells elsewhere, where it does
 */
export function numberClock(
  field: number,
  told: TimeUnit | undefined,
  rate: number | null = null,
): Clock {
  return {
    kind: 'number',
    time: field,
    date: undefined,
    read: (row, time) => row.number(time),
    settle(path, times, notes, accel) {
      refuseUnitChange(path, times);
      const said = told ?? (rate === null ? undefined : unitOfRate(times, rate));
      const epoch = said === undefined ? epochOfDays(times) : undefined;
      if (epoch !== undefined) {
        for (let i = 0; i < times.length; i++) times[i] = ((times[i] as number) - epoch) * DAY;
        return { times, timeUnit: 'days', startedAt: 0, isLocal: true };
      }
      const sinceTicks = said === undefined ? epochOfTicks(times) : undefined;
      if (sinceTicks !== undefined) {
        for (let i = 0; i < times.length; i++) times[i] = (times[i] as number) * TICK - sinceTicks;
        return { times, timeUnit: 'calendar', startedAt: 0 };
      }
      const ticks = said === undefined && rate !== null ? ticksOfRate(times, rate) : undefined;
      if (ticks !== undefined) {
        const text = `the times count ${threeDigits(ticks)} to a second, for ${rate} samples a second, as the lines above the table say`;
        notes.add('rate_assumed', text, { path });
        for (let i = 0; i < times.length; i++) times[i] = (times[i] as number) / ticks;
        return { times, timeUnit: 'rate', startedAt: null };
      }
      const timeUnit = settleTimeUnit(path, times, said, accel);
      const doubt = said === undefined ? doubtOfTimeUnit(times, timeUnit) : null;
      if (doubt !== null) notes.add('unit_found', doubt, { path });
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

/** Ticks of 100 ns since the year 1 (.NET) and since 1601 (Windows), in this century, and the seconds until 1970. */
const TICK = 1e-7;
const TICKS = [
  { from: 6.3e17, to: 6.65e17, epoch: 62_135_596_800 },
  { from: 1.25e17, to: 1.6e17, epoch: 11_644_473_600 },
] as const;

/** When times in ticks of 100 ns count from, in seconds before 1970; undefined for times that are no such. */
function epochOfTicks(times: Float64Array): number | undefined {
  const first = times[0] ?? 0;
  return TICKS.find(({ from, to }) => first > from && first < to)?.epoch;
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

/** Seconds in one column, and what is to be added to them in another. */
export interface SplitTimes {
  readonly whole: number;
  readonly part: number;
  /** How many seconds one of the part is. */
  readonly factor: number;
}

/** A clock of whole seconds in one column, and of what follows them in another. */
export function splitClock({ whole, part, factor }: SplitTimes): Clock {
  return {
    ...numberClock(whole, 's'),
    date: part,
    read: (row, time, date) => row.number(time) + factor * row.number(date),
  };
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

/** A clock of which only the first of several rows has the time: the others have it, too. */
export function carriedClock(clock: Clock): Clock {
  let last = Number.NaN;
  return {
    ...clock,
    read(row, time, date) {
      if (Number.isNaN(last) || !row.isMissing(time)) last = clock.read(row, time, date);
      return last;
    },
  };
}

/** A clock whose times are those since the row before. */
export function summedClock(clock: Clock): Clock {
  let sum = 0;
  return { ...clock, read: (row, time, date) => (sum += clock.read(row, time, date)) };
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
