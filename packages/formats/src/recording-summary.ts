import { quickMedian } from '@stepstream/math';
import type { Recording } from './recording.ts';

/** How long and how dense a recording is. */
export interface RecordingSummary {
  readonly samples: number;
  /** Time that the samples cover, in s; a clock that steps back takes nothing away. */
  readonly duration: number;
  /** Samples a second, measured: 1 / the median interval; null with fewer than two samples. */
  readonly rate: number | null;
}

/** Measures a recording's duration and sampling rate from its timestamps. */
export function recordingSummary(recording: Recording): RecordingSummary {
  const { times } = recording;
  const intervals = new Float64Array(Math.max(0, times.length - 1));
  let count = 0;
  let duration = 0;
  for (let i = 1; i < times.length; i++) {
    const interval = (times[i] as number) - (times[i - 1] as number);
    if (!(interval > 0)) continue;
    duration += interval;
    intervals[count++] = interval;
  }
  const median = quickMedian(intervals.subarray(0, count));
  return { samples: times.length, duration, rate: median === null ? null : 1 / median };
}
