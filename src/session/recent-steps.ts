import type { MissedStep, Step } from '../protocol/index.ts';

/**
 * Steps that are kept to be told again. At three a second it is as many as three quarters of a
 * minute bring; no client should have more samples than that on their way.
 */
const MOST_STEPS = 128;

/** The last confirmed steps of a session, for a client that may not have heard of them. */
export class RecentSteps {
  /** Each with the number of the sample that confirmed it, counted from the session's first. */
  readonly #steps: { readonly sample: number; readonly step: Step }[] = [];

  /**
   * Notes the steps of a frame.
   *
   * @param before samples of the session before this frame
   */
  add(before: number, steps: readonly Step[]): void {
    for (const step of steps) this.#steps.push({ sample: before + step.index + 1, step });
    if (this.#steps.length > MOST_STEPS) this.#steps.splice(0, this.#steps.length - MOST_STEPS);
  }

  /** The steps that were confirmed after the session's first `answered` samples, oldest first. */
  after(answered: number): MissedStep[] {
    return this.#steps
      .filter(({ sample }) => sample > answered)
      .map(({ step: { timestamp, foot, confidence } }) => ({ timestamp, foot, confidence }));
  }

  /** Forgets them all. */
  clear(): void {
    this.#steps.length = 0;
  }
}
