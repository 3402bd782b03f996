/**
 * Where a step lies in a session. It depends on the samples alone, so it is the same on a server that has
 * restored the session and been sent the same samples again.
 */
export interface StepPosition {
  /** Id of the session. */
  readonly session: string;
  /** Samples of the session, with the frame that confirmed the step; a reset does not clear them. */
  readonly samples: number;
  /** Steps of the session since its beginning or reset, with this one. */
  readonly total: number;
}

/** A position as the id of an event. */
export function formatPosition({ session, samples, total }: StepPosition): string {
  return `${session}.${samples}.${total}`;
}

const FORM = /^([\w-]{1,64})\.(\d{1,15})\.(\d{1,15})$/;

/** The position that an event's id names; undefined where the text is no such id. */
export function parsePosition(id: string): StepPosition | undefined {
  const [, session, samples, total] = FORM.exec(id) ?? [];
  if (session === undefined) return undefined;
  return { session, samples: Number(samples), total: Number(total) };
}

/** Whether a step comes after another of the same session. */
export function isAfter(one: StepPosition, other: StepPosition): boolean {
  return one.samples === other.samples ? one.total > other.total : one.samples > other.samples;
}
