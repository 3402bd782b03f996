import { matchSteps } from '@stepstream/analysis';
import { StepDetector } from '@stepstream/detector';
import {
  type Calibration,
  type HindsightCalibration,
  networkModel,
} from '@stepstream/detector/internals';
import { fitLogisticRegression, type LabelledExample } from '../classic/logistic-regression.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { type NetworkPeak, networkPeaks } from './network-peaks.ts';
import { UNCALIBRATED } from './recorded-scores.ts';
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

/** What a network takes for contacts, and which of that were contacts, for each of its opinions. */
export interface Candidates {
  readonly contact: readonly LabelledExample[];
  readonly hindsight: readonly LabelledExample[];
}

/**
 * What a detector would take for contacts, were it ready to believe nearly anything, on a track that
 * its network was not trained on; and which of them were contacts.
 */
export function candidatesWithOutcome(
  track: Track,
  weights: Float32Array,
  delay: number,
): Candidates {
  const model = networkModel({
    id: 'calibration',
    weights,
    delay,
    ...UNCALIBRATED,
    threshold: MIN_PROBABILITY,
    walkThreshold: 0,
    // What hindsight adds to a walk is another opinion, and has a calibration of its own.
    hindsightCalibration: { slope: 0, onFoot: 0, intercept: -20 },
  });
  const contacts = runDetector(new StepDetector({ model, confirmAfter: 1 }), {
    ...track,
    gyro: null,
    activity: null,
  }).map(({ timestamp, confidence }) => {
    const probability = Math.min(confidence as number, MAX_PROBABILITY);
    return { time: timestamp, logit: Math.log(probability / (1 - probability)) };
  });
  const seen = networkPeaks(track, weights, delay, 'hindsight').filter(
    ({ logit }) => logit > Math.log(MIN_PROBABILITY / (1 - MIN_PROBABILITY)),
  );
  return {
    contact: judged(track, contacts, ({ logit }) => [1, logit]),
    hindsight: judged(track, seen, ({ logit, onFoot }) => [1, logit, onFoot]),
  };
}

function judged<Candidate extends Pick<NetworkPeak, 'time' | 'logit'>>(
  track: Track,
  candidates: readonly Candidate[],
  valuesOf: (candidate: Candidate) => number[],
): LabelledExample[] {
  const known = candidates.filter(
    ({ time }) => !track.unknown.some((one) => time > one.start && time < one.end),
  );
  const { pairs } = matchSteps(
    known.map(({ time }) => time),
    track.contacts,
    track.kind === 'phones' ? COARSE_TOLERANCE : TOLERANCE,
  );
  const contacts = new Set(pairs.map(({ detected }) => detected));
  return known.map((candidate, i) => ({
    values: valuesOf(candidate),
    outcome: contacts.has(i) ? 1 : 0,
    weight: 1,
  }));
}

/**
 * Fits the line from the network's output to the logit of a true probability (Platt 1999), on
 * candidates of people whom the network was not trained on.
 */
export function calibrate(candidates: readonly LabelledExample[]): Calibration {
  const [intercept, slope] = fitted(candidates);
  return { slope: slope as number, intercept: intercept as number };
}

/** The same for hindsight, where being on foot has a say. */
export function calibrateHindsight(candidates: readonly LabelledExample[]): HindsightCalibration {
  const [intercept, slope, onFoot] = fitted(candidates);
  return { slope: slope as number, onFoot: onFoot as number, intercept: intercept as number };
}

function fitted(candidates: readonly LabelledExample[]): number[] {
  return fitLogisticRegression(candidates).map((weight) => Number(weight.toFixed(DIGITS)));
}
