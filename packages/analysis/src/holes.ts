import type { Interval } from './interval.ts';

/** A hole that is shorter, in seconds, is nothing to look at. */
const MIN_SECONDS = 60;

/** How long the samples of a recording cover, in seconds: without the holes between its stretches. */
export function recordedSeconds(stretches: readonly Interval[]): number {
  return stretches.reduce((sum, { start, end }) => sum + (end - start), 0);
}

/**
 * The longest hole in a recording, where it is longer than all that was recorded: a clock that jumped, more often than
 * a pause. Null where there is none.
 *
 * @param stretches - what the samples cover, in any order; where a clock was set back they overlap
 */
export function outweighingHole(stretches: readonly Interval[]): Interval | null {
  const least = Math.max(MIN_SECONDS, recordedSeconds(stretches));
  let longest: Interval | null = null;
  for (const hole of holesOf(stretches)) {
    const seconds = hole.end - hole.start;
    if (seconds > least && !(longest && seconds <= longest.end - longest.start)) longest = hole;
  }
  return longest;
}

/** What lies between the stretches, in the order of time. */
export function holesOf(stretches: readonly Interval[]): Interval[] {
  const holes: Interval[] = [];
  let reached = Number.POSITIVE_INFINITY;
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    if (start > reached) holes.push({ start: reached, end: start });
    reached = reached === Number.POSITIVE_INFINITY ? end : Math.max(reached, end);
  }
  return holes;
}
