import { FRAME_RATE } from './stages/resample.ts';
import type { StateIO } from './state-io.ts';

/** Scores frames: how likely it is that there was a contact one `delay` of the model ago. */
export interface Scorer {
  /** Logit of the probability of a contact at the newest frame's moment. */
  readonly logit: number;
  /** A curve whose local maxima are the moments of possible contacts; any unit. */
  readonly salience: number;
  /**
   * Logit of the probability of a contact, judged a second time when more has been seen: at the moment
   * one `hindsightDelay` of the model before the newest {@link fresh} frame's. −∞ until there is one.
   */
  readonly hindsight: number;
  /** Logit, not calibrated, of whether that moment lies between the first contact of a walk and the last. */
  readonly onFoot: number;
  /** Whether the newest frame brought a `hindsight` and an `onFoot` of its own. */
  readonly fresh: boolean;
  /**
   * Takes the mean acceleration of the next frame, in m/s² with gravity, and sets all of the above. They
   * must not depend on how the device is held.
   */
  next(x: number, y: number, z: number): void;
  /** Forgets everything. The next frame begins a stream. */
  reset(): void;
  transfer(io: StateIO): void;
}

/** What scores the samples of a detector, and the numbers that belong to it. */
export interface DetectorModel {
  /** Name and version, as clients see it. State that was saved with another id is refused. */
  readonly id: string;
  /** Tells two models of the same name apart: a digest of their parameters. */
  readonly fingerprint: string;
  /** Seconds from a contact to the middle of the frame whose score shows it. */
  readonly delay: number;
  /**
   * Seconds from a contact to the middle of the frame whose `hindsight` shows it; null where the scorer has
   * no hindsight.
   */
  readonly hindsightDelay: number | null;
  /** How many frames the scorer looks back on. */
  readonly windowLength: number;
  /** Shortest time between two contacts in seconds; a second peak within it is the same contact. */
  readonly refractory: number;
  /** Probability over which a peak is taken for a contact. */
  readonly threshold: number;
  /** Mean probability that held contacts must reach to be confirmed as a walk. */
  readonly walkThreshold: number;
  /** Probability over which hindsight counts a contact. */
  readonly hindsightThreshold: number;
  createScorer(): Scorer;
}

/**
 * How far behind the newest sample a detector decides, in seconds: from a contact to the sample that
 * can confirm it. That is the model's delay, half a frame until the scored frame is complete, and one
 * more frame, because a peak shows only once it is over.
 */
export function lookAhead(model: DetectorModel): number {
  return model.delay + 1.5 / FRAME_RATE;
}
