import type { Interval } from '../evaluation/segments.ts';
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

/** After this long without a contact, in seconds, a walk is over. */
export const PAUSE = 2;
/** So long before its first contact and after its last nothing may be unknown, in seconds. */
const KNOWN_AROUND = 1;

/** The walks of a track. */
export function boutsOf({ times, contacts, unknown }: Track): Bout[] {
  const whole: Interval = { start: times[0] ?? 0, end: times.at(-1) ?? 0 };
  const isKnown = (start: number, end: number) =>
    start >= whole.start &&
    end <= whole.end &&
    !unknown.some((one) => one.start < end && one.end > start);
  const bouts: Bout[] = [];
  let first = 0;
  for (let i = 1; i <= contacts.length; i++) {
    const gap = Number(contacts[i]) - Number(contacts[i - 1]);
    if (i < contacts.length && gap <= PAUSE) continue;
    const own = contacts.slice(first, i);
    const [begin, end] = [own[0] as number, own.at(-1) as number];
    bouts.push({
      contacts: own,
      begins: isKnown(begin - KNOWN_AROUND, begin),
      ends: isKnown(end, end + KNOWN_AROUND),
    });
    first = i;
  }
  return bouts;
}
