import type { ConfirmedStep, StepDetector } from '@stepstream/detector';

/** Somebody who watches a session. Called on the sample path, so it has to be quick. */
export interface SessionObserver {
  /**
   * A sample has gone through the detector.
   *
   * @param time - seconds on the sensor's clock
   * @param magnitude - |a| in m/s²
   * @param detector - as the sample left it; good during the call only
   */
  sample(
    time: number,
    magnitude: number,
    detector: Pick<StepDetector, 'startProbability' | 'endProbability'>,
  ): void;
  /** The sample has confirmed a step. */
  step(step: ConfirmedStep): void;
}
