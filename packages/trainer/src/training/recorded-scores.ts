import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { type NetworkParameters, networkModel, type Scorer } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { runDetector } from '../evaluation/run-detector.ts';

/** What a network says of each frame of a recording, before calibration. */
export interface RecordedScores {
  /** Of a contact, one for each frame, in order. */
  readonly logits: Float32Array;
  /** Of a contact in hindsight; NaN for a frame that brought nothing new. */
  readonly hindsight: Float32Array;
  /** Of being on foot, likewise. */
  readonly onFoot: Float32Array;
}

type Network = Pick<NetworkParameters, 'weights' | 'delay'>;

/** How a network's outputs are read where they are wanted as they are. */
export const UNCALIBRATED = {
  calibration: { slope: 1, intercept: 0 },
  hindsightCalibration: { slope: 1, onFoot: 0, intercept: 0 },
  threshold: 0.5,
  walkThreshold: 0.5,
  hindsightThreshold: 0.5,
} as const;

/**
 * What a network says of a recording. The network is most of a detector's work; with its scores
 * recorded, a decision can be tried in no time.
 */
export function recordScores(recording: Recording, network: Network): RecordedScores {
  const logits: number[] = [];
  const hindsight: number[] = [];
  const onFoot: number[] = [];
  const model = networkModel({ id: 'recording', ...network, ...UNCALIBRATED });
  const createScorer = (): Scorer => {
    const scorer = model.createScorer();
    const next = scorer.next.bind(scorer);
    scorer.next = (x, y, z) => {
      next(x, y, z);
      logits.push(scorer.logit);
      hindsight.push(scorer.fresh ? scorer.hindsight : Number.NaN);
      onFoot.push(scorer.onFoot);
    };
    return scorer;
  };
  runDetector(new StepDetector({ model: { ...model, createScorer } }), recording);
  return {
    logits: Float32Array.from(logits),
    hindsight: Float32Array.from(hindsight),
    onFoot: Float32Array.from(onFoot),
  };
}

/** A detector for the one recording of which these are the scores. */
export function replayedModel(
  parameters: NetworkParameters,
  scores: RecordedScores,
): DetectorModel {
  const { calibration, hindsightCalibration } = parameters;
  const createScorer = (): Scorer => {
    let frame = -1;
    return {
      get logit() {
        const { slope, intercept } = calibration;
        return slope * (scores.logits[frame] as number) + intercept;
      },
      get salience() {
        return this.logit;
      },
      get hindsight() {
        const { slope, onFoot, intercept } = hindsightCalibration;
        const raw = scores.hindsight[frame] as number;
        return slope * raw + onFoot * (scores.onFoot[frame] as number) + intercept;
      },
      get fresh() {
        return !Number.isNaN(scores.hindsight[frame]);
      },
      get onFoot() {
        return scores.onFoot[frame] as number;
      },
      next() {
        frame++;
      },
      reset() {},
      transfer() {},
    };
  };
  return { ...networkModel(parameters), createScorer };
}
