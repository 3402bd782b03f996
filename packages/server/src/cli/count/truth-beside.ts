import { readFile } from 'node:fs/promises';
import type { Interval, KnownSteps } from '@stepstream/analysis';
import {
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

/** What files with something known are called, beside `NAME.csv`; patterns like `*` take them along. */
const BESIDE = /\.(steps\.csv|mask\.csv|count\.json)(\.gz)?$/i;

/** Whether a file is named as one that says something of a recording beside it. */
export function isTruthFile(path: string): boolean {
  return BESIDE.test(path);
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
  const count = parseCount(await textOf(countPath), countPath);
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
  return parseMask(await textOf(path), path);
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

/** The number of steps; null where the file is not there, or tells something else of the recording. */
function parseCount(text: string | null, path: string): number | null {
  if (text === null) return null;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const problem = 'this is not JSON: write {"steps": 123}';
    throw new RecordingError('bad_json', path, null, problem, error);
  }
  const steps = typeof content === 'number' ? content : stepsIn(content);
  if (steps === undefined) return null;
  if (Number.isSafeInteger(steps) && Number(steps) >= 0) return Number(steps);
  const problem = `steps is ${JSON.stringify(steps)}, not a whole number from 0: write {"steps": 123}`;
  throw new RecordingError('bad_number', path, null, problem);
}

function stepsIn(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !('steps' in content)) return undefined;
  return content.steps;
}

/** The rows of `start,end`, in seconds; those that end before they begin hold nothing. */
function parseMask(text: string | null, path: string): Interval[] {
  if (text === null) return [];
  const [header = '', ...rows] = text.trim().split(/\r?\n/);
  if (header.replaceAll(' ', '') !== 'start,end') {
    throw new RecordingError('missing_column', path, 1, 'the header must be start,end');
  }
  const stretches = rows.map((row, i) => {
    const [start = '', end = '', ...more] = row.split(',').map((cell) => cell.trim());
    const stretch = { start: Number(start || 'x'), end: Number(end || 'x') };
    if (more.length > 0 || !Number.isFinite(stretch.start) || !Number.isFinite(stretch.end)) {
      throw new RecordingError('bad_number', path, i + 2, `"${row}" is not two times in seconds`);
    }
    return stretch;
  });
  return stretches.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
}
