import type { Recording } from '@stepstream/formats';
import { generateDisturbance } from '@stepstream/synthetic';
import type { DetectorFactory } from './detector-factory.ts';
import { DISTURBANCE_TRIALS, type DisturbanceTrial } from './disturbance-trials.ts';
import { type StepRate, scoreRate } from './false-steps.ts';
import { runDetector } from './run-detector.ts';
import { STRANGER } from './stranger.ts';

/** What was counted where nobody steps. */
export interface DisturbanceRow extends Pick<DisturbanceTrial, 'key' | 'label' | 'target'> {
  readonly rate: StepRate;
  /** Steps in the minute that has most of them: a mean can hide one motion that is taken for a walk. */
  readonly worst: number;
}

/** Each motion is made so many times, and lasts so long, in s. */
const SEEDS = 8;
const SECONDS = 60;

/** Counts the steps that a detector finds in synthetic motions that hold none. */
export function measureDisturbances(
  createDetector: DetectorFactory,
  trials: readonly DisturbanceTrial[] = DISTURBANCE_TRIALS,
): DisturbanceRow[] {
  return trials.map((trial) => {
    const { key, label, target } = trial;
    const counts = disturbanceRecordings(trial).map(
      (recording) => runDetector(createDetector(STRANGER), recording).length,
    );
    const rate = scoreRate(counts.map((steps) => ({ steps, seconds: SECONDS })));
    return { key, label, target, rate, worst: Math.max(...counts) };
  });
}

/** The motions of a kind that are measured, a minute each. */
export function disturbanceRecordings({ options }: Pick<DisturbanceTrial, 'options'>): Recording[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const motion = generateDisturbance({ ...options, seconds: SECONDS, seed });
    return { ...motion, gyro: null, activity: null };
  });
}
