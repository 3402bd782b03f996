/** The class of a step. Feet alternate, and so do the classes; a walk begins with a `start`. */
export type Foot = 'start' | 'end';

/** A step: a contact that counts. */
export interface ConfirmedStep {
  /** The moment of the contact, in seconds on the sensor's clock. */
  readonly timestamp: number;
  readonly foot: Foot;
  /** Probability that this was a contact, 0 … 1. */
  readonly confidence: number;
}

/** Some steps and more of them; mostly there are none, and nothing is copied. */
export function joined(
  some: readonly ConfirmedStep[],
  more: readonly ConfirmedStep[],
): readonly ConfirmedStep[] {
  if (more.length === 0) return some;
  return some.length === 0 ? more : [...some, ...more];
}
