/** Time zones, and what local clocks make of time: minutes, hours and days of people. Pure. */
export {
  BUCKET_LENGTHS,
  BUCKET_MINUTES,
  type BucketLength,
  boundariesFrom,
  bucketEnd,
  bucketStart,
  bucketStarts,
} from './buckets.ts';
export {
  formatClockTime,
  formatInstant,
  formatMinute,
  instantOf,
  startOfDate,
} from './local-time.ts';
export { findTimeZone, type OffsetStretch, TimeZone, UTC } from './time-zone.ts';
export type { UtcMinute } from './utc-minute.ts';
