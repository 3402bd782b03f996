import type { JsonEntry, JsonFormat, SourceFile } from './format.ts';
import { FORMATS } from './formats.ts';
import { isEntry, jsonTable } from './json-table.ts';
import type { FileSink } from './lines.ts';
import { isOwnAnswer, samplesOfAnswers } from './own-answers.ts';
import { RecordingError } from './recording-error.ts';
import { REFUSED_FORMATS, refusal } from './refused-formats.ts';
import { wholeFile } from './whole-file.ts';

/** Longer texts do not fit a string everywhere. */
const MAX_BYTES = 400_000_000;

const JSON_FORMATS: readonly JsonFormat[] = FORMATS.flatMap(({ json }) => (json ? [json] : []));

/** Reads the rows that a JSON was turned into. @param firstLine - number of the line of the names */
export type ReadTable = (firstLine: number) => FileSink;

/**
 * Reads JSON: the readings of an app, as a list or one a line; or samples whose names say what they
 * are, which are read as a table. It has to be in memory as a whole.
 */
export function jsonFile(file: SourceFile, readTable: ReadTable): FileSink {
  const { path } = file;
  const tooLarge = () => {
    const problem = `the JSON is longer than ${MAX_BYTES / 1e6} MB: export CSV, or a shorter recording`;
    return new RecordingError('too_large', path, null, problem);
  };
  return wholeFile(MAX_BYTES, tooLarge, (bytes) =>
    takeAll(new TextDecoder().decode(bytes), file, readTable),
  );
}

function takeAll(text: string, file: SourceFile, readTable: ReadTable): void {
  const { path } = file;
  const isList = text.trimStart().startsWith('[');
  const values = isList ? parse(text, path, null) : jsonLines(text, path);
  if (!Array.isArray(values)) throw unknown(path, null);
  if (values.length === 0) {
    throw new RecordingError('empty', path, null, 'the JSON has no readings: record it again');
  }
  const entries = values.filter(isEntry);
  if (entries.length < values.length) throw unknown(path, null);
  const isApp = entries.some((entry) => JSON_FORMATS.some(({ matches }) => matches(entry)));
  if (isApp) takeReadings(entries, isList, file);
  else takeTable(entries, isList, file, readTable);
}

/** Samples of no app, or of Stepstream itself. */
function takeTable(
  entries: readonly JsonEntry[],
  isList: boolean,
  { path, notes }: SourceFile,
  readTable: ReadTable,
): void {
  const refused = REFUSED_FORMATS.find((kind) => entries.some((entry) => kind.json?.(entry)));
  if (refused) throw refusal(refused, path);
  const samples = entries.some(isOwnAnswer) ? samplesOfAnswers(entries, notes, path) : entries;
  const table = jsonTable(samples);
  if (!table) throw unknown(path, isList ? null : 1);
  const sink = readTable(!isList && table.hasLines ? 0 : 1);
  sink.push(new TextEncoder().encode(table.text));
  sink.end();
}

function takeReadings(
  entries: readonly JsonEntry[],
  isList: boolean,
  { path, sensors }: SourceFile,
): void {
  entries.forEach((entry, index) => {
    const line = isList ? null : index + 1;
    const format = JSON_FORMATS.find(({ matches }) => matches(entry));
    if (!format) throw unknown(path, line);
    try {
      format.take(entry, sensors);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const where = isList ? `reading ${index + 1}: ` : '';
      const problem = `${where}${error.message}: repair it or remove it`;
      throw new RecordingError('bad_number', path, line, problem);
    }
  });
}

/** One value a line, or one value over several. */
function jsonLines(text: string, path: string): unknown[] {
  const lines = text.split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length > 1 && !isJson(filled[0] ?? '')) return wholeValue(text, path);
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parse(line, path, i + 1)]));
}

/** One value: of an object around a list of samples, the list. */
function wholeValue(text: string, path: string): unknown[] {
  const value = parse(text, path, null);
  const lists = isEntry(value) ? Object.values(value).filter(isListOfEntries) : [];
  return lists.length === 1 ? (lists[0] as unknown[]) : [value];
}

function isListOfEntries(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 1 && value.every(isEntry);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parse(text: string, path: string, line: number | null): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = 'this is not valid JSON, or it is cut off: export it again';
    throw new RecordingError('bad_json', path, line, problem, error);
  }
}

function unknown(path: string, line: number | null): RecordingError {
  const known = JSON_FORMATS.map(({ example }) => example).join(', ');
  const problem = `this JSON is of no known app: it must be readings of ${known}, or samples such as {"timestamp": 0, "accel_x": 0, "accel_y": 0, "accel_z": 9.8}, as a list or one a line`;
  return new RecordingError('unknown_format', path, line, problem);
}
