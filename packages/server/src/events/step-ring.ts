import { isAfter, type StepPosition } from './step-position.ts';

/** Most steps that are kept for one user: two minutes of quick walking. */
export const MAX_KEPT_STEPS = 256;

/** A step as it was told. */
export interface ToldStep {
  readonly position: StepPosition;
  /** The event, as the stream has it. */
  readonly bytes: Uint8Array;
}

/** The last steps of a user, for those who were away for a moment. */
export class StepRing {
  readonly #steps: ToldStep[] = [];

  add(step: ToldStep): void {
    this.#steps.push(step);
    if (this.#steps.length > MAX_KEPT_STEPS) this.#steps.shift();
  }

  /**
   * The steps that were told after one of them.
   *
   * @returns these, oldest first, and whether they are all that there were. Where the step is not kept, they
   *   are those that can only have come later: of its session behind it, and of other sessions.
   */
  after(last: StepPosition): { readonly steps: readonly ToldStep[]; readonly isComplete: boolean } {
    const index = this.#steps.findLastIndex(({ position }) => isSame(position, last));
    if (index >= 0) return { steps: this.#steps.slice(index + 1), isComplete: true };
    const steps = this.#steps.filter(
      ({ position }) => position.session !== last.session || isAfter(position, last),
    );
    return { steps, isComplete: false };
  }
}

function isSame(one: StepPosition, other: StepPosition): boolean {
  return (
    one.session === other.session && one.samples === other.samples && one.total === other.total
  );
}
