import { RecordingError } from '@stepstream/formats';
import { ProgressLine, UsageError } from 'stepstream/terminal';
import { DatasetError } from '../evaluation/datasets.ts';
import { TrainedModelsError } from '../evaluation/trained-models.ts';

/**
 * Does long work on the recordings, with a line that tells how far it is.
 *
 * @param work tells the line what to show, and clears it where other output comes between
 * @throws {UsageError} when the recordings or the model are missing or not as they should be
 */
export async function withProgress<Result>(
  work: (progress: ProgressLine) => Promise<Result>,
): Promise<Result> {
  const progress = new ProgressLine();
  try {
    return await work(progress);
  } catch (error) {
    const isTheUsers =
      error instanceof DatasetError ||
      error instanceof RecordingError ||
      error instanceof TrainedModelsError;
    throw isTheUsers ? new UsageError(error.message) : error;
  } finally {
    progress.clear();
  }
}

/** Shows what is being done on the line: how many of how many are done, and which comes. */
export const shownOn =
  (progress: ProgressLine) =>
  (what: string, done: number, total: number, name: string): void =>
    progress.update(() => `${what}: ${done}/${total} ${name}`);
