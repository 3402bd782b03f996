import type { RecordingMeta } from './datasets.ts';
import type { Interval } from './segments.ts';

/**
 * In `pockets` the masks before the first and after the last contact of a recording are no gaps in
 * the labels. People stand there: within a second |a| varies by less than a tenth of what it does in
 * walking, in all recordings. The ends of these walks are known.
 */
export function isStanding({ set }: RecordingMeta, mask: Interval, whole: Interval): boolean {
  return set === 'pockets' && (mask.start <= whole.start || mask.end >= whole.end);
}
