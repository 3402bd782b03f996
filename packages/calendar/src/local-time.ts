import { bucketStarts } from './buckets.ts';
import type { TimeZone } from './time-zone.ts';
import type { UtcMinute } from './utc-minute.ts';

const DAY = 1440;

/** A minute on a zone's clocks, as RFC 3339 has it: `2026-10-25T00:00:00+02:00`. */
export function formatMinute(zone: TimeZone, minute: UtcMinute): string {
  return formatOn(zone, minute * 60, 19);
}

/**
 * A moment on a zone's clocks, to the millisecond: `2026-10-25T00:00:00.000+02:00`.
 *
 * @param seconds - Unix time
 */
export function formatInstant(zone: TimeZone, seconds: number): string {
  return formatOn(zone, Math.round(seconds * 1000) / 1000, 23);
}

/**
 * A moment as clocks of a zone show it, to the second: `2026-10-25 02:00:00`; with the offset behind it where they show
 * that time twice: `2026-10-25 02:00:00+02:00`.
 *
 * @param seconds - Unix time
 */
export function formatClockTime(zone: TimeZone, seconds: number): string {
  const text = formatOn(zone, Math.floor(seconds), 19).replace('T', ' ');
  return isShownTwice(zone, Math.floor(seconds)) ? text : text.slice(0, 19);
}

/** Whether the zone's clocks show the same time at another moment, before or after they are put back. */
function isShownTwice(zone: TimeZone, seconds: number): boolean {
  const offsetAt = (time: number) => zone.offsetAt(Math.floor(time / 60));
  const here = offsetAt(seconds);
  return [-86_400, 86_400].some((days) => {
    const there = offsetAt(seconds + days);
    const other = seconds + here - there;
    return there !== here && offsetAt(other) === there;
  });
}

function formatOn(zone: TimeZone, seconds: number, length: number): string {
  // RFC 3339 has no offsets with seconds; the time is the same with a rounded one.
  const offset = Math.round(zone.offsetAt(Math.floor(seconds / 60)) / 60);
  const local = new Date(Math.round((seconds + offset * 60) * 1000)).toISOString().slice(0, length);
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The first minute of a date. Where a zone has skipped it, that of the date after it. */
export function startOfDate(zone: TimeZone, utcMidnight: UtcMinute): UtcMinute {
  for (const start of bucketStarts(zone, '1d', utcMidnight - 2 * DAY, utcMidnight + 3 * DAY)) {
    if (start * 60 + zone.offsetAt(start) >= utcMidnight * 60) return start;
  }
  return utcMidnight;
}

/**
 * When clocks show a time, in seconds of Unix time. Of two times that they do, the first; a time that they skip is
 * counted on from what they showed before.
 *
 * @param local what they show, as if it were UTC, in seconds
 */
export function instantOf(zone: TimeZone, local: number): number {
  const offsetAt = (seconds: number) => zone.offsetAt(Math.floor(seconds / 60));
  const before = offsetAt(local - 86_400);
  const after = offsetAt(local + 86_400);
  const found = [before, after].map((offset) => local - offset).sort((a, b) => a - b);
  return found.find((instant) => instant + offsetAt(instant) === local) ?? local - before;
}
