import { StepDetector } from '@stepstream/detector';
import { type NetworkParameters, networkModel } from '@stepstream/detector/internals';
import { fitLogisticRegression, type LabelledExample } from '../classic/logistic-regression.ts';
import { matchSteps } from '../evaluation/match-steps.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import type { Track } from './track.ts';

/** A candidate within this of a contact is that contact, in seconds. */
const TOLERANCE = 0.15;
/** The same for foot switches, which are polled every 100 ms or so. */
const COARSE_TOLERANCE = 0.2;
/** Outputs below this probability, as they are, are no candidates: there are very many of them. */
const MIN_PROBABILITY = 0.1;
/** Surer than this is as good as certain; certainty has no logit. */
const MAX_PROBABILITY = 1 - 1e-12;
/** Digits that are kept: the rest is noise. */
const DIGITS = 4;

/**
 * What a detector would take for contacts, were it ready to believe nearly anything, on a track that
 * its network was not trained on; and which of them were contacts.
 */
export function candidatesWithOutcome(
  track: Track,
  weights: Float32Array,
  delay: number,
): LabelledExample[] {
  const model = networkModel({
    id: 'calibration',
    weights,
    delay,
    calibration: { slope: 1, intercept: 0 },
    threshold: MIN_PROBABILITY,
    walkThreshold: 0,
  });
  const candidates = runDetector(new StepDetector({ model, confirmAfter: 1 }), {
    ...track,
    gyro: null,
    activity: null,
  }).filter(
    ({ timestamp }) => !track.unknown.some((u) => timestamp > u.start && timestamp < u.end),
  );
  const { pairs } = matchSteps(
    candidates.map(({ timestamp }) => timestamp),
    track.contacts.map(({ time }) => time),
    track.kind === 'phones' ? COARSE_TOLERANCE : TOLERANCE,
  );
  const contacts = new Set(pairs.map(({ detected }) => detected));
  return candidates.map(({ confidence }, i) => {
    const probability = Math.min(confidence as number, MAX_PROBABILITY);
    const logit = Math.log(probability / (1 - probability));
    return { values: [1, logit], outcome: contacts.has(i) ? 1 : 0, weight: 1 };
  });
}

/**
 * Fits the line from the network's output to the logit of a true probability (Platt 1999), on
 * candidates of people whom the network was not trained on.
 */
export function calibrate(
  candidates: readonly LabelledExample[],
): NetworkParameters['calibration'] {
  const [intercept, slope] = fitLogisticRegression(candidates).map((w) =>
    Number(w.toFixed(DIGITS)),
  );
  return { slope: slope as number, intercept: intercept as number };
}
