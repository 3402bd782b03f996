import { type ConfirmedStep, type DetectorOptions, StepDetector } from '@stepstream/detector';
import type { Samples } from './recording-meter.ts';

const SAMPLES_BETWEEN_REPORTS = 1 << 16;

/** How to count. */
export interface CountOptions extends DetectorOptions {
  /** Told the share of the recording that has been counted, 0 to 1, now and then. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * The steps of a whole recording, by the same detector that the server runs, fed the same way: one
 * sample after the other, to the end of the stream.
 *
 * @returns the confirmed steps, in the order they were confirmed
 */
export function countSteps(recording: Samples, options: CountOptions = {}): ConfirmedStep[] {
  const { onProgress, ...detectorOptions } = options;
  const detector = new StepDetector(detectorOptions);
  const steps: ConfirmedStep[] = [];
  for (const [block, share] of inBlocks(recording)) {
    onProgress?.(share);
    pushSamples(detector, block, steps);
  }
  steps.push(...detector.finish());
  return steps;
}

/** Pushes samples into a detector, and the steps that they confirm into a list. */
export function pushSamples(
  detector: StepDetector,
  { times, accel }: Samples,
  steps: ConfirmedStep[],
): void {
  for (let i = 0; i < times.length; i++) {
    const confirmed = detector.push(
      times[i] as number,
      accel[3 * i] as number,
      accel[3 * i + 1] as number,
      accel[3 * i + 2] as number,
    );
    for (const step of confirmed) steps.push(step);
  }
}

/** A recording in blocks, each with the share of the samples that lie before it. */
export function* inBlocks({ times, accel }: Samples): Generator<[block: Samples, share: number]> {
  for (let from = 0; from < times.length; from += SAMPLES_BETWEEN_REPORTS) {
    const to = Math.min(from + SAMPLES_BETWEEN_REPORTS, times.length);
    const block = { times: times.subarray(from, to), accel: accel.subarray(3 * from, 3 * to) };
    yield [block, from / times.length];
  }
}
