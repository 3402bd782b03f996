import type { SessionRow } from '@stepstream/protocol';

/** Streams of this page itself are nobody's first frame. */
const OWN = /^(synthetic-walk-|phone-)/;
/** Clocks of a session and of the list may differ by this much, in seconds. */
const MARGIN_SECONDS = 1;

/**
 * The session of the program that somebody is writing: that of the user it was told to stream as or, where it has no
 * name to say, the newest that has begun since. One that is shown stays while it streams: others may begin meanwhile.
 */
export function nextSession(
  sessions: readonly SessionRow[],
  user: string | null,
  since: number,
  shown: Pick<SessionRow, 'id'> | null = null,
): SessionRow | undefined {
  if (user !== null) return sessions.find(({ user_id }) => user_id === user);
  const still = sessions.find(({ id }) => id === shown?.id);
  if (still?.silent_since === null && still.away_until === null) return still;
  return sessions
    .filter(({ user_id, created_at }) => {
      return created_at >= since - MARGIN_SECONDS && !OWN.test(user_id ?? '');
    })
    .toSorted((a, b) => b.created_at - a.created_at)[0];
}
