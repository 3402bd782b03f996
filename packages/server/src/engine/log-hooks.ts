import type { UserLabel } from '../audit/user-label.ts';
import type { EndReason, Hooks } from '../hooks/index.ts';
import type { Logger } from './logger.ts';

/** Ends that an operator should look at, among the many that are everyday life. */
const REMARKABLE: ReadonlySet<EndReason> = new Set(['unreadable', 'slow_reader', 'rate_limited']);

/** Logs what the hooks tell. */
export function logHooks(
  hooks: Pick<Hooks, 'on'>,
  logger: Logger,
  label: UserLabel = (userId) => userId,
): void {
  hooks.on('sessionEnd', ({ id, userId, requests, steps, duration, hints }, reason) => {
    const level = REMARKABLE.has(reason) ? 'warn' : 'info';
    const hint = hints.length > 0 ? { hints: hints.map(({ code }) => code) } : {};
    logger[level](
      { session: id, user: userId && label(userId), reason, requests, steps, duration, ...hint },
      'session ended',
    );
  });
  hooks.on('error', (error, context) => {
    logger.error({ err: error, ...context }, 'unexpected error');
  });
}
