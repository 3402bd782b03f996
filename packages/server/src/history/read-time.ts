import type { TimeZone } from '@stepstream/calendar';
import { instantOf, startOfDate } from '@stepstream/calendar';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
/** In the text of an address, a plus that nobody has escaped is a blank. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|z|[+\- ]\d\d:?\d\d)?$/;
const UNIX_SECONDS = /^\d{1,11}(\.\d+)?$/;

/**
 * Reads a time of a query: a date, which is its first moment in the zone; a date and a time, in the zone unless it
 * has an offset; or Unix seconds.
 *
 * @returns seconds of Unix time, without a fraction; undefined where it is none of these
 */
export function readTime(text: string, zone: TimeZone): number | undefined {
  if (UNIX_SECONDS.test(text)) return Math.floor(Number(text));
  const date = DATE.exec(text);
  if (date) {
    const midnight = shownAt(date);
    return midnight === undefined ? undefined : startOfDate(zone, midnight / 60) * 60;
  }
  const parts = DATE_TIME.exec(text);
  const shown = parts && shownAt(parts);
  if (shown === null || shown === undefined) return undefined;
  const offset = parts?.[7];
  if (offset === undefined) return instantOf(zone, shown);
  const seconds = offsetOf(offset);
  return seconds === undefined ? undefined : shown - seconds;
}

/** What a clock of UTC would show, in seconds; undefined for what no clock shows, such as 30 February. */
function shownAt([, year, month, day, hour = '0', minute = '0', second = '0']: RegExpExecArray) {
  const fields = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields;
  const time = new Date(0);
  // Not `Date.UTC`, for which the year 26 is 1926.
  time.setUTCFullYear(y, mo - 1, d);
  time.setUTCHours(h, mi, s);
  const isReal = time.getUTCMonth() === mo - 1 && time.getUTCDate() === d;
  return isReal && h < 24 && mi < 60 && s < 60 ? time.getTime() / 1000 : undefined;
}

function offsetOf(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const digits = text.replace(':', '');
  const [hours, minutes] = [Number(digits.slice(1, 3)), Number(digits.slice(3))];
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
