import { readFile } from 'node:fs/promises';
import type { Interval, KnownSteps } from '@stepstream/analysis';
import {
  parseCount,
  parseMask,
  RecordingError,
  type RecordingNote,
  readSteps,
  stepsPathFor,
  type TrueStep,
} from '@stepstream/formats';

/** What is known of a recording's steps, and what there is to say of it. */
export interface FoundTruth {
  readonly known: KnownSteps | null;
  readonly notes: readonly RecordingNote[];
}

/**
 * What lies beside a recording: `NAME.steps.csv` with the time of each true step, `NAME.count.json` with their
 * number, `NAME.mask.csv` with stretches of which nothing is known.
 *
 * @throws {RecordingError} when one of them can't be read
 */
export async function truthBeside(recordingPath: string): Promise<FoundTruth> {
  const stepsPath = stepsPathFor(recordingPath);
  const countPath = beside(stepsPath, 'count.json');
  const times = await stepsBeside(recordingPath);
  const countText = await textOf(countPath);
  const count = countText === null ? null : parseCount(countText, countPath);
  if (!times && count === null) return { known: null, notes: [] };
  const unknown = await maskBeside(stepsPath);
  if (!times) return { known: { count: count ?? 0, times: null, unknown }, notes: [] };
  const ascending = times.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
  const notes =
    count === null || count === times.length
      ? []
      : [
          contradiction(
            `${countPath} says ${count} steps, and ${stepsPath} has ${times.length}: these were taken`,
            countPath,
          ),
        ];
  return { known: { count: times.length, times: ascending, unknown }, notes };
}

/**
 * What a column of the recording itself tells of its steps; what lies beside it may contradict, and is told then.
 *
 * @throws {RecordingError} when the mask beside it can't be read
 */
export async function truthInside(
  recordingPath: string,
  { count, times }: Omit<KnownSteps, 'unknown'>,
  { known }: FoundTruth,
): Promise<FoundTruth> {
  const unknown = known?.unknown ?? (await maskBeside(stepsPathFor(recordingPath)));
  const text = `the files beside the recording say ${known?.count} steps, and its column ${count}: these were taken`;
  const notes = known && known.count !== count ? [contradiction(text, recordingPath)] : [];
  return { known: { count, times, unknown }, notes };
}

async function maskBeside(stepsPath: string): Promise<Interval[]> {
  const path = beside(stepsPath, 'mask.csv');
  const text = await textOf(path);
  return text === null ? [] : parseMask(text, path);
}

function contradiction(text: string, path: string): RecordingNote {
  return { code: 'truth_contradicts', text, path, line: null };
}

function beside(stepsPath: string, ending: string): string {
  return stepsPath.replace(/steps\.csv$/, ending);
}

/**
 * The true steps of a recording, where a `NAME.steps.csv` lies beside it; null where none does.
 *
 * @throws {RecordingError} when there is one that can't be read
 */
export async function stepsBeside(recordingPath: string): Promise<TrueStep[] | null> {
  try {
    return await readSteps(stepsPathFor(recordingPath));
  } catch (error) {
    if (error instanceof RecordingError && error.code === 'not_found') return null;
    throw error;
  }
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    const why = error instanceof Error ? error.message : String(error);
    throw new RecordingError('unreadable', path, null, `the file can't be read (${why})`, error);
  }
}
