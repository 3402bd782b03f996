import { NONE_REJECTED, type Rejection } from '../samples.ts';
import type { Step } from '../schemas/server-messages.ts';

/**
 * What the samples of a frame have brought: the answer `step_detection`, before it is written. A server
 * has one such object and fills it again for each frame, so whoever keeps one copies it.
 */
export interface Detection {
  readonly kind: 'detection';
  /** The steps that the frame confirms, oldest first, as {@link wireStep} makes them. */
  readonly steps: Step[];
  /** Steps of the session since it began or was reset, these included. */
  totalSteps: number;
  /** Samples of the session that counted since it began. */
  totalSamples: number;
  /** Samples in the detector's window. */
  bufferSize: number;
  /** Steps that are held until they prove to be a walk. */
  pendingSteps: number;
  /** Probability of a contact, as a start, one look-ahead before the newest sample. */
  startProbability: number;
  /** The same, as an end. */
  endProbability: number;
  /** Whether a start has been confirmed whose end has not. */
  hasCurrentStep: boolean;
  /** |a| of the newest sample, m/s². */
  magnitude: number;
  /** The samples of the frame that could not be used, by their position. Mostly none. */
  rejected: readonly Rejection[];
}

/** A detection to be filled again and again. */
export function createDetection(): Detection {
  return {
    kind: 'detection',
    steps: [],
    totalSteps: 0,
    totalSamples: 0,
    bufferSize: 0,
    pendingSteps: 0,
    startProbability: 0,
    endProbability: 0,
    hasCurrentStep: false,
    magnitude: 0,
    rejected: NONE_REJECTED,
  };
}

/**
 * A step as clients are told it, with the digits that mean something.
 *
 * @param index position in the client's frame of the sample that confirmed it
 * @param step as the detector found it
 */
export function wireStep(
  index: number,
  { timestamp, foot, confidence }: Omit<Step, 'index'>,
): Step {
  return { index, timestamp: round(timestamp, 1e6), foot, confidence: round(confidence, 1e4) };
}

/** Rounds to a whole number of parts of one. */
function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
