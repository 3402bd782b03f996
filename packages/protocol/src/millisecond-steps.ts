/**
 * Steps between timestamps of 2 to 50 milliseconds, as at 500 to 20 Hz, when they are taken for seconds.
 * A stream of samples that really are so far apart has no steps to count.
 */
export const MIN_MILLISECOND_STEP = 2;
export const MAX_MILLISECOND_STEP = 50;

/** Whether a step between two timestamps, in "seconds", looks like one in milliseconds. */
export function isMillisecondStep(step: number): boolean {
  return step >= MIN_MILLISECOND_STEP && step <= MAX_MILLISECOND_STEP;
}

/** Samples that share a time are no further apart than this, in seconds: the slowest device has 10 Hz. */
export const MAX_SHARED_SPACING_SECONDS = 0.1;
