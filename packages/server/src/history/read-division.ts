import {
  BUCKET_LENGTHS,
  BUCKET_MINUTES,
  type BucketLength,
  bucketEnd,
  bucketStart,
  findTimeZone,
  type TimeZone,
  UTC,
} from '@stepstream/calendar';
import type { MinuteRange, UtcMinute } from '../store/index.ts';
import { ParameterError } from './parameter-error.ts';
import { readTime } from './read-time.ts';

/** The text of each parameter that is there. */
export interface Parameters {
  get(name: string): string | undefined;
}

/** A range of time, and how it is divided. */
export interface Division extends MinuteRange {
  readonly zone: TimeZone;
  readonly length: BucketLength;
}

/** In the year 5994, in seconds: stores have room for so many minutes. */
export const LATEST = 127_000_000_000;

/** @throws {ParameterError} */
export function readTimeZone(parameters: Parameters): TimeZone {
  const text = parameters.get('time_zone');
  if (text === undefined) return UTC;
  // In the text of an address, a plus that nobody has escaped is a blank.
  const zone = findTimeZone(text.replace(/^ (?=\d)/, '+'));
  if (zone) return zone;
  throw new ParameterError(
    'invalid_time_zone',
    'time_zone',
    'expected the name of a time zone, such as Europe/Berlin, UTC or +05:30',
  );
}

/** @throws {ParameterError} */
export function readLength(parameters: Parameters, fallback: BucketLength): BucketLength {
  const text = parameters.get('bucket');
  if (text === undefined) return fallback;
  const length = BUCKET_LENGTHS.find((one) => one === text);
  if (length) return length;
  throw new ParameterError(
    'invalid_bucket',
    'bucket',
    `expected one of ${BUCKET_LENGTHS.join(', ')}`,
  );
}

/**
 * A time as the minute that it lies in, or, for ends, as the one after that: whoever asks for a part of a minute gets
 * all of it.
 *
 * @throws {ParameterError}
 */
export function readMinute(
  parameters: Parameters,
  name: 'start' | 'end',
  zone: TimeZone,
): UtcMinute | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const seconds = readTime(text, zone);
  if (seconds !== undefined && seconds >= 0 && seconds < LATEST) {
    return name === 'start' ? Math.floor(seconds / 60) : Math.ceil(seconds / 60);
  }
  throw new ParameterError(
    'invalid_time',
    name,
    'expected a date such as 2026-10-25, a time such as 2026-10-25T14:30:00+02:00, or Unix seconds',
  );
}

/** What holds where a query does not say it. */
export interface DivisionDefaults {
  readonly length: BucketLength;
  /** Unix time in milliseconds. */
  readonly now: number;
  /** Default: the beginning of the day that the end lies in. */
  readonly start?: UtcMinute;
}

/**
 * The range of a query. It ends with the bucket that is running now, unless the query says when.
 *
 * @throws {ParameterError}
 */
export function readDivision(parameters: Parameters, defaults: DivisionDefaults): Division {
  const zone = readTimeZone(parameters);
  const length = readLength(parameters, defaults.length);
  const givenEnd = readMinute(parameters, 'end', zone);
  const end = givenEnd ?? bucketEnd(zone, length, Math.floor(defaults.now / 60_000));
  const start =
    readMinute(parameters, 'start', zone) ??
    defaults.start ??
    Math.max(bucketStart(zone, '1d', Math.max(end - 1, 0)), 0);
  if (start < end) return { zone, length, start, end };
  throw new ParameterError('invalid_range', 'end', 'expected a time after the start');
}

/** Most days of a range that is answered at once. */
export const MAX_RANGE_DAYS = 3660;

/** @throws {ParameterError} where a range is too long to be summed up while somebody waits */
export function checkLength({ start, end }: MinuteRange): void {
  if (end - start <= MAX_RANGE_DAYS * BUCKET_MINUTES['1d']) return;
  throw new ParameterError(
    'invalid_range',
    'end',
    `expected at most ${MAX_RANGE_DAYS} days after the start; the export has no limit`,
  );
}
