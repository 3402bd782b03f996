import {
  CONTACT,
  createNetwork,
  FEATURES,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  IN_HINDSIGHT,
  INPUTS,
  Inputs,
  limitedOnFoot,
  ON_FOOT,
} from '@stepstream/detector/internals';
import { eachFrame, type Samples } from '../frames.ts';

/** A local maximum of the network's output. */
export interface NetworkPeak {
  /** The moment of which it speaks, in seconds on the sensor's clock. */
  readonly time: number;
  /** The output as it is, without calibration. */
  readonly logit: number;
  /** What is said of being on foot then. */
  readonly onFoot: number;
}

/**
 * All peaks of one of a network's opinions over a track, as they are: neither smoothed nor calibrated.
 *
 * @param delay seconds from a contact to the frame whose output speaks of it
 */
export function networkPeaks(
  track: Samples,
  weights: Float32Array,
  delay: number,
  output: 'contact' | 'hindsight' = 'contact',
): NetworkPeak[] {
  const features = new Inputs();
  const network = createNetwork(weights);
  const pair = new Float64Array(INPUTS);
  const isContact = output === 'contact';
  const late = isContact ? delay : delay + HINDSIGHT_FRAMES / FRAME_RATE;
  const spacing = (isContact ? 1 : FRAMES_AT_ONCE) / FRAME_RATE;
  const peaks: NetworkPeak[] = [];
  let framesInPair = 0;
  let next = Number.NEGATIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let lastOnFoot = 0;
  const take = (time: number, logit: number, onFoot: number) => {
    if (last > before && last >= logit && Number.isFinite(before)) {
      const shift = (0.5 * (before - logit)) / (before - 2 * last + logit);
      peaks.push({
        time: time - late - (1 - shift) * spacing,
        logit: last,
        onFoot: lastOnFoot,
      });
    }
    before = last;
    last = logit;
    lastOnFoot = onFoot;
  };
  eachFrame(
    track,
    () => {
      features.reset();
      network.reset();
      framesInPair = 0;
      next = before = last = Number.NEGATIVE_INFINITY;
    },
    ({ x, y, z, time }) => {
      features.next(x, y, z);
      pair.set(features.values, framesInPair * FEATURES);
      framesInPair++;
      if (framesInPair < FRAMES_AT_ONCE) {
        if (isContact) take(time, next, 0);
        return;
      }
      framesInPair = 0;
      const logits = network.next(pair);
      const onFoot = limitedOnFoot(logits[ON_FOOT] as number);
      take(time, logits[isContact ? CONTACT : IN_HINDSIGHT] as number, onFoot);
      next = logits[CONTACT + 1] as number;
    },
  );
  return peaks;
}
