import type { SessionMinute } from '../index.ts';

const DAY = 1440;
/** Midnight in Berlin, 1 January 2025, as minutes of Unix time. */
export const YEAR_START = Date.UTC(2024, 11, 31, 23) / 60_000;
const YEAR_DAYS = 365;
/** When clocks in Berlin were moved in 2025, in days since {@link YEAR_START}: 30 March and 26 October. */
const [SPRING, AUTUMN] = [88, 298] as const;

/** Has steps in every minute of the year: more than anybody can walk. */
export const RESTLESS = 'restless';
/** Walks two hours and ten minutes a day, as ten others do. */
export const USUAL = 'user-5';
const USUAL_USERS = 10;
const WALKED_MINUTES = 130;
const WAKING_MINUTES = 16 * 60;
/** What a session lasts. */
const SESSION_MINUTES = 60;

/** Boundaries of the year's local days; one has 23 hours, one 25. */
export function localDays(): number[] {
  return Array.from({ length: YEAR_DAYS + 1 }, (_, day) => {
    const isSummer = day > SPRING && day <= AUTUMN;
    return YEAR_START + day * DAY - (isSummer ? 60 : 0);
  });
}

/** Boundaries of all hours of so many days, from the hundredth on. */
export function hours(days: number): number[] {
  return Array.from({ length: days * 24 + 1 }, (_, hour) => YEAR_START + hour * 60);
}

/**
 * A million user-minutes, in the order of time, as they would come: half of them of one user, half of ten.
 *
 * @param days of the year; all for a million
 */
export function* userMinutes(days = YEAR_DAYS): Generator<SessionMinute> {
  const sessions = new Map<string, string>();
  const sessionOf = (userId: string, minute: number) => {
    const key = `${userId} ${Math.floor(minute / SESSION_MINUTES)}`;
    const sessionId = sessions.get(key) ?? crypto.randomUUID();
    if (!sessions.has(key)) {
      // Only those of the last hours are needed.
      if (sessions.size > 100) sessions.clear();
      sessions.set(key, sessionId);
    }
    return sessionId;
  };
  const walked = Math.floor(WAKING_MINUTES / WALKED_MINUTES);
  for (let offset = 0; offset < days * DAY; offset++) {
    const minute = YEAR_START + offset;
    const users = [RESTLESS];
    const ofDay = offset % DAY;
    if (ofDay % walked === 0 && ofDay < WALKED_MINUTES * walked) {
      for (let i = 0; i < USUAL_USERS; i++) users.push(`user-${i}`);
    }
    for (const userId of users) {
      yield { userId, sessionId: sessionOf(userId, minute), minute, count: 60 + (offset % 60) };
    }
  }
}
