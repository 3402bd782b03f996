import { type ConfirmedStep, type DetectorOptions, StepDetector } from '@stepstream/detector';
import type { Recording } from '@stepstream/formats/browser';

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
export function countSteps(
  recording: Pick<Recording, 'times' | 'accel'>,
  options: CountOptions = {},
): ConfirmedStep[] {
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
