import type { StepDetector } from '@stepstream/detector';
import { magnitudeAt, ROW_LENGTH, type SampleBlock } from '@stepstream/protocol';
import { type Detection, wireStep } from '@stepstream/protocol/codec/server';
import type { SampleTrace } from '../hooks/index.ts';

/**
 * Runs the samples of a frame through a detector.
 *
 * @param detection is told the steps that they confirm, and what the detector thinks after the last
 * @param trace filled with what it thought of each, where somebody wants to know
 */
export function detectInBlock(
  { rows, count, positions, rejected }: SampleBlock,
  detector: StepDetector,
  detection: Detection,
  trace: SampleTrace | undefined,
): void {
  detection.steps.length = 0;
  for (let index = 0; index < count; index++) {
    const row = index * ROW_LENGTH;
    const confirmed = detector.push(
      rows[row] as number,
      rows[row + 1] as number,
      rows[row + 2] as number,
      rows[row + 3] as number,
    );
    if (trace) {
      trace.startProbabilities[index] = detector.startProbability;
      trace.endProbabilities[index] = detector.endProbability;
    }
    for (const step of confirmed) detection.steps.push(wireStep(positions?.[index] ?? index, step));
  }
  detection.magnitude = magnitudeAt(rows, (count - 1) * ROW_LENGTH + 1);
  detection.startProbability = detector.startProbability;
  detection.endProbability = detector.endProbability;
  detection.hasCurrentStep = detector.inStep;
  detection.bufferSize = detector.windowFill;
  detection.pendingSteps = detector.pendingSteps;
  detection.rejected = rejected;
}
