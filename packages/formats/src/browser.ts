/** What browsers can use of this package: nothing here needs a runtime's own API. */
import { parseCount, parseMask, type Stretch } from './known-files.ts';
import { stepsCsv } from './own-csv.ts';
import type { FormatOptions, KnownSteps, LoadedRecording, TrueStep } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { RecordingParser } from './recording-parser.ts';

export { parseAccelUnit } from './accel-units.ts';
export { FORMATS, formatTitle } from './formats.ts';
export { isTruthFile, parseCount, parseMask, type Stretch } from './known-files.ts';
export type { NoteCode, RecordingNote } from './notes.ts';
export * from './recording.ts';
export { RecordingError, type RecordingErrorCode } from './recording-error.ts';
export { RecordingParser } from './recording-parser.ts';
export { type RecordingSummary, recordingSummary } from './recording-summary.ts';
export { RunningSummary } from './samples/running-summary.ts';
export type { OnSamples, SampleBlock } from './samples/sample-block.ts';
export { filesOfZip, type UnpackedFile } from './zip-recordings.ts';

/** A file as a page gets it, from an input or a drop: a `File` is one. */
export interface NamedBlob {
  readonly name: string;
  stream(): ReadableStream<Uint8Array>;
}

/**
 * Reads a recording in a page.
 *
 * @param files - one file, or the several of one export (Sensor Logger, phyphox), plain or gzip
 * @throws {RecordingError}
 *
 * @example
 * input.onchange = async () => console.log((await readBlobs([...input.files])).times.length);
 */
export async function readBlobs(
  files: readonly NamedBlob[],
  options: FormatOptions = {},
): Promise<LoadedRecording> {
  const name = files.map((file) => file.name).join(', ');
  const parser = new RecordingParser(name, options);
  for (const file of files) {
    const sink = parser.file(file.name, file.name);
    for await (const bytes of unpacked(file)) sink.push(bytes);
    await sink.end();
  }
  return parser.finish();
}

/**
 * Reads in a page what lies beside a recording, as `count` does: `NAME.steps.csv`, `NAME.count.json`, `NAME.mask.csv`.
 *
 * @returns null where they tell no number of steps
 * @throws {RecordingError}
 */
export async function readKnownBlobs(
  files: readonly NamedBlob[],
): Promise<(KnownSteps & { readonly unknown: readonly Stretch[] }) | null> {
  const find = (ending: RegExp) => files.find(({ name }) => ending.test(name));
  const [steps, count, mask] = [/\.steps\.csv/i, /\.count\.json/i, /\.mask\.csv/i].map(find);
  const times = steps ? await stepTimesOf(steps) : null;
  const told = count ? parseCount(await textOf(count), count.name) : null;
  const number = times?.length ?? told;
  if (number === null) return null;
  return { count: number, times, unknown: mask ? parseMask(await textOf(mask), mask.name) : [] };
}

async function stepTimesOf(file: NamedBlob): Promise<number[]> {
  const steps: TrueStep[] = [];
  const sink = stepsCsv(file.name, steps);
  for await (const bytes of unpacked(file)) sink.push(bytes);
  await sink.end();
  return steps.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
}

async function textOf(file: NamedBlob): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of unpacked(file)) text += decoder.decode(bytes, { stream: true });
  return text + decoder.decode();
}

/** The bytes of a file, unpacked when it begins as gzip does. */
async function* unpacked(file: NamedBlob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  const first = await reader.read();
  const rest = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      if (first.value) controller.enqueue(new Uint8Array(first.value));
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const isGzip = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  const bytes = (isGzip ? rest.pipeThrough(new DecompressionStream('gzip')) : rest).getReader();
  try {
    for (let next = await bytes.read(); !next.done; next = await bytes.read()) yield next.value;
  } catch (error) {
    if (error instanceof RecordingError || !isGzip) throw error;
    const problem = 'the gzip data is damaged or cut off: copy the file again';
    throw new RecordingError('damaged_gzip', file.name, null, problem, error);
  } finally {
    await bytes.cancel().catch(() => {});
  }
}
