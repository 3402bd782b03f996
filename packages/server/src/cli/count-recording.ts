import {
  type ConfirmedStep,
  type DetectorOptions,
  MAX_STEP_INTERVAL_SECONDS,
  StepDetector,
} from '@stepstream/detector';
import type { Recording } from '@stepstream/formats';

const SAMPLES_BETWEEN_REPORTS = 1 << 16;

/** How to count. */
export interface CountOptions extends DetectorOptions {
  /** Told the share of the recording that has been counted, 0 to 1, now and then. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * The steps of a whole recording, by the same detector that the server runs, fed the same way: one
 * sample after the other, to the end of the stream.
 *
 * @returns the confirmed steps, in the order they were confirmed
 */
export function countSteps(recording: Recording, options: CountOptions = {}): ConfirmedStep[] {
  const { times, accel } = recording;
  const { onProgress, ...detectorOptions } = options;
  const detector = new StepDetector(detectorOptions);
  const steps: ConfirmedStep[] = [];
  for (let i = 0; i < times.length; i++) {
    const confirmed = detector.push(
      times[i] as number,
      accel[3 * i] as number,
      accel[3 * i + 1] as number,
      accel[3 * i + 2] as number,
    );
    for (const step of confirmed) steps.push(step);
    if (i % SAMPLES_BETWEEN_REPORTS === 0) onProgress?.(i / times.length);
  }
  steps.push(...detector.finish());
  return steps;
}

/** What the steps of a recording come to. */
export interface WalkSummary {
  readonly steps: number;
  /** Steps a minute while walking; null where no two steps belong together. */
  readonly cadence: number | null;
  /** Time spent walking, in s: as many mean step times as there are steps. */
  readonly walkingSeconds: number;
  /** Longest time between two walks, in s; null with fewer than two walks. */
  readonly longestPause: number | null;
}

/**
 * Sums up steps: those at most 1.6 s apart, the detector's limit, belong to one walk.
 *
 * @param steps - in order of time; where the clock stepped back, a new walk begins
 */
export function summarizeSteps(steps: readonly Pick<ConfirmedStep, 'timestamp'>[]): WalkSummary {
  let intervals = 0;
  let sum = 0;
  let longestPause: number | null = null;
  for (let i = 1; i < steps.length; i++) {
    const interval = (steps[i]?.timestamp ?? 0) - (steps[i - 1]?.timestamp ?? 0);
    if (interval <= 0) continue;
    if (interval > MAX_STEP_INTERVAL_SECONDS) longestPause = Math.max(longestPause ?? 0, interval);
    else {
      intervals++;
      sum += interval;
    }
  }
  const stepTime = intervals > 0 ? sum / intervals : null;
  return {
    steps: steps.length,
    cadence: stepTime === null ? null : 60 / stepTime,
    walkingSeconds: (stepTime ?? 0) * steps.length,
    longestPause,
  };
}
