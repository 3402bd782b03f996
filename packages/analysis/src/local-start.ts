import { instantOf, type TimeZone } from '@stepstream/calendar';
import type { CountedRecording } from './counted-recording.ts';

/**
 * A count whose times are moments, where its file has those of a clock without its zone.
 *
 * @param zone - where that clock was
 */
export function onClockOf(count: CountedRecording, zone: TimeZone): CountedRecording {
  const { source, startedAt, stretches } = count;
  if (!source.isLocal || startedAt === null) return count;
  // Where clocks were moved during the recording, its times go on as if they were not.
  const first = startedAt + (stretches[0]?.start ?? 0);
  const moved = startedAt + instantOf(zone, first) - first;
  return { ...count, startedAt: moved, source: { ...source, startedAt: moved, isLocal: false } };
}
