import { bucketEnd, bucketStart } from '@stepstream/calendar';
import type { Division } from './read-division.ts';
import type { ReadableHistory, StepBucket } from './step-bucket.ts';

/** Minutes that are worked on before others have their turn: some milliseconds. */
const PAGE_SIZE = 1000;

/**
 * A user's buckets with steps, put together from their minutes: for short ones that costs less than to ask for the sum
 * of each.
 *
 * @throws {StoreError}
 */
export async function* groupMinutes(
  history: ReadableHistory,
  userId: string,
  { zone, length, start, end }: Division,
): AsyncGenerator<readonly StepBucket[]> {
  const bucketOf = (minute: number) => {
    if (length === '1m') return { start: minute, end: minute + 1, count: 0 };
    return {
      start: Math.max(bucketStart(zone, length, minute), start),
      end: Math.min(bucketEnd(zone, length, minute), end),
      count: 0,
    };
  };
  let last: { start: number; end: number; count: number } | undefined;
  for await (const page of history.minutes(userId, { start, end }, PAGE_SIZE)) {
    const buckets: StepBucket[] = [];
    for (const { minute, count } of page) {
      if (!last || minute >= last.end) {
        if (last) buckets.push(last);
        last = bucketOf(minute);
      }
      last.count += count;
    }
    if (buckets.length > 0) yield buckets;
  }
  if (last) yield [last];
}
