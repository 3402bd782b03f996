import type { JsonEntry, JsonFormat } from './format.ts';
import { FORMATS } from './formats.ts';
import type { FileSink } from './lines.ts';
import { RecordingError } from './recording-error.ts';
import { REFUSED_FORMATS, refusal } from './refused-formats.ts';
import type { Sensors } from './sensors.ts';
import { wholeFile } from './whole-file.ts';

/** Longer texts do not fit a string everywhere. */
const MAX_BYTES = 400_000_000;

const JSON_FORMATS: readonly JsonFormat[] = FORMATS.flatMap(({ json }) => (json ? [json] : []));

/**
 * Reads the JSON of an app: a list of readings, or one reading a line. It has to be in memory as a
 * whole.
 */
export function jsonFile(path: string, sensors: Sensors): FileSink {
  const tooLarge = () => {
    const problem = `the JSON is longer than ${MAX_BYTES / 1e6} MB: export CSV, or a shorter recording`;
    return new RecordingError('too_large', path, null, problem);
  };
  return wholeFile(MAX_BYTES, tooLarge, (bytes) =>
    takeAll(new TextDecoder().decode(bytes), path, sensors),
  );
}

function takeAll(text: string, path: string, sensors: Sensors): void {
  const isList = text.trimStart().startsWith('[');
  const entries = isList ? parse(text, path, null) : jsonLines(text, path);
  if (!Array.isArray(entries)) throw unknown(path, null);
  if (entries.length === 0) {
    throw new RecordingError('empty', path, null, 'the JSON has no readings: record it again');
  }
  entries.forEach((entry: unknown, index) => {
    const line = isList ? null : index + 1;
    if (!isEntry(entry)) throw unknown(path, line);
    const format = JSON_FORMATS.find(({ matches }) => matches(entry));
    if (!format) {
      const refused = REFUSED_FORMATS.find((kind) => kind.json?.(entry));
      throw refused ? refusal(refused, path, line) : unknown(path, line);
    }
    try {
      format.take(entry, sensors);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const where = isList ? `reading ${index + 1}: ` : '';
      throw new RecordingError(
        'bad_number',
        path,
        line,
        `${where}${error.message}: repair it or remove it`,
      );
    }
  });
}

/** One value a line, or one value over several. */
function jsonLines(text: string, path: string): unknown[] {
  const lines = text.split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length > 1 && !isJson(filled[0] ?? '')) return [parse(text, path, null)];
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parse(line, path, i + 1)]));
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
  const known = JSON_FORMATS.map(({ example }) => example).join(' or ');
  const problem = `this JSON is of no known app: it must be readings of ${known}`;
  return new RecordingError('unknown_format', path, line, problem);
}

function isEntry(value: unknown): value is JsonEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
