import type { Interval } from '@stepstream/analysis';
import type { Recording } from '@stepstream/formats';

export type { Interval };

/** A stretch with one activity. */
export interface Segment extends Interval {
  readonly activity: string;
}

/** Without a sample for longer than this, in seconds, nothing is known of what went on. */
const HOLE = 1;

/**
 * The stretches of a recording by activity, in order: each ends where the next begins, or with its
 * own last sample where a hole follows. Empty where the recording doesn't tell its activities.
 */
export function segmentsOf(recording: Recording): Segment[] {
  const { times, activity } = recording;
  if (!activity) return [];
  const segments: Segment[] = [];
  let begin = 0;
  for (let i = 1; i <= activity.length; i++) {
    if (i < activity.length && activity[i] === activity[begin]) continue;
    const last = times[i - 1] ?? Number.NaN;
    const next = times[i] ?? last;
    segments.push({
      activity: activity[begin] ?? '',
      start: times[begin] ?? Number.NaN,
      end: next - last > HOLE ? last : next,
    });
    begin = i;
  }
  return segments;
}

/** The activity at a time; the nearest one's before the first sample and after the last. */
export function activityAt(segments: readonly Segment[], time: number): string | null {
  const found = segments.find((segment) => time < segment.end) ?? segments.at(-1);
  return found?.activity ?? null;
}

/** Each interval without `margin` seconds at either end; what has nothing left is dropped. */
export function trimmed(intervals: readonly Interval[], margin: number): Interval[] {
  return intervals
    .map(({ start, end }) => ({ start: start + margin, end: end - margin }))
    .filter(({ start, end }) => end > start);
}

/** The intervals without the stretch of ±`margin` seconds around each of the times. */
export function without(
  intervals: readonly Interval[],
  times: readonly number[],
  margin: number,
): Interval[] {
  return intervals.flatMap((interval) => {
    const rest: Interval[] = [];
    let { start } = interval;
    for (const time of times) {
      if (time + margin <= start || time - margin >= interval.end) continue;
      if (time - margin > start) rest.push({ start, end: time - margin });
      start = time + margin;
    }
    if (start < interval.end) rest.push({ start, end: interval.end });
    return rest;
  });
}

/** How many of the times lie in the intervals. */
export function countInside(intervals: readonly Interval[], times: readonly number[]): number {
  return times.filter((time) => intervals.some(({ start, end }) => time >= start && time < end))
    .length;
}

/** Length of all the intervals together, in seconds. */
export function totalSeconds(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { start, end }) => sum + end - start, 0);
}
