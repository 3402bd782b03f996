import { bucketEnd, bucketStart, bucketStarts } from '@stepstream/calendar';
import type { RecordingClock } from './clock.ts';
import type { Interval } from './interval.ts';

/** Lengths of the periods that steps are counted in, as a table names them. */
export const PERIOD_LENGTHS = ['minute', 'hour', 'day'] as const;
export type PeriodLength = (typeof PERIOD_LENGTHS)[number];

/** Steps between two moments, in seconds on the recording's clock. */
export interface Period extends Interval {
  readonly steps: number;
  /** How much of it the samples cover, in seconds. Where they do not, steps may be missing. */
  readonly coveredSeconds: number;
}

/** What periods are made of. */
export interface CountedStretches {
  readonly steps: readonly { readonly timestamp: number }[];
  /** What the samples cover, in seconds on the recording's clock. */
  readonly stretches: readonly Interval[];
}

const SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;
const BUCKETS = { minute: '1m', hour: '1h', day: '1d' } as const;

/**
 * Steps by the minute, hour or day. Where the recording tells when it was made, these are those of the zone's
 * clocks, and a day may have 23 or 25 hours; otherwise they are counted from its first sample on. Each step is in
 * one period. A period of which no sample is known is left out: its steps are not 0 but unknown.
 */
export function stepsPer(
  length: PeriodLength,
  { steps, stretches }: CountedStretches,
  clock: RecordingClock,
): Period[] {
  const origin = stretches[0]?.start ?? steps[0]?.timestamp ?? 0;
  const periodsOver = (span: Interval): Interval[] =>
    clock.startedAt === null
      ? sinceStart(SECONDS[length], origin, span)
      : onClocks(length, clock.startedAt, clock, span);
  const found = new Map<number, Period>();
  const add = ({ start, end }: Interval, steps: number, seconds: number) => {
    const before = found.get(start) ?? { steps: 0, coveredSeconds: 0 };
    const coveredSeconds = before.coveredSeconds + seconds;
    found.set(start, { start, end, steps: before.steps + steps, coveredSeconds });
  };
  for (const stretch of stretches) {
    for (const period of periodsOver(stretch)) {
      const covered = Math.min(stretch.end, period.end) - Math.max(stretch.start, period.start);
      add(period, 0, Math.max(0, covered));
    }
  }
  for (const { timestamp } of steps) {
    for (const period of periodsOver({ start: timestamp, end: timestamp })) add(period, 1, 0);
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The periods of a length that touch a span, counted from an origin on. */
function sinceStart(size: number, origin: number, { start, end }: Interval): Interval[] {
  const periods: Interval[] = [];
  for (let n = Math.floor((start - origin) / size); origin + n * size <= end; n++) {
    periods.push({ start: origin + n * size, end: origin + (n + 1) * size });
  }
  return periods;
}

/** The minutes, hours or days of a zone's clocks that touch a span. */
function onClocks(
  length: PeriodLength,
  startedAt: number,
  { zone }: RecordingClock,
  { start, end }: Interval,
): Interval[] {
  const bucket = BUCKETS[length];
  const [first, last] = [start, end].map((time) => Math.floor((startedAt + time) / 60)) as [
    number,
    number,
  ];
  const starts = [
    bucketStart(zone, bucket, first),
    ...bucketStarts(zone, bucket, first + 1, last + 1),
    bucketEnd(zone, bucket, last),
  ].map((minute) => minute * 60 - startedAt);
  return starts.slice(1).map((next, i) => ({ start: starts[i] as number, end: next }));
}
