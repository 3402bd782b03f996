import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stepsCsv } from '../own-csv.ts';
import type { FormatOptions, LoadedRecording, RecordingSource, TrueStep } from '../recording.ts';
import { RecordingError } from '../recording-error.ts';
import { RecordingParser } from '../recording-parser.ts';
import type { OnSamples } from '../samples/sample-block.ts';
import { isRecordingFile } from '../zip-file.ts';
import { type OnProgress, readBytes } from './byte-source.ts';

/** How to read a recording. */
export interface ReadOptions extends FormatOptions {
  /** Told the share of the recording that has been read, 0 to 1. */
  readonly onProgress?: OnProgress | undefined;
  /**
   * Takes the samples of formats that stream, as they are read; the recording then has none. Default: all are in the
   * recording.
   */
  readonly onStreamed?: OnSamples;
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
  const { onProgress, onStreamed, ...format } = options;
  const parser = new RecordingParser(path, format, onStreamed);
  return readInto(parser, path, onProgress);
}

/** Of a recording that is in memory anyway, so many samples are handed on at a time. */
const SAMPLES_AT_A_TIME = 1 << 16;

/**
 * Reads a recording without keeping it: a week of a device's file takes no more memory than an hour.
 * (Other formats are in memory as a whole all the same.)
 *
 * @param onSamples - takes the samples, some thousand at a time, in SI units
 * @returns what the file turned out to be
 * @throws {RecordingError} for one that can't be read or has any defect; it may come after samples
 *
 * @example
 * let steps = 0;
 * const { gravity } = await streamRecording('week.cwa', {}, ({ times, accel }) => {
 *   for (let i = 0; i < times.length; i++) steps += detector.push(times[i], accel[3 * i], …).length;
 * });
 */
export async function streamRecording(
  path: string,
  options: Omit<ReadOptions, 'onStreamed'>,
  onSamples: OnSamples,
): Promise<RecordingSource> {
  const { onProgress, ...format } = options;
  const parser = new RecordingParser(path, format, onSamples);
  const { times, accel, gyro, source } = await readInto(parser, path, onProgress);
  // None of those that were handed on as they were read are here.
  for (let at = 0; at < times.length; at += SAMPLES_AT_A_TIME) {
    const end = Math.min(at + SAMPLES_AT_A_TIME, times.length);
    onSamples({
      times: times.subarray(at, end),
      accel: accel.subarray(3 * at, 3 * end),
      gyro: gyro?.subarray(3 * at, 3 * end) ?? null,
    });
  }
  return source;
}

async function readInto(
  parser: RecordingParser,
  path: string,
  onProgress?: OnProgress,
): Promise<LoadedRecording> {
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
  await sink.end();
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
  await sink.end();
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
