import type { CountedRecording } from '@stepstream/analysis';
import { type CountFailure, failureOf } from './failure.ts';

/** A recording, and what is told of it. */
export interface ToldRecording<T> {
  readonly count: CountedRecording;
  readonly told: T;
}

/**
 * What is told of each recording. Where one can't be told, such as for a date that no calendar has, that is a failure
 * of this recording, and costs none of the others.
 */
export function tellEach<T>(
  counts: readonly CountedRecording[],
  tell: (count: CountedRecording) => T,
  fail: (failure: CountFailure) => void,
): ToldRecording<T>[] {
  return counts.flatMap((count) => {
    try {
      return [{ count, told: tell(count) }];
    } catch (error) {
      fail(failureOf(count.file, error));
      return [];
    }
  });
}
