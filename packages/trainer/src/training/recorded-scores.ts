import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { type NetworkParameters, networkModel } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { runDetector } from '../evaluation/run-detector.ts';

const UNCALIBRATED = { slope: 1, intercept: 0 } as const;

/**
 * What a network says of each frame of a recording, before calibration, in order. The network is most
 * of a detector's work; with its scores recorded, a decision can be tried in no time.
 */
export function recordScores(recording: Recording, weights: Float32Array, delay: number): number[] {
  const scores: number[] = [];
  const decision = { threshold: 0.5, walkThreshold: 0.5 };
  const model = networkModel({
    id: 'recording',
    weights,
    delay,
    calibration: UNCALIBRATED,
    ...decision,
  });
  const createScorer = () => {
    const scorer = model.createScorer();
    const next = scorer.next.bind(scorer);
    scorer.next = (x, y, z) => {
      next(x, y, z);
      scores.push(scorer.logit);
    };
    return scorer;
  };
  runDetector(new StepDetector({ model: { ...model, createScorer } }), recording);
  return scores;
}

/** A detector for the one recording of which these are the scores. */
export function replayedModel(
  parameters: NetworkParameters,
  scores: readonly number[],
): DetectorModel {
  const { slope, intercept } = parameters.calibration;
  const createScorer = () => {
    let frame = 0;
    return {
      logit: Number.NEGATIVE_INFINITY,
      get salience() {
        return this.logit;
      },
      next() {
        this.logit = slope * (scores[frame++] as number) + intercept;
      },
      reset() {
        this.logit = Number.NEGATIVE_INFINITY;
      },
      transfer() {},
    };
  };
  return { ...networkModel(parameters), createScorer };
}
