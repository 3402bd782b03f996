import { RecordingError } from './recording-error.ts';

/** A stretch of a recording, in seconds on its clock; the end is not part of it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What files with something known are called, beside `NAME.csv`. */
const BESIDE = /\.((steps|mask)\.csv|count\.json)(\.gz)?$/i;

/** Whether a file is named as one that says something of a recording beside it. */
export function isTruthFile(path: string): boolean {
  return BESIDE.test(path);
}

/**
 * The number of steps in the text of a `NAME.count.json`: `{"steps": 123}`. Null where it tells something else.
 *
 * @throws {RecordingError} `bad_json`, `bad_number`
 */
export function parseCount(text: string, path: string): number | null {
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

/**
 * The stretches of which nothing is known, in order: the text of a `NAME.mask.csv`, rows of `start,end` in seconds.
 * Those that end before they begin hold nothing.
 *
 * @throws {RecordingError} `missing_column`, `bad_number`
 */
export function parseMask(text: string, path: string): Stretch[] {
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
