import { RecordingError, readSteps, stepsPathFor, type TrueStep } from '@stepstream/formats';

/**
 * The true steps of a recording, where a `NAME.steps.csv` lies beside it; null where none does.
 *
 * @throws {RecordingError} when there is one that can't be read
 */
export async function readKnownSteps(recordingPath: string): Promise<TrueStep[] | null> {
  try {
    return await readSteps(stepsPathFor(recordingPath));
  } catch (error) {
    if (error instanceof RecordingError && error.code === 'not_found') return null;
    throw error;
  }
}

/** Whether a file is named as a list of known steps, which a pattern like `*.csv` takes along. */
export function isStepsFile(path: string): boolean {
  return /\.steps\.csv(\.gz)?$/i.test(path);
}
