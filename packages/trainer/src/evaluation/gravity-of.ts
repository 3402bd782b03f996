import type { KnownWalk } from './known-walk.ts';

/** Gravity is what stays over this long, in seconds. */
const WINDOW = 2;

/** Gravity at each sample, in m/s², x y z interleaved: the mean of each axis over the two seconds around. */
export function gravityOf({ times, accel }: Pick<KnownWalk, 'times' | 'accel'>): Float64Array {
  const gravity = new Float64Array(accel.length);
  const sum = [0, 0, 0];
  let first = 0;
  let end = 0;
  const add = (sample: number, sign: number): void => {
    for (let k = 0; k < 3; k++) {
      sum[k] = (sum[k] as number) + sign * (accel[3 * sample + k] as number);
    }
  };
  for (const [i, time] of times.entries()) {
    while (end < times.length && (times[end] as number) <= time + WINDOW / 2) add(end++, 1);
    while ((times[first] as number) < time - WINDOW / 2) add(first++, -1);
    for (let k = 0; k < 3; k++) gravity[3 * i + k] = (sum[k] as number) / (end - first);
  }
  return gravity;
}
