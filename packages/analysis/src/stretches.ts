import type { Interval } from './interval.ts';

/** Samples further apart than this, in seconds, leave a hole: what was done in it is not known. */
const MAX_HOLE_SECONDS = 2;

/**
 * The stretches of a recording that its samples cover, in their order. Where its clock steps back, a new one
 * begins, and they may overlap.
 */
export function stretchesOf(times: Float64Array): Interval[] {
  const stretches: Interval[] = [];
  let start = times[0] ?? Number.NaN;
  for (let i = 1; i <= times.length; i++) {
    const last = times[i - 1] as number;
    const next = times[i] ?? Number.NaN;
    if (next >= last && next - last <= MAX_HOLE_SECONDS) continue;
    stretches.push({ start, end: last });
    start = next;
  }
  return stretches;
}
