import type { UtcMinute } from '../store/index.ts';
import { ParameterError } from './parameter-error.ts';
import { readBuckets } from './read-buckets.ts';
import {
  checkLength,
  type Division,
  LATEST,
  type Parameters,
  readDivision,
  readLength,
  readTimeZone,
} from './read-division.ts';
import type { ReadableHistory, StepBucket } from './step-bucket.ts';

export const DEFAULT_LIMIT = 1000;
export const MAX_LIMIT = 5000;

/** What is asked of a user's steps. */
export interface StepsQuery extends Division {
  /** Where the page begins. */
  readonly from: UtcMinute;
  /** Buckets of a page at most. */
  readonly limit: number;
  /** Whether buckets without steps are wanted. */
  readonly withEmpty: boolean;
}

/** A part of the answer. */
export interface StepsPage {
  /** Steps of the whole range. */
  readonly total: number;
  readonly buckets: readonly StepBucket[];
  /** Asks for the next part; null after the last one. */
  readonly nextCursor: string | null;
}

/**
 * Reads the parameters of a query. A cursor holds the range, so that "today" stays the same day over all pages.
 *
 * @param now Unix time in milliseconds
 * @throws {ParameterError} for the first one that can't be used
 */
export function readStepsQuery(parameters: Parameters, now: number): StepsQuery {
  const limit = readLimit(parameters, DEFAULT_LIMIT, MAX_LIMIT);
  const fill = parameters.get('fill');
  if (fill !== undefined && fill !== 'zero') {
    throw new ParameterError('invalid_fill', 'fill', 'expected zero, or nothing');
  }
  const cursor = parameters.get('cursor');
  const more = { limit, withEmpty: fill === 'zero' };
  if (cursor !== undefined) {
    const zone = readTimeZone(parameters);
    const length = readLength(parameters, '1h');
    return { zone, length, ...readCursor(cursor), ...more };
  }
  const division = readDivision(parameters, { length: '1h', now });
  checkLength(division);
  return { ...division, from: division.start, ...more };
}

/** @throws {ParameterError} */
export function readLimit(parameters: Parameters, fallback: number, most: number): number {
  const text = parameters.get('limit');
  if (text === undefined) return fallback;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  throw new ParameterError('invalid_limit', 'limit', `expected a whole number from 1 to ${most}`);
}

/**
 * Answers a query.
 *
 * @throws {StoreError}
 */
export async function readStepsPage(
  history: ReadableHistory,
  userId: string,
  query: StepsQuery,
): Promise<StepsPage> {
  const { start, end, from, limit, withEmpty } = query;
  const buckets: StepBucket[] = [];
  for await (const page of readBuckets(history, userId, { ...query, start: from }, withEmpty)) {
    // Not all at once: a page may be longer than a call takes arguments.
    for (const bucket of page) if (buckets.length <= limit) buckets.push(bucket);
    if (buckets.length > limit) break;
  }
  const next = buckets.length > limit ? buckets.pop() : undefined;
  const nextCursor = next
    ? [start, end, next.start].map((one) => one.toString(36)).join('.')
    : null;
  const isWhole = from === start && !next;
  const total = isWhole
    ? buckets.reduce((sum, { count }) => sum + count, 0)
    : ((await history.sums(userId, [start, end]))[0] ?? 0);
  return { total, buckets, nextCursor };
}

function readCursor(text: string) {
  const [start = 0, end = 0, from = 0] = text.split('.').map((part) => Number.parseInt(part, 36));
  const isOurs = /^[0-9a-z]{1,6}(\.[0-9a-z]{1,6}){2}$/.test(text);
  if (isOurs && start <= from && from < end && end * 60 <= LATEST) {
    checkLength({ start, end });
    return { start, end, from };
  }
  throw new ParameterError('invalid_cursor', 'cursor', 'expected next_cursor of the page before');
}
