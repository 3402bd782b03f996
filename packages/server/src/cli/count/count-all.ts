import type { Counter, CountOutcome } from './count-task.ts';
import type { FoundFile } from './find-files.ts';
import type { JobProgress } from './job-progress.ts';

/**
 * Counts recordings, as many at a time as there are counters, the largest first, so that none of them has much to do
 * when the others are done.
 *
 * @param onOutcome - told of each as it is done
 * @returns what became of each, in the order of the files
 */
export async function countAll(
  files: readonly FoundFile[],
  counters: readonly Counter[],
  progress: JobProgress,
  onOutcome: (outcome: CountOutcome, index: number) => void,
): Promise<void> {
  const waiting = files.map((file, index) => ({ ...file, index }));
  if (counters.length > 1) waiting.sort((a, b) => b.bytes - a.bytes || a.index - b.index);
  let next = 0;
  const work = async (counter: Counter): Promise<void> => {
    for (let job = waiting[next++]; job; job = waiting[next++]) {
      const { path, index } = job;
      const outcome = await counter.count(path, (share) => progress.update(index, share));
      progress.done(index);
      onOutcome(outcome, index);
    }
  };
  await Promise.all(counters.map(work));
}
