import { StepDetector } from '@stepstream/detector';
import type { NetworkParameters } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { scoreSets } from '../evaluation/evaluate.ts';
import { headlinesOf } from '../evaluation/headlines.ts';
import type { Observation } from '../evaluation/observe.ts';
import type { SetReports } from '../evaluation/report.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { TARGETS } from '../evaluation/targets.ts';
import { type RecordedScores, replayedModel } from './recorded-scores.ts';

/** A recording with what a network that never saw its person said of it. */
export interface ScoredRecording {
  readonly recording: Recording;
  /** All that is known of it; what was detected is not looked at. */
  readonly observation: Observation;
  /** See `recordScores`. */
  readonly scores: RecordedScores;
}

/** The bounds of the decision. */
export type Decision = Pick<
  NetworkParameters,
  'threshold' | 'walkThreshold' | 'hindsightThreshold'
>;

/** Whether people in a moving lift step is not known. */
const UNKNOWN = new Set(['sports.lift_moving']);
/** What is tried of each, from the middle on. */
const GRID: Readonly<Record<keyof Decision, readonly number[]>> = {
  threshold: [0.22, 0.3, 0.17],
  walkThreshold: [0.6, 0.68, 0.52],
  hindsightThreshold: [0.86, 0.8, 0.92],
};
/** Most people carry a phone. */
const PHONES_WEIGHT = 2;
/** A reached target still counts in part: there is always better. */
const REACHED_SHARE = 0.4;
/** An error of so many times its target counts as no more: one lost cause must not decide. */
const MAX_MISS = 8;

/**
 * The bounds with which a network misses the targets least, on recordings of people whom it never
 * saw; one bound after the other. To choose for a network that will be measured on some people, leave
 * those out.
 */
export function chooseDecision(
  recordings: readonly ScoredRecording[],
  network: Omit<NetworkParameters, keyof Decision>,
): Decision {
  let best: Decision = {
    threshold: GRID.threshold[0] as number,
    walkThreshold: GRID.walkThreshold[0] as number,
    hindsightThreshold: GRID.hindsightThreshold[0] as number,
  };
  let least = costOf(recordings, { ...network, ...best });
  for (const bound of Object.keys(GRID) as (keyof Decision)[]) {
    for (const value of GRID[bound].slice(1)) {
      const decision = { ...best, [bound]: value };
      const cost = costOf(recordings, { ...network, ...decision });
      if (cost >= least) continue;
      least = cost;
      best = decision;
    }
  }
  return best;
}

function costOf(recordings: readonly ScoredRecording[], network: NetworkParameters): number {
  const observations = recordings.map(({ recording, observation, scores }): Observation => {
    const detector = new StepDetector({ model: replayedModel(network, scores) });
    const steps = runDetector(detector, recording);
    return { ...observation, steps, detected: steps.map(({ timestamp }) => timestamp) };
  });
  return decisionCost(scoreSets(observations));
}

/** How far a detector is from its targets: the sum of its errors, each as a multiple of its target. */
export function decisionCost(sets: SetReports): number {
  let cost = 0;
  for (const { key, value } of headlinesOf(sets)) {
    const target = TARGETS[key];
    if (!target || value === null || UNKNOWN.has(key)) continue;
    const { limit, better } = target;
    const miss = better === 'less' ? value / limit : (1 - value) / (1 - limit);
    const weight = key.startsWith('phones.') ? PHONES_WEIGHT : 1;
    cost +=
      weight * (miss <= 1 ? REACHED_SHARE * miss : Math.min(miss, MAX_MISS) - (1 - REACHED_SHARE));
  }
  return cost;
}
