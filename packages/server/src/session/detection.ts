import type { ConfirmedStep, StepDetector } from '@stepstream/detector';
import type { Step, StepDetection } from '@stepstream/protocol';
import type { MessageBody } from './message-body.ts';

/** What an answer to samples tells beside the detector's own state. */
export interface Detected {
  /** The steps that the frame confirmed. */
  readonly steps: readonly Step[];
  readonly totalSteps: number;
  readonly totalSamples: number;
  /** |a| of the frame's last sample, m/s². */
  readonly magnitude: number;
}

/**
 * The answer to samples, from the detector's state after the last of them. `detection-text.ts` writes
 * the same as text, for the path that every sample takes; a test holds the two equal.
 */
export function detection(detector: StepDetector, detected: Detected): MessageBody<StepDetection> {
  const { steps } = detected;
  const start = round(detector.startProbability, 1e4);
  const end = round(detector.endProbability, 1e4);
  const none = round(1 - start - end, 1e4);
  const confidence = Math.max(none, start, end);
  return {
    type: 'step_detection',
    step_detected: steps.length > 0,
    prediction: {
      confidence,
      probabilities: [start, end],
      start_probability: start,
      end_probability: end,
      no_step_probability: none,
      predicted_class: confidence === none ? 0 : confidence === start ? 1 : 2,
      movement_magnitude: round(detected.magnitude, 1e4),
      step_start: steps.some((step) => step.foot === 'start'),
      step_end: steps.some((step) => step.foot === 'end'),
      detector_has_current_step: detector.inStep,
    },
    total_steps: detected.totalSteps,
    total_predictions: detected.totalSamples,
    buffer_size: detector.windowFill,
    steps: [...steps],
    pending_steps: detector.pendingSteps,
    message: 'Step detection processed successfully',
    error: null,
  };
}

/** A step as it is told: confirmed by the sample at `index` of its frame. */
export function stepMessage(index: number, { timestamp, foot, confidence }: ConfirmedStep): Step {
  return { index, timestamp: round(timestamp, 1e6), foot, confidence: round(confidence, 1e4) };
}

/** Rounds to a whole number of parts of one: digits that mean something, on the wire. */
function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
