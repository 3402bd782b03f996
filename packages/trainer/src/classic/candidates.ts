import { Evidence, FRAME_RATE } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { eachFrame } from '../frames.ts';

/** A peak of the band-passed magnitude: a contact, or not. */
export interface Candidate {
  /** The moment of the peak, in seconds on the recording's clock. */
  readonly time: number;
  /** What the classical detector knows of it, in the order of `Evidence.values`. */
  readonly values: Float64Array;
}

/** All peaks of a recording, by the detector's own stages. */
export function candidatesOf(recording: Recording): Candidate[] {
  const evidence = new Evidence();
  const found: Candidate[] = [];
  let before = 0;
  let last = 0;
  let lastValues: Float64Array | undefined;
  eachFrame(
    recording,
    () => {
      evidence.reset();
      lastValues = undefined;
    },
    ({ x, y, z, time }) => {
      const known = evidence.next(Math.sqrt(x * x + y * y + z * z));
      if (lastValues && last > before && last >= evidence.height) {
        found.push({ time: time - 1 / FRAME_RATE, values: lastValues });
      }
      before = last;
      last = evidence.height;
      lastValues = known ? evidence.values.slice() : undefined;
    },
  );
  return found;
}
