import type { Notes } from './notes.ts';
import { roughly } from './roughly.ts';

/** From this length on, in seconds, a gap is told. */
const LONG = 10;
/** Of slow recordings, a gap is longer than so many intervals. */
const INTERVALS = 20;

/**
 * Notes long gaps of a recording in memory: how many, how long, and where the longest is.
 *
 * @param rate - samples a second; null where it is not known
 */
export function noteGaps(times: Float64Array, rate: number | null, notes: Notes): void {
  const long = Math.max(LONG, INTERVALS / (rate ?? Number.POSITIVE_INFINITY));
  let count = 0;
  let sum = 0;
  let longest = 0;
  let since = 0;
  let elapsed = 0;
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (step > long) {
      count++;
      sum += step;
      if (step > longest) [longest, since] = [step, elapsed];
    }
    if (step > 0) elapsed += step;
  }
  if (count === 0) return;
  const where = `${roughly(since)} after the start`;
  const text =
    count === 1
      ? `a gap of ${roughly(longest)}, ${where}, in which nothing was recorded`
      : `${count} gaps of ${roughly(sum)} together, in which nothing was recorded; the longest, of ${roughly(longest)}, is ${where}`;
  notes.add('gaps', text);
}
