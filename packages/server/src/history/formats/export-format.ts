import type { BucketLength, TimeZone } from '@stepstream/calendar';
import type { StepBucket } from '../step-bucket.ts';

/** What an export is of. */
export interface ExportSubject {
  readonly userId: string;
  readonly zone: TimeZone;
  readonly length: BucketLength;
  /** When it was asked for, in milliseconds of Unix time. */
  readonly now: number;
}

/** A form in which steps leave. */
export interface ExportFormat {
  readonly contentType: string;
  /** How a file of it is called, without a dot. */
  readonly extension: string;
  /** How long a bucket is where nobody says it. */
  readonly length: BucketLength;
  /** What comes before all buckets. */
  readonly head: string;
  /** A bucket as a line, with its end. */
  line(bucket: StepBucket, subject: ExportSubject): string;
}
