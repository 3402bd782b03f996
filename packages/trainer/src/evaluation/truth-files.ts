import { readFile } from 'node:fs/promises';
import { readSteps, stepsPathFor } from '@stepstream/formats';
import { DatasetError } from './datasets.ts';
import type { Interval } from './segments.ts';

type Steps = Awaited<ReturnType<typeof readSteps>>;

/** No two feet land within this, in seconds: the reference has one contact twice. */
const REPEAT = 0.1;

/**
 * What is known of the contacts of a recording with a `.count.json` beside it. That file says how
 * many steps there are, `{"steps": 448}`, or only what was done, `{"activity": "stairs_up"}`.
 *
 * @param path the recording
 * @returns the rows of `.steps.csv`; none where the count is 0; null where it is not told
 * @throws {DatasetError} when the count is not as it should be, or the steps are not that many
 */
export async function readCheckedSteps(path: string): Promise<Steps | null> {
  const countPath = beside(path, '.count.json');
  const count = parseCount(await readText(countPath), countPath);
  if (count === null) return null;
  if (count === 0) return [];
  const steps = await readSteps(stepsPathFor(path));
  if (steps.length !== count) {
    throw new DatasetError(
      `${countPath} says ${count} steps, but ${stepsPathFor(path)} has ${steps.length}`,
    );
  }
  return steps;
}

/**
 * The stretches of a recording in which nothing is known: the rows of `.mask.csv`, in order of time,
 * joined where they overlap. Rows that end before they begin are left out: some files have one for
 * what comes after a last contact that lies behind the end of the recording. Without such a file
 * everything is known.
 *
 * @param path the recording
 * @throws {DatasetError} when the file is not as it should be
 */
export async function readMask(path: string): Promise<Interval[]> {
  const maskPath = beside(path, '.mask.csv');
  const text = await readText(maskPath);
  return text === null ? [] : joined(parseMask(text, maskPath));
}

/** The times without those that come right after another. */
export function withoutRepeats(times: readonly number[]): number[] {
  const kept: number[] = [];
  for (const time of times) {
    if (time - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= REPEAT) kept.push(time);
  }
  return kept;
}

/** A step count; null where there is none, or where it is not known. */
function parseCount(text: string | null, path: string): number | null {
  if (text === null) throw new DatasetError(`${path} is missing`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new DatasetError(`${path} is not JSON`);
  }
  if (typeof content === 'object' && content !== null) {
    if ('steps' in content && Number.isInteger(content.steps) && Number(content.steps) >= 0) {
      return Number(content.steps);
    }
    if (!('steps' in content) && 'activity' in content) return null;
  }
  throw new DatasetError(`${path} has neither "steps", a whole number, nor "activity"`);
}

function parseMask(text: string, path: string): Interval[] {
  const [header, ...rows] = text.trim().split(/\r?\n/);
  if (header !== 'start,end') throw new DatasetError(`${path} has no header start,end`);
  return rows.map((row, i) => {
    const cells = row.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
    const [start = Number.NaN, end = Number.NaN] = cells;
    if (cells.length !== 2 || !Number.isFinite(start) || !Number.isFinite(end)) {
      throw new DatasetError(`${path}, line ${i + 2}: not two times in seconds: ${row}`);
    }
    return { start, end };
  });
}

function joined(intervals: readonly Interval[]): Interval[] {
  const apart: Interval[] = [];
  const inOrder = intervals
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
  for (const { start, end } of inOrder) {
    const last = apart.at(-1);
    if (last && start <= last.end) {
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    } else apart.push({ start, end });
  }
  return apart;
}

/** Another file of the same recording. */
function beside(path: string, ending: string): string {
  return path.replace(/\.csv\.gz$/, ending);
}

/** The text of a file; null when there is no such file. */
async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
