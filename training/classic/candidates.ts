import { Evidence } from '../../src/detector/classic/evidence.ts';
import { FRAME_RATE, Resampler } from '../../src/detector/resample.ts';
import type { Recording } from '../../src/formats/index.ts';

/** A peak of the band-passed magnitude: a landing, or not. */
export interface Candidate {
  /** The moment of the peak, in seconds on the recording's clock. */
  readonly time: number;
  /** What the classical detector knows of it, in the order of `Evidence.values`. */
  readonly values: Float64Array;
}

/** All peaks of a recording, by the detector's own stages. */
export function candidatesOf(recording: Recording): Candidate[] {
  const resampler = new Resampler();
  const evidence = new Evidence();
  const found: Candidate[] = [];
  let before = 0;
  let last = 0;
  let lastValues: Float64Array | undefined;

  const takeFrame = (): void => {
    const { x, y, z } = resampler;
    const known = evidence.next(Math.sqrt(x * x + y * y + z * z));
    if (lastValues && last > before && last >= evidence.height) {
      found.push({ time: resampler.time - 1 / FRAME_RATE, values: lastValues });
    }
    before = last;
    last = evidence.height;
    lastValues = known ? evidence.values.slice() : undefined;
  };

  recording.times.forEach((time, i) => {
    const x = recording.accel[3 * i] as number;
    const y = recording.accel[3 * i + 1] as number;
    const z = recording.accel[3 * i + 2] as number;
    switch (resampler.continuity(time)) {
      case 'late':
        return;
      case 'gap':
      case 'new_clock':
        resampler.start(time, x, y, z);
        evidence.reset();
        lastValues = undefined;
        return;
      case 'continues':
        resampler.add(time, x, y, z);
        while (resampler.next()) takeFrame();
    }
  });
  return found;
}
