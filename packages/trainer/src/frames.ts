import { Resampler } from '@stepstream/detector/internals';

/** Samples, as recordings and tracks hold them. */
export interface Samples {
  /** Seconds, length n. */
  readonly times: Float64Array;
  /** m/s², x y z interleaved, length 3n. */
  readonly accel: Float64Array;
}

/** The index of the first sample that is not before `time`; the number of samples where there is none. */
export function indexAt(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Walks over the frames that a detector makes of samples, by the detector's own rules.
 *
 * @param start is called where a stream begins, or begins anew: whatever looks back must forget
 * @param frame is called for each frame, which the resampler then holds
 */
export function eachFrame(
  { times, accel }: Samples,
  start: () => void,
  frame: (resampler: Resampler) => void,
): void {
  const resampler = new Resampler();
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    const x = accel[3 * i] as number;
    const y = accel[3 * i + 1] as number;
    const z = accel[3 * i + 2] as number;
    switch (resampler.continuity(time)) {
      case 'late':
        break;
      case 'gap':
      case 'new_clock':
        resampler.start(time, x, y, z);
        start();
        break;
      case 'continues':
        resampler.add(time, x, y, z);
        while (resampler.next()) frame(resampler);
    }
  }
}
