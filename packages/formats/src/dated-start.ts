import type { LoadedRecording } from './recording.ts';

/** What `Date` can tell, in seconds from 1970 on or back. */
const MAX_SECONDS = 8.64e12;

/** Unix time of a recording's time 0; null, too, where one of its times would be no date. */
export function datedStart({ times, source: { startedAt } }: LoadedRecording): number | null {
  if (startedAt === null) return null;
  const isDate = (time: number) => Math.abs(startedAt + time) <= MAX_SECONDS;
  return isDate(0) && times.every(isDate) ? startedAt : null;
}
