import { readdirSync, readFileSync } from 'node:fs';

/** What the operating system has booked on a process. */
export interface ProcessUsage {
  /** Processor time of all its threads, in seconds. */
  readonly cpuSeconds: number;
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
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const books = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1');
      nanoseconds += Number(books.slice(0, books.indexOf(' ')));
    } catch {
      // The thread has ended since the folder was read.
    }
  }
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { cpuSeconds: nanoseconds / 1e9, residentBytes: kilobytes * 1024 };
}
