import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stepsCsv } from '../own-csv.ts';
import type { FormatOptions, LoadedRecording, TrueStep } from '../recording.ts';
import { RecordingError } from '../recording-error.ts';
import { RecordingParser } from '../recording-parser.ts';
import { isRecordingFile } from '../zip-file.ts';
import { type OnProgress, readBytes } from './byte-source.ts';

/** How to read a recording. */
export interface ReadOptions extends FormatOptions {
  /** Told the share of the recording that has been read, 0 to 1. */
  readonly onProgress?: OnProgress;
}

/**
 * Reads a recording of any known format: a file, plain or gzip whatever its name, a zip archive, or
 * a folder with the files of one export. The text of a CSV is never in memory as a whole.
 *
 * @param path - the file or folder
 * @throws {RecordingError} for one that can't be read or has any defect
 *
 * @example
 * const walk = await readRecording('walk.csv.gz');
 * console.log(walk.times.length, 'samples of', walk.source.format);
 */
export async function readRecording(
  path: string,
  options: ReadOptions = {},
): Promise<LoadedRecording> {
  const { onProgress, ...format } = options;
  const parser = new RecordingParser(path, format);
  const names = await namesIn(path);
  if (!names) {
    await feed(parser, path, path, onProgress);
    return parser.finish();
  }
  for (const [i, name] of names.entries()) {
    const share = (fraction: number) => onProgress?.((i + fraction) / names.length);
    await feed(parser, name, join(path, name), share);
  }
  return parser.finish();
}

/**
 * Reads the known contacts of a recording: a CSV with `timestamp` (s) and, mostly, `foot`.
 *
 * @param path - the file, as `stepsPathFor` names it
 * @throws {RecordingError} for a file that can't be read or has any defect
 */
export async function readSteps(path: string): Promise<TrueStep[]> {
  const steps: TrueStep[] = [];
  const sink = stepsCsv(path, steps);
  for await (const bytes of readBytes(path)) sink.push(bytes);
  sink.end();
  return steps;
}

async function feed(
  parser: RecordingParser,
  name: string,
  path: string,
  onProgress?: OnProgress,
): Promise<void> {
  const sink = parser.file(name, path);
  for await (const bytes of readBytes(path, onProgress)) sink.push(bytes);
  sink.end();
}

/** The recording files of a folder; null for what is none, or can't be looked at. */
async function namesIn(path: string): Promise<string[] | null> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return null;
  const names = (await readdir(path)).filter(isRecordingFile).sort();
  if (names.length > 0) return names;
  const problem = 'there is no recording in this folder: CSV, JSON, plain or gzip';
  throw new RecordingError('empty', path, null, problem);
}
