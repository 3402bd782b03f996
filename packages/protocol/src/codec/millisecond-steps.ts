import { type Fault, fault } from '../faults.ts';
import {
  isMillisecondStep,
  MAX_MILLISECOND_STEP,
  MAX_SHARED_SPACING_SECONDS,
  MIN_MILLISECOND_STEP,
} from '../millisecond-steps.ts';
import { ROW_LENGTH, type SampleBlock } from '../samples.ts';

/** Intervals that a frame must have for it to be judged. One may be a gap in what was recorded. */
const MIN_INTERVALS = 2;

/** What is wrong with timestamps that count milliseconds from an origin of their own. */
export function millisecondSteps(field: string): Fault {
  return fault(
    'invalid_value',
    `${field} must be in seconds, not milliseconds: these samples would be ${MIN_MILLISECOND_STEP} to ${MAX_MILLISECOND_STEP} seconds apart`,
    field,
  );
}

/**
 * Whether most steps between the samples of a frame look like milliseconds, so that the median does.
 * Samples that share a time have no step between them.
 *
 * @param block sorted by time
 */
export function hasMillisecondSteps({ rows, count }: SampleBlock): boolean {
  const last = (count - 1) * ROW_LENGTH;
  // Mostly the whole frame is shorter than one such step.
  const covered = (rows[last] as number) - (rows[0] as number);
  if (!(covered >= MIN_MILLISECOND_STEP)) return false;
  // So many samples share their times that, spread out, they come as fast as samples do.
  if (covered <= MAX_SHARED_SPACING_SECONDS * (count - 1)) return false;
  let steps = 0;
  let suspicious = 0;
  for (let row = ROW_LENGTH; row <= last; row += ROW_LENGTH) {
    const step = (rows[row] as number) - (rows[row - ROW_LENGTH] as number);
    if (step > 0) steps++;
    if (isMillisecondStep(step)) suspicious++;
  }
  return steps >= MIN_INTERVALS && 2 * suspicious > steps;
}
