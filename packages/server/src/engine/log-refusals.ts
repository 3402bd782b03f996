import type { UserLabel } from '../audit/user-label.ts';
import type { LimitName, RefusalListener } from '../limits/limits.ts';
import type { Clock } from '../session/index.ts';
import type { Logger } from './logger.ts';

/** A refusal like one before is logged again after this time, in milliseconds. */
const QUIET_MS = 60_000;
/** Whom it remembers; those longest ago are forgotten first. */
const MAX_REMEMBERED = 1000;

/** Logs whom a limit has refused: once a minute, however often they try. */
export function logRefusals(
  logger: Pick<Logger, 'warn'>,
  clock: Clock,
  label: UserLabel = (userId) => userId,
): RefusalListener {
  const lastMs = new Map<string, number>();
  return (limit: LimitName, who: string) => {
    const key = `${limit} ${who}`;
    const now = clock.monotonic();
    if (now - (lastMs.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    lastMs.delete(key);
    lastMs.set(key, now);
    const [oldest] = lastMs.keys();
    if (lastMs.size > MAX_REMEMBERED && oldest !== undefined) lastMs.delete(oldest);
    const shown = limit === 'user_sessions' ? label(who) : who;
    logger.warn({ limit, who: shown }, 'refused: a limit is reached');
  };
}
