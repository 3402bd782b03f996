import type { TimeZone } from '@stepstream/calendar';
import type { RecordingSource } from '@stepstream/formats/browser';

/** Times in this range are Unix times: from 2001 to 2096. */
const MIN_UNIX_SECONDS = 1e9;
const MAX_UNIX_SECONDS = 4e9;
/** Calendars of people, and RFC 3339, go from the year 1 to 9999, here with a day less in any zone. */
const FIRST_DATE = Date.parse('0001-01-02T00:00:00Z') / 1000;
const LAST_DATE = Date.UTC(9999, 11, 30) / 1000;

/** How a recording's clock is read. */
export interface RecordingClock {
  /** Unix time in seconds of the recording's time 0; null where nobody knows. */
  readonly startedAt: number | null;
  /** The zone whose minutes, hours and days are meant. */
  readonly zone: TimeZone;
}

/**
 * Unix time in seconds of a recording's time 0, where its file or its times tell.
 *
 * @param first - time of its first sample, in seconds
 * @param last - time of its last
 * @returns null, too, where its times would be no dates
 */
export function startOfClock(source: RecordingSource, first: number, last: number): number | null {
  const { startedAt } = source;
  if (startedAt !== null) {
    const areDates = startedAt + first >= FIRST_DATE && startedAt + last <= LAST_DATE;
    return areDates ? startedAt : null;
  }
  return first >= MIN_UNIX_SECONDS && last <= MAX_UNIX_SECONDS ? 0 : null;
}
