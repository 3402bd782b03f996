import { readdirSync, readFileSync } from 'node:fs';

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The processes that a process has started and that still run; Linux alone tells.
 *
 * @throws {Error} where there is no such process, or no `/proc`
 */
export function childrenOf(pid: number): number[] {
  // Each thread has its own children.
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}
