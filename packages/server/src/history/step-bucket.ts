import type { HistoryStore, UtcMinute } from '../store/index.ts';

/** Steps of a user between two minutes. */
export interface StepBucket {
  readonly start: UtcMinute;
  readonly end: UtcMinute;
  readonly count: number;
}

/** What of a history is read. */
export type ReadableHistory = Pick<HistoryStore, 'minutes' | 'sums'>;
