import type { StepstreamServer } from '../index.ts';
import type { Haste, StopSignals } from './stop-signals.ts';

/** What is left of the grace period when nothing is waited for any more, in milliseconds; at most half of it. */
const HURRY_MS = 3000;

/**
 * Stops a server: lets go of its clients, then ends it. A second signal cuts that short, and so does the end of the
 * grace period.
 *
 * @param graceSeconds longest that it may take
 * @returns whether it is really over; false where something still hung when the time was up
 */
export async function stopServer(
  server: Pick<StepstreamServer, 'drain' | 'stop'>,
  signals: Pick<StopSignals, 'second'>,
  haste: Haste,
  graceSeconds: number,
): Promise<boolean> {
  const timers: ReturnType<typeof setTimeout>[] = [];
  const after = <Value>(milliseconds: number, value: Value) =>
    new Promise<Value>((resolve) => {
      timers.push(setTimeout(() => resolve(value), milliseconds));
    });
  const graceMs = 1000 * graceSeconds;
  const hurryMs = Math.min(HURRY_MS, graceMs / 2);
  const isHurried = Promise.race([signals.second, after(graceMs - hurryMs, undefined)]);
  const drained = server.drain(haste === 'at_once' ? { delay: 0, spread: 0 } : {});
  await Promise.race([drained, isHurried]);
  const stopped = server.stop().then(() => true);
  const isOver = isHurried.then(() => after(hurryMs, false));
  const done = await Promise.race([stopped, isOver]);
  for (const timer of timers) clearTimeout(timer);
  return done;
}
