/** Minutes of a UTC day. */
export const DAY_MINUTES = 1440;

/**
 * The keys of a store. What is in braces decides where a cluster keeps a key, so what belongs to one session or to
 * one user lies together.
 */
export interface Keys {
  /** Version of all this. */
  readonly schema: string;
  /** All users who have days, in a sorted set of equal scores. */
  readonly users: string;
  /** A session's checkpoint, a hash. */
  checkpoint(sessionId: string): string;
  /** A user's sessions, by the time at which they expire. Some may be gone already. */
  sessions(userId: string): string;
  /** The days on which a user has minutes, by their numbers. */
  days(userId: string): string;
  /** A user's minutes of a day: a hash of counts by minute and session, as in `719:SESSION`. */
  day(userId: string, day: number): string;
}

/** @param prefix what tells these keys from those of other programs */
export function keysOf(prefix: string): Keys {
  const ofUser = (userId: string) => `${prefix}:{user:${encodeURIComponent(userId)}}`;
  return {
    schema: `${prefix}:schema`,
    users: `${prefix}:users`,
    checkpoint: (sessionId) => `${prefix}:{session:${sessionId}}:checkpoint`,
    sessions: (userId) => `${ofUser(userId)}:sessions`,
    days: (userId) => `${ofUser(userId)}:days`,
    day: (userId, day) => `${ofUser(userId)}:day:${day}`,
  };
}
