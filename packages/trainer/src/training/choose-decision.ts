import { StepDetector } from '@stepstream/detector';
import type { NetworkParameters } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { scoreSets } from '../evaluation/evaluate.ts';
import type { Observation } from '../evaluation/observe.ts';
import type { SetReports } from '../evaluation/report.ts';
import { runDetector } from '../evaluation/run-detector.ts';
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

/** What is tried: every pair of these. */
const THRESHOLDS = [0.78, 0.8, 0.82, 0.84];
const WALK_THRESHOLDS = [0.92, 0.93, 0.94];
const HINDSIGHT_THRESHOLDS = [0.9, 0.94, 0.97];

/**
 * The bounds with which a network misses the targets least, on recordings of people whom it never
 * saw. To choose for a network that will be measured on some people, leave those out.
 */
export function chooseDecision(
  recordings: readonly ScoredRecording[],
  network: Omit<NetworkParameters, keyof Decision>,
): Decision {
  const decisions = THRESHOLDS.flatMap((threshold) =>
    WALK_THRESHOLDS.flatMap((walkThreshold) =>
      HINDSIGHT_THRESHOLDS.map((hindsightThreshold) => ({
        threshold,
        walkThreshold,
        hindsightThreshold,
      })),
    ),
  );
  const costs = decisions.map((decision) => {
    const observations = recordings.map(({ recording, observation, scores }): Observation => {
      const model = replayedModel({ ...network, ...decision }, scores);
      const steps = runDetector(new StepDetector({ model }), recording);
      return { ...observation, steps, detected: steps.map(({ timestamp }) => timestamp) };
    });
    return decisionCost(scoreSets(observations));
  });
  return decisions[costs.indexOf(Math.min(...costs))] as Decision;
}

/**
 * How far a detector is from its targets: the sum of its errors, each as a multiple of its target. The
 * count of phones, which most people will use, weighs three times.
 */
export function decisionCost({ handheld, phones, daily, watch }: SetReports): number {
  const all = daily?.devices.find(({ label }) => label === 'all');
  const terms: readonly (readonly [value: number | null | undefined, target: number])[] = [
    [phones?.total.count.mape, 0.014 / 3],
    [phones && 1 - phones.total.within200ms.f1, 0.013],
    [handheld && 1 - handheld.total.all.within100ms.f1, 0.06],
    [handheld && 1 - handheld.total.level.within100ms.f1, 0.02],
    [handheld?.total.standing.perMinute, 0.3],
    [all?.standingUp.perMinute, 8],
    [all?.sittingDown.perMinute, 8],
    [watch?.total.sitting.perMinute, 1],
    [watch?.total.standing.perMinute, 1],
    [watch && 1 - (watch.total.walking.right ?? 1), 0.05],
    [watch && 1 - (watch.total.jogging.right ?? 1), 0.05],
  ];
  return terms.reduce((sum, [value, target]) => sum + (value ?? 0) / target, 0);
}
