import type { TimeZone } from './time-zone.ts';
import type { UtcMinute } from './utc-minute.ts';

/** How time is divided, and the minutes of a bucket where no clock is moved. */
export const BUCKET_MINUTES = { '1m': 1, '15m': 15, '1h': 60, '1d': 1440 } as const;

/** The length of a bucket. */
export type BucketLength = keyof typeof BUCKET_MINUTES;

/** All lengths, the shortest first. */
export const BUCKET_LENGTHS = Object.keys(BUCKET_MINUTES) as [BucketLength, ...BucketLength[]];

const DAY = BUCKET_MINUTES['1d'];

/**
 * Where buckets begin, in order, from a minute on and before another.
 *
 * Days begin with the first moment of their date on the zone's clocks: one has 23 hours, another 25, and a date
 * that a zone has skipped has none. Shorter buckets begin at whole hours and quarters on those clocks, and whenever
 * these are moved, so that none of them has two offsets.
 */
export function* bucketStarts(
  zone: TimeZone,
  length: BucketLength,
  from: UtcMinute,
  to: UtcMinute,
): Generator<UtcMinute> {
  const size = BUCKET_MINUTES[length] * 60;
  const areDays = length === '1d';
  // Clocks that are put back over midnight come to a date a second time: it has begun with the first.
  const lead = areDays ? 2 * DAY : 1;
  let last: number | undefined;
  for (const { start, end, offset } of zone.stretches(from - lead, to)) {
    const first = Math.floor((start * 60 + offset) / size);
    const isBeginning = last !== undefined && (!areDays || first > last);
    if (isBeginning && start >= from) yield start;
    last = areDays ? Math.max(last ?? first, first) : first;
    for (;;) {
      // Where an offset is no whole number of minutes, a bucket begins with the next whole one.
      const minute = Math.ceil(((last + 1) * size - offset) / 60);
      if (minute >= end) break;
      last++;
      if (minute >= from && minute > start) yield minute;
    }
  }
}

/** The beginning of the bucket that a minute lies in. */
export function bucketStart(zone: TimeZone, length: BucketLength, minute: UtcMinute): UtcMinute {
  let start = minute;
  for (const one of bucketStarts(zone, length, minute - 2 * BUCKET_MINUTES[length], minute + 1)) {
    start = one;
  }
  return start;
}

/** The end of the bucket that a minute lies in. */
export function bucketEnd(zone: TimeZone, length: BucketLength, minute: UtcMinute): UtcMinute {
  const [end] = bucketStarts(zone, length, minute + 1, minute + 3 * BUCKET_MINUTES[length] + 1);
  return end ?? minute + 1;
}

/**
 * The boundaries of buckets that lie one beside another, from a minute on.
 *
 * @param most buckets at most
 * @returns one boundary more than there are buckets; the first and the last bucket are cut off at the range's ends
 */
export function boundariesFrom(
  zone: TimeZone,
  length: BucketLength,
  range: { readonly start: UtcMinute; readonly end: UtcMinute },
  most: number,
): UtcMinute[] {
  const boundaries = [range.start];
  for (const start of bucketStarts(zone, length, range.start + 1, range.end)) {
    boundaries.push(start);
    if (boundaries.length > most) return boundaries;
  }
  boundaries.push(range.end);
  return boundaries;
}
