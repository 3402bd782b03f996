import type { HistoryStore, MinuteRange, UtcMinute } from '../store/index.ts';
import { boundariesFrom, bucketStart } from './buckets.ts';
import type { Division } from './read-division.ts';

/** Steps of a user between two minutes. */
export interface StepBucket {
  readonly start: UtcMinute;
  readonly end: UtcMinute;
  readonly count: number;
}

/** What of a history is read. */
export type ReadableHistory = Pick<HistoryStore, 'minutes' | 'sums'>;

/** Buckets that are summed up at once; some milliseconds of a store's time. */
const AT_ONCE = 1000;

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
  { zone, length, start, end }: Division,
  withEmpty = false,
): AsyncGenerator<readonly StepBucket[]> {
  for (let at = start; at < end; ) {
    if (!withEmpty) {
      const next = await nextMinute(history, userId, { start: at, end });
      if (next === undefined) return;
      at = Math.max(at, bucketStart(zone, length, next));
    }
    const boundaries = boundariesFrom(zone, length, { start: at, end }, AT_ONCE);
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
