import type { Walker } from './walkers.ts';

/** Sessions that walkers could not resume. */
export interface BegunAnew {
  /** Sessions that were lost before a server owed them a checkpoint: their clients still had all of them. */
  readonly unsaved: number;
  /** Sessions that had been there for long enough to be saved, and were lost all the same. */
  readonly saved: number;
}

/**
 * Tells how many sessions were followed by a new one.
 *
 * @param safeAfterMs how long a session has to be connected, in all, until its state is safe
 */
export function begunAnew(walkers: readonly Walker[], safeAfterMs: number): BegunAnew {
  let [unsaved, saved] = [0, 0];
  for (const { states } of walkers) {
    let connectedMs = 0;
    let since: number | undefined;
    for (const { event, at } of states) {
      if (since !== undefined) connectedMs += at - since;
      since = event.state === 'open' ? at : undefined;
      if (event.resumed !== false) continue;
      if (connectedMs < safeAfterMs) unsaved++;
      else saved++;
      connectedMs = 0;
    }
  }
  return { unsaved, saved };
}
