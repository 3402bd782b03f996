import { learnedModel } from '../../src/detector/learned/learned.ts';
import { FRAME_RATE, Resampler } from '../../src/detector/resample.ts';
import type { Track } from './corpus.ts';

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
  const scorer = learnedModel({
    id: 'training',
    weights,
    delay,
    calibration: { slope: 1, intercept: 0 },
    threshold: 0.5,
    walkThreshold: 0.5,
  }).createScorer();
  const resampler = new Resampler();
  const peaks: NetworkPeak[] = [];
  let before = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < track.times.length; i++) {
    const time = track.times[i] as number;
    const x = track.accel[3 * i] as number;
    const y = track.accel[3 * i + 1] as number;
    const z = track.accel[3 * i + 2] as number;
    const continuity = resampler.continuity(time);
    if (continuity === 'late') continue;
    if (continuity !== 'continues') {
      resampler.start(time, x, y, z);
      scorer.reset();
      before = last = Number.NEGATIVE_INFINITY;
      continue;
    }
    resampler.add(time, x, y, z);
    while (resampler.next()) {
      scorer.next(resampler.x, resampler.y, resampler.z);
      const { logit } = scorer;
      if (last > before && last >= logit && Number.isFinite(before)) {
        const shift = (0.5 * (before - logit)) / (before - 2 * last + logit);
        peaks.push({ time: resampler.time - delay - (1 - shift) / FRAME_RATE, logit: last });
      }
      before = last;
      last = logit;
    }
  }
  return peaks;
}
