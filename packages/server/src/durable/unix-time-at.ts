import type { Clock } from '../session/index.ts';

/**
 * What people's clock will show, or has shown, if nobody sets it: what is saved is read by others, who have no other
 * clock. Sessions themselves don't notice when it is set.
 *
 * @param monotonicMs of the clock's monotonic time
 * @returns whole milliseconds of Unix time
 */
export function unixTimeAt(clock: Clock, monotonicMs: number): number {
  return Math.ceil(clock.now() + monotonicMs - clock.monotonic());
}
