import type { FoundFile } from './find-files.ts';

/** A process takes as long to start as it takes to count so many bytes, about. */
const MIN_BYTES_A_JOB = 4 << 20;

/** How many processes pay off: as many as there are processors, unless there is little to do. */
export function jobsFor(files: readonly FoundFile[], processors: number): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return Math.max(1, Math.min(processors, files.length, Math.floor(bytes / MIN_BYTES_A_JOB)));
}
