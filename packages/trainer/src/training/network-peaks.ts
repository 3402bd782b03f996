import { FRAME_RATE, networkModel } from '@stepstream/detector/internals';
import { eachFrame } from '../frames.ts';
import type { Track } from './track.ts';

/** A local maximum of the network's output. */
export interface NetworkPeak {
  /** The moment of which it speaks, in seconds on the sensor's clock. */
  readonly time: number;
  /** The output as it is, without calibration. */
  readonly logit: number;
}

/** All peaks of a network's output over a track, by the detector's own stages. */
export function networkPeaks(
  track: Pick<Track, 'times' | 'accel'>,
  weights: Float32Array,
  delay: number,
): NetworkPeak[] {
  const scorer = networkModel({
    id: 'training',
    weights,
    delay,
    calibration: { slope: 1, intercept: 0 },
    threshold: 0.5,
    walkThreshold: 0.5,
  }).createScorer();
  const peaks: NetworkPeak[] = [];
  let before = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  eachFrame(
    track,
    () => {
      scorer.reset();
      before = last = Number.NEGATIVE_INFINITY;
    },
    ({ x, y, z, time }) => {
      scorer.next(x, y, z);
      const { logit } = scorer;
      if (last > before && last >= logit && Number.isFinite(before)) {
        const shift = (0.5 * (before - logit)) / (before - 2 * last + logit);
        peaks.push({ time: time - delay - (1 - shift) / FRAME_RATE, logit: last });
      }
      before = last;
      last = logit;
    },
  );
  return peaks;
}
