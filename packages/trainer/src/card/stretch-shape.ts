import type { Recording } from '@stepstream/formats';
import { mean, median } from '@stepstream/math';
import type { Interval } from '../evaluation/segments.ts';

/** What can be seen of a stretch with a rhythm. */
export interface StretchShape {
  /** Steps a minute, by the middle interval. */
  readonly cadence: number;
  /** Standard deviation of |a|, in m/s². */
  readonly spread: number;
  /** How much |a| is like itself one step later: its autocorrelation there, 1 where it repeats itself. */
  readonly likeness: number;
}

/** Samples a second on which a stretch is laid to compare it with itself. */
const RATE = 50;

/**
 * The shape of a stretch of a recording.
 *
 * @param contacts in seconds on the recording's clock, ascending; two at least
 */
export function shapeOf(
  recording: Recording,
  window: Interval,
  contacts: readonly number[],
): StretchShape {
  const interval = usualInterval(contacts);
  const values = evenMagnitudes(recording, window);
  const middle = mean(values) ?? 0;
  const deviations = values.map((value) => value - middle);
  return {
    cadence: 60 / interval,
    spread: Math.sqrt(mean(deviations.map((value) => value * value)) ?? 0),
    likeness: autocorrelation(deviations, Math.round(interval * RATE)),
  };
}

/** The middle of the intervals between contacts, in seconds; NaN with fewer than two. */
export function usualInterval(contacts: readonly number[]): number {
  const intervals = contacts.slice(1).map((time, i) => time - Number(contacts[i]));
  return median(intervals) ?? Number.NaN;
}

/** |a| of a window in m/s² at even times, on straight lines between the samples. */
function evenMagnitudes({ times, accel }: Recording, { start, end }: Interval): number[] {
  const at = (i: number): number =>
    Math.hypot(Number(accel[3 * i]), Number(accel[3 * i + 1]), Number(accel[3 * i + 2]));
  const values: number[] = [];
  let next = 1;
  for (let k = 0; k < (end - start) * RATE; k++) {
    const time = start + k / RATE;
    while (next < times.length && Number(times[next]) < time) next++;
    if (next >= times.length) break;
    const from = Number(times[next - 1]);
    const share = (time - from) / (Number(times[next]) - from);
    values.push(at(next - 1) + Math.max(0, share) * (at(next) - at(next - 1)));
  }
  return values;
}

function autocorrelation(deviations: readonly number[], lag: number): number {
  let product = 0;
  let early = 0;
  let late = 0;
  for (let i = 0; i + lag < deviations.length; i++) {
    const [a, b] = [Number(deviations[i]), Number(deviations[i + lag])];
    product += a * b;
    early += a * a;
    late += b * b;
  }
  return early > 0 && late > 0 ? product / Math.sqrt(early * late) : 0;
}
