import type { TimeZone } from '@stepstream/calendar';
import type { RecordingSource } from '@stepstream/formats/browser';

/** Times in this range are Unix times: from 2001 to 2096. */
const MIN_UNIX_SECONDS = 1e9;
const MAX_UNIX_SECONDS = 4e9;

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
 */
export function startOfClock(source: RecordingSource, first: number): number | null {
  if (source.startedAt !== null) return source.startedAt;
  return first >= MIN_UNIX_SECONDS && first <= MAX_UNIX_SECONDS ? 0 : null;
}
