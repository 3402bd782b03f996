import type { Interval } from './segments.ts';

/** Contacts that follow one another without a pause, as places in the list of true contacts. */
export interface Walk {
  readonly from: number;
  /** The place after its last contact. */
  readonly to: number;
  /** Whether its first known contact is known to be its first… */
  readonly begins: boolean;
  /** …and its last known one its last. */
  readonly ends: boolean;
}

/**
 * A walk is over if the next contact is more than this later, in seconds. The slowest walking that is
 * measured takes 1.5 s a step, and a missed contact at 60 a minute leaves a gap of 2 s; who doesn't
 * set down a foot for longer stands.
 */
export const PAUSE = 2;
/** The next contact of a walk would have come within this, in seconds, at 60 a minute and more. */
const NEXT = 1;

export interface KnownStretch {
  /** From the first to the last sample, on the clock of the contacts. */
  readonly whole: Interval;
  /** Where contacts may be missing, in order. */
  readonly unknown: readonly Interval[];
}

/**
 * The walks of a recording. One is cut where it isn't known whether another contact came within a
 * second: at a stretch in which nothing is known, and at the ends of the recording.
 */
export function walksOf(contacts: readonly number[], { whole, unknown }: KnownStretch): Walk[] {
  const isKnown = (start: number, end: number): boolean =>
    start >= whole.start &&
    end <= whole.end &&
    !unknown.some((one) => one.start < end && one.end > start);
  const walks: Walk[] = [];
  let from = 0;
  for (let to = 1; to <= contacts.length; to++) {
    const last = Number(contacts[to - 1]);
    if (to < contacts.length && Number(contacts[to]) - last <= PAUSE) continue;
    const first = Number(contacts[from]);
    const begins = isKnown(first - NEXT, first);
    const ends = isKnown(last, last + NEXT);
    walks.push({ from, to, begins, ends });
    from = to;
  }
  return walks;
}
