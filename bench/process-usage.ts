import { readdirSync, readFileSync } from 'node:fs';
import { childrenOf } from '@stepstream/testing/processes';

/** What the operating system has booked on a process and all that it has started. */
export interface ProcessUsage {
  /** Processor time of each of their threads since that began, in seconds. */
  readonly cpuSeconds: ReadonlyMap<string, number>;
  /** Resident memory, in bytes; what processes share counts for each. */
  readonly residentBytes: number;
}

/**
 * Reads the processor time and memory of a process and its descendants from Linux's `/proc`: the scheduler's own
 * books (proc(5), `schedstat`), in nanoseconds. They count what the processes did, whoever else was on the
 * machine, and so are steadier than throughput.
 *
 * @throws {Error} where there is no such process, or no `/proc`
 */
export function processUsage(pid: number): ProcessUsage {
  const cpuSeconds = new Map<string, number>();
  let residentBytes = 0;
  for (const each of [pid, ...descendants(pid)]) {
    for (const thread of readdirSync(`/proc/${each}/task`)) {
      try {
        const books = readFileSync(`/proc/${each}/task/${thread}/schedstat`, 'latin1');
        cpuSeconds.set(thread, Number(books.slice(0, books.indexOf(' '))) / 1e9);
      } catch {
        // The thread has ended since the folder was read.
      }
    }
    const status = readFileSync(`/proc/${each}/status`, 'latin1');
    residentBytes += Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }
  return { cpuSeconds, residentBytes };
}

function descendants(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);
}

/**
 * Processor time between two looks at the same processes, in seconds. What a thread did that ended in between
 * is in no book any more, and is left out.
 */
export function cpuSecondsBetween(before: ProcessUsage, after: ProcessUsage): number {
  let seconds = 0;
  for (const [thread, time] of after.cpuSeconds) {
    seconds += time - (before.cpuSeconds.get(thread) ?? 0);
  }
  return seconds;
}
