import { FRAME_RATE, FRAMES_AT_ONCE, networkModel } from '@stepstream/detector/internals';
import { eachFrame, type Samples } from '../frames.ts';
import { UNCALIBRATED } from './recorded-scores.ts';

/** A local maximum of the network's output. */
export interface NetworkPeak {
  /** The moment of which it speaks, in seconds on the sensor's clock. */
  readonly time: number;
  /** The output as it is, without calibration. */
  readonly logit: number;
  /** What is said of being on foot then. */
  readonly onFoot: number;
}

/** All peaks of a network's output over a track, by the detector's own stages. */
export function networkPeaks(
  track: Samples,
  weights: Float32Array,
  delay: number,
  output: 'contact' | 'hindsight' = 'contact',
): NetworkPeak[] {
  const model = networkModel({ id: 'training', weights, delay, ...UNCALIBRATED });
  const scorer = model.createScorer();
  const isContact = output === 'contact';
  const late = isContact ? delay : (model.hindsightDelay as number);
  const spacing = (isContact ? 1 : FRAMES_AT_ONCE) / FRAME_RATE;
  const peaks: NetworkPeak[] = [];
  let before = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let onFoot = 0;
  eachFrame(
    track,
    () => {
      scorer.reset();
      before = last = Number.NEGATIVE_INFINITY;
    },
    ({ x, y, z, time }) => {
      scorer.next(x, y, z);
      if (!isContact && !scorer.fresh) return;
      const logit = isContact ? scorer.logit : scorer.hindsight;
      if (last > before && last >= logit && Number.isFinite(before)) {
        const shift = (0.5 * (before - logit)) / (before - 2 * last + logit);
        peaks.push({ time: time - late - (1 - shift) * spacing, logit: last, onFoot });
      }
      before = last;
      last = logit;
      onFoot = scorer.onFoot;
    },
  );
  return peaks;
}
