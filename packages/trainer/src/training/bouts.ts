import { walksOf } from '../evaluation/walks.ts';
import type { Track } from './track.ts';

/** Walking without a pause: contacts, the first and the last of which may be the walk's own. */
export interface Bout {
  /** Seconds, in order; at least one. */
  readonly contacts: readonly number[];
  /** Whether the walk is known to begin with the first contact… */
  readonly begins: boolean;
  /** …and to end with the last. */
  readonly ends: boolean;
}

/** The walks of a track, cut where it is not known whether another contact came; see {@link walksOf}. */
export function boutsOf({ times, contacts, unknown }: Track): Bout[] {
  const whole = { start: times[0] ?? 0, end: times.at(-1) ?? 0 };
  return walksOf(contacts, { whole, unknown }).map(({ from, to, begins, ends }) => ({
    contacts: contacts.slice(from, to),
    begins,
    ends,
  }));
}
