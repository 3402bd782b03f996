import type { Recording } from '@stepstream/formats';
import { median } from '@stepstream/math';

/** A recording whose contacts are known. The functions that degrade it leave the original alone. */
export interface KnownWalk {
  /** Seconds on the sensor's clock, in the order in which the samples arrive. Length n. */
  readonly times: Float64Array;
  /** m/s², x y z interleaved, length 3n. */
  readonly accel: Float64Array;
  /** Contacts in seconds on the reference's clock, ascending. */
  readonly truth: readonly number[];
}

/** A walk as a recording; neither detector reads the gyroscope. */
export function toRecording({ times, accel }: KnownWalk): Recording {
  return { times, accel, gyro: null, activity: null };
}

/** Seconds from one sample to the next: the median, which pauses and jitter leave alone. */
export function sampleInterval(times: Float64Array): number {
  // A thousand intervals tell it as well as all of them.
  const intervals = times.slice(1, 1001).map((time, i) => time - (times[i] as number));
  return median([...intervals]) ?? 0;
}

/** The samples for which `isKept` holds, in their order. */
export function keepSamples(walk: KnownWalk, isKept: (sample: number) => boolean): KnownWalk {
  const kept: number[] = [];
  for (let i = 0; i < walk.times.length; i++) if (isKept(i)) kept.push(i);
  return arrange(walk, kept);
}

/**
 * The samples in another order.
 *
 * @param order places of samples in the walk; a place may come twice, or not at all
 */
export function arrange({ times, accel, truth }: KnownWalk, order: readonly number[]): KnownWalk {
  const arranged = new Float64Array(3 * order.length);
  for (const [i, place] of order.entries()) {
    arranged.set(accel.subarray(3 * place, 3 * place + 3), 3 * i);
  }
  return {
    times: Float64Array.from(order, (place) => times[place] as number),
    accel: arranged,
    truth,
  };
}

/** Acceleration at an instant between samples, m/s². */
export type Interpolator = (time: number) => readonly [number, number, number];

/** Reads a walk at ascending instants, on straight lines between samples. */
export function interpolator({ times, accel }: KnownWalk): Interpolator {
  let i = 0;
  return (time) => {
    while (i + 2 < times.length && (times[i + 1] as number) <= time) i++;
    const before = times[i] as number;
    const span = (times[i + 1] as number) - before;
    const share = span > 0 ? Math.min(1, Math.max(0, (time - before) / span)) : 0;
    const axis = (k: number): number => {
      const value = accel[3 * i + k] as number;
      return value + share * ((accel[3 * i + 3 + k] as number) - value);
    };
    return [axis(0), axis(1), axis(2)];
  };
}
