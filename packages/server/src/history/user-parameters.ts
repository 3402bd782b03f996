import { BUCKET_LENGTHS, type BucketLength } from '@stepstream/calendar';
import type { ParameterDescription } from '../http/document-route.ts';
import type { ProblemCode } from '../http/problem.ts';

const TIME =
  'A date, such as 2026-10-25, for its first moment; a time, such as 2026-10-25T14:30:00+02:00; or Unix seconds. Without an offset it is meant in the time zone.';

/** What a range of time and its buckets are asked for with. */
export function divisionParameters(start: string, bucket: string): ParameterDescription[] {
  return [
    { name: 'start', in: 'query', description: `${TIME} Default: ${start}.` },
    {
      name: 'end',
      in: 'query',
      description: `As \`start\`; it is not part of the range. Default: the end of the bucket that is running now.`,
    },
    {
      name: 'bucket',
      in: 'query',
      description: `How long a bucket is; a day is one on the clocks of the time zone. Default: ${bucket}.`,
      values: BUCKET_LENGTHS satisfies readonly BucketLength[],
    },
    {
      name: 'time_zone',
      in: 'query',
      description:
        'The time zone of days, and of times without an offset: a name of the IANA database, or an offset such as +05:30. Default: UTC.',
    },
  ];
}

/** A part of a longer answer. */
export function pageParameters(defaultLimit: number, maxLimit: number): ParameterDescription[] {
  return [
    {
      name: 'limit',
      in: 'query',
      description: `Most entries of a part, from 1 to ${maxLimit}. Default: ${defaultLimit}.`,
    },
    { name: 'cursor', in: 'query', description: '`next_cursor` of the part before.' },
  ];
}

/** What can be wrong with them. */
export const DIVISION_PROBLEMS: readonly ProblemCode[] = [
  'invalid_user',
  'invalid_time',
  'invalid_time_zone',
  'invalid_bucket',
  'invalid_range',
];
