import { readdirSync, readFileSync } from 'node:fs';

/** What the operating system has booked on a process. */
export interface ProcessUsage {
  /** Processor time of each of its threads since that began, in seconds. */
  readonly cpuSeconds: ReadonlyMap<string, number>;
  /** Resident memory, in bytes. */
  readonly residentBytes: number;
}

/**
 * Reads a process's processor time and memory from Linux's `/proc`: the scheduler's own books
 * (proc(5), `schedstat`), in nanoseconds. They count what the process did, whoever else was on the
 * machine, and so are steadier than throughput.
 *
 * @throws {Error} where there is no such process, or no `/proc`
 */
export function processUsage(pid: number): ProcessUsage {
  const cpuSeconds = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const books = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1');
      cpuSeconds.set(thread, Number(books.slice(0, books.indexOf(' '))) / 1e9);
    } catch {
      // The thread has ended since the folder was read.
    }
  }
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { cpuSeconds, residentBytes: kilobytes * 1024 };
}

/**
 * Processor time between two looks at the same process, in seconds. What a thread did that ended in between
 * is in no book any more, and is left out.
 */
export function cpuSecondsBetween(before: ProcessUsage, after: ProcessUsage): number {
  let seconds = 0;
  for (const [thread, time] of after.cpuSeconds) {
    seconds += time - (before.cpuSeconds.get(thread) ?? 0);
  }
  return seconds;
}
