import { GrowingArray } from './growing-array.ts';

/** The readings of one sensor with three axes: n times in seconds, ascending, and 3n values. */
export interface Track {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Collects the readings of one sensor, in whatever order they come. */
export class TrackBuilder {
  readonly #times = new GrowingArray();
  readonly #values = new GrowingArray();

  get length(): number {
    return this.#times.length;
  }

  /** @param time - in seconds */
  push(time: number, x: number, y: number, z: number): void {
    this.#times.push(time);
    this.#values.push(x);
    this.#values.push(y);
    this.#values.push(z);
  }

  /** The readings in order of time; of several with the same time, the first. */
  build(): Track {
    const track = { times: this.#times.toArray(), values: this.#values.toArray() };
    return isAscending(track.times) ? track : sorted(track);
  }
}

/**
 * A sensor's values at other times, on the straight line between the readings around each; the
 * nearest reading before the first and after the last. NaN where there is no reading within reach.
 *
 * @param times - in seconds, ascending
 * @param reach - longest distance to a reading that is still used, in seconds
 * @returns three values a time
 */
export function valuesAt(track: Track, times: Float64Array, reach: number): Float64Array {
  const found = new Float64Array(3 * times.length).fill(Number.NaN);
  let after = 0;
  times.forEach((time, i) => {
    while (after < track.times.length && (track.times[after] as number) < time) after++;
    const before = after - 1;
    const sinceBefore = before < 0 ? Number.POSITIVE_INFINITY : time - (track.times[before] ?? 0);
    const untilAfter = (track.times[after] ?? Number.POSITIVE_INFINITY) - time;
    if (Math.min(sinceBefore, untilAfter) > reach) return;
    const span = sinceBefore + untilAfter;
    const weight =
      span <= 2 * reach ? (span > 0 ? sinceBefore / span : 0) : nearest(sinceBefore, untilAfter);
    for (let axis = 0; axis < 3; axis++) {
      const from = weight === 1 ? 0 : (track.values[3 * before + axis] as number) * (1 - weight);
      const to = weight === 0 ? 0 : (track.values[3 * after + axis] as number) * weight;
      found[3 * i + axis] = from + to;
    }
  });
  return found;
}

/** The weight of the later reading when only the nearer of two counts. */
function nearest(sinceBefore: number, untilAfter: number): 0 | 1 {
  return untilAfter < sinceBefore ? 1 : 0;
}

function isAscending(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) {
    if (!((times[i] as number) > (times[i - 1] as number))) return false;
  }
  return true;
}

function sorted({ times, values }: Track): Track {
  const order = Uint32Array.from(times, (_, i) => i).sort(
    (a, b) => (times[a] as number) - (times[b] as number) || a - b,
  );
  const kept = order.filter((from, i) => i === 0 || times[from] !== times[order[i - 1] as number]);
  const values3 = new Float64Array(3 * kept.length);
  kept.forEach((from, i) => {
    values3.set(values.subarray(3 * from, 3 * from + 3), 3 * i);
  });
  return { times: Float64Array.from(kept, (from) => times[from] as number), values: values3 };
}
