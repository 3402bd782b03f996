import { BUCKET_MINUTES, boundariesFrom, bucketStart } from '@stepstream/calendar';
import type { MinuteRange, UtcMinute } from '../store/index.ts';
import { groupMinutes } from './group-minutes.ts';
import type { Division } from './read-division.ts';
import type { ReadableHistory, StepBucket } from './step-bucket.ts';

/** Buckets that are summed up at once; some milliseconds of a store's time. */
const AT_ONCE = 1000;
/** Longer buckets are summed up by the store. */
const MAX_GROUPED_MINUTES = 15;

/**
 * A user's buckets, in order and in pages, from the beginning of a range. Of those without steps only as many as lie
 * near others are looked at, and none is handed out unless all are wanted.
 *
 * @param withEmpty whether buckets without steps are wanted, too
 * @throws {StoreError}
 */
export async function* readBuckets(
  history: ReadableHistory,
  userId: string,
  division: Division,
  withEmpty = false,
): AsyncGenerator<readonly StepBucket[]> {
  const { zone, length, start, end } = division;
  if (!withEmpty && BUCKET_MINUTES[length] <= MAX_GROUPED_MINUTES) {
    yield* groupMinutes(history, userId, division);
    return;
  }
  const boundariesOf = (from: UtcMinute) =>
    boundariesFrom(zone, length, { start: from, end }, AT_ONCE);
  for (let at = start; at < end; ) {
    let boundaries = boundariesOf(at);
    // What is summed up at once need not be looked through before.
    if (!withEmpty && boundaries.at(-1) !== end) {
      const next = await nextMinute(history, userId, { start: at, end });
      if (next === undefined) return;
      at = Math.max(at, bucketStart(zone, length, next));
      boundaries = boundariesOf(at);
    }
    const counts = await history.sums(userId, boundaries);
    const buckets = counts.map((count, i) => ({
      start: boundaries[i] ?? at,
      end: boundaries[i + 1] ?? end,
      count,
    }));
    yield withEmpty ? buckets : buckets.filter(({ count }) => count > 0);
    at = boundaries.at(-1) ?? end;
  }
}

/** The first minute of a range in which a user has steps. */
export async function nextMinute(
  history: ReadableHistory,
  userId: string,
  range: MinuteRange,
): Promise<UtcMinute | undefined> {
  for await (const [first] of history.minutes(userId, range, 1)) return first?.minute;
  return undefined;
}
