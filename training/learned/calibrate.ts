import type { LearnedParameters } from '../../src/detector/learned/learned.ts';
import { fitLogisticRegression, type LabelledExample } from '../classic/logistic-regression.ts';
import { matchSteps } from '../evaluation/match-steps.ts';
import type { Track } from './corpus.ts';
import { networkPeaks } from './network-peaks.ts';

/** A peak within this of a landing is that landing, in seconds. */
const TOLERANCE = 0.15;
/** Lower peaks are nothing, and there are very many of them. */
const LOWEST_LOGIT = -4;
/** Digits that are kept: the rest is noise. */
const DIGITS = 4;

/** Peaks of a network's output over a track that it was not trained on, and which were landings. */
export function peaksWithOutcome(
  track: Track,
  weights: Float32Array,
  delay: number,
): LabelledExample[] {
  const peaks = networkPeaks(track, weights, delay).filter(
    ({ time, logit }) =>
      logit > LOWEST_LOGIT && !track.unknown.some(({ start, end }) => time > start && time < end),
  );
  const { pairs } = matchSteps(
    peaks.map(({ time }) => time),
    track.landings.map(({ time }) => time),
    TOLERANCE,
  );
  const landings = new Set(pairs.map(({ detected }) => detected));
  return peaks.map(({ logit }, i) => {
    return { values: [1, logit], outcome: landings.has(i) ? 1 : 0, weight: 1 };
  });
}

/**
 * Fits the line from the network's output to the logit of a true probability (Platt 1999), on peaks
 * of people whom the network was not trained on.
 */
export function calibrate(peaks: readonly LabelledExample[]): LearnedParameters['calibration'] {
  const [intercept, slope] = fitLogisticRegression(peaks).map((w) => Number(w.toFixed(DIGITS)));
  return { slope: slope as number, intercept: intercept as number };
}
