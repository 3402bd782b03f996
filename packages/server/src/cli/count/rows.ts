import {
  type CountedRecording,
  errorPercent,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
  type PeriodLength,
  stepsPer,
} from '@stepstream/analysis';
import { formatClockTime, formatInstant, type TimeZone } from '@stepstream/calendar';
import type { CountFailure } from './failure.ts';

/** What stands in a row: for programs as it is, and for people as they read it. */
export interface Cell {
  readonly value: string | number | null;
  /** Null where the table for people leaves it out. */
  readonly text: string | null;
}

/** A row by the names of its columns, as programs know them. */
export type Row = Readonly<Record<string, Cell>>;

/** A row for each recording: those that were counted, then those that could not be. */
export function countsAsRows(
  counts: readonly CountedRecording[],
  failures: readonly CountFailure[],
): Row[] {
  return [...counts.map(countAsRow), ...failures.map(failureAsRow)];
}

function countAsRow(count: CountedRecording) {
  const { comparison } = count;
  const error = comparison && errorPercent(comparison.counted, comparison.truth);
  return {
    file: plain(count.file),
    format: plain(count.source.format),
    samples: silent(count.samples),
    duration_seconds: told(count.duration, formatDuration(count.duration)),
    rate_hz: told(count.rate, formatNumber(count.rate, 1)),
    steps: plain(count.steps),
    steps_per_minute: told(count.cadence, formatNumber(count.cadence, 1)),
    walking_seconds: told(count.walkingSeconds, formatDuration(count.walkingSeconds)),
    longest_pause_seconds: told(count.longestPause, durationOr(count.longestPause)),
    true_steps: plain(comparison?.truth ?? null),
    error_percent: told(error, formatPercent(error)),
    f1: told(comparison?.timing?.f1 ?? null, formatNumber(comparison?.timing?.f1 ?? null, 3)),
    error: silent(null),
  };
}

/** All columns are there, as in the other rows, and nothing is in them but what went wrong. */
function failureAsRow({ recording, message }: CountFailure): ReturnType<typeof countAsRow> {
  const nothing = plain(null);
  return {
    file: plain(recording),
    format: plain('not counted'),
    samples: silent(null),
    duration_seconds: nothing,
    rate_hz: nothing,
    steps: nothing,
    steps_per_minute: nothing,
    walking_seconds: nothing,
    longest_pause_seconds: nothing,
    true_steps: nothing,
    error_percent: nothing,
    f1: nothing,
    error: silent(message),
  };
}

/** A row for each walk of all recordings. */
export function bouts(counts: readonly CountedRecording[], zone: TimeZone): Row[] {
  return counts.flatMap((count) =>
    count.walks.map(({ start, end, steps, cadence }, i) => ({
      file: plain(count.file),
      walk: plain(i + 1),
      start: moment(count, zone, start),
      end: moment(count, zone, end),
      start_seconds: silent(start),
      end_seconds: silent(end),
      duration_seconds: told(end - start, formatDuration(end - start)),
      steps: plain(steps),
      steps_per_minute: told(cadence, formatNumber(cadence, 1)),
    })),
  );
}

/** A row for each minute, hour or day of all recordings. */
export function periods(
  counts: readonly CountedRecording[],
  length: PeriodLength,
  zone: TimeZone,
): Row[] {
  return counts.flatMap((count) => {
    const { confirmed, stretches, startedAt } = count;
    const found = stepsPer(length, { steps: confirmed, stretches }, { startedAt, zone });
    return found.map(({ start, end, steps, coveredSeconds }) => ({
      file: plain(count.file),
      start: moment(count, zone, start),
      end: moment(count, zone, end),
      start_seconds: silent(start),
      end_seconds: silent(end),
      steps: plain(steps),
      recorded_seconds: told(coveredSeconds, formatDuration(coveredSeconds)),
    }));
  });
}

/** A time of a recording: its date where that is known; for people, else the time since its first sample. */
function moment({ startedAt, stretches }: CountedRecording, zone: TimeZone, time: number): Cell {
  if (startedAt === null) {
    return { value: null, text: formatDuration(time - (stretches[0]?.start ?? 0)) };
  }
  const seconds = startedAt + time;
  return { value: formatInstant(zone, seconds), text: formatClockTime(zone, seconds) };
}

function plain(value: string | number | null): Cell {
  return { value, text: value === null ? NO_VALUE : String(value) };
}

function told(value: number | null, text: string): Cell {
  return { value, text };
}

/** For programs alone. */
function silent(value: string | number | null): Cell {
  return { value, text: null };
}

function durationOr(seconds: number | null): string {
  return seconds === null ? NO_VALUE : formatDuration(seconds);
}
