import type { Clock } from '../session/index.ts';
import type { SlowFrame } from './frame-times.ts';

/** After a line there is none for so long, in milliseconds: where one frame is slow, thousands are. */
const QUIET_MS = 10_000;

/** Logs frames that are slow: one in ten seconds, with how many there were between. */
export function createSlowFrameLog(
  logger: { warn(fields: object, message: string): void },
  clock: Pick<Clock, 'monotonic'>,
): (frame: SlowFrame) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  let unlogged = 0;
  return ({ session, kind, size, waitedMs, totalMs }) => {
    const now = clock.monotonic();
    if (now - lastMs < QUIET_MS) {
      unlogged++;
      return;
    }
    lastMs = now;
    const times = { waited_ms: Math.round(waitedMs), total_ms: Math.round(totalMs) };
    logger.warn({ session, kind, size, ...times, unlogged }, 'slow frame');
    unlogged = 0;
  };
}
