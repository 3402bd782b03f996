import type { JsonEntry, JsonFormat, SourceFile } from '../format.ts';
import { FORMATS } from '../formats.ts';
import type { FileSink } from '../lines.ts';
import { RecordingError } from '../recording-error.ts';
import { REFUSED_FORMATS, refusal } from '../refused-formats.ts';
import { wholeFile } from '../whole-file.ts';
import { findSamples, isEntry } from './json-samples.ts';
import { jsonTable } from './json-table.ts';
import { jsonValues } from './json-values.ts';
import { isOwnAnswer, samplesOfAnswers } from './own-answers.ts';

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
  const { path, notes } = file;
  const read = jsonValues(text, path, notes);
  const isList = 'value' in read;
  const values = isList ? read.value : read.lines;
  if (!Array.isArray(values)) throw unknown(path, null);
  if (values.length === 0) {
    throw new RecordingError('empty', path, null, 'the JSON has no readings: record it again');
  }
  const entries = values.filter(isEntry);
  const areEntries = entries.length === values.length;
  const isApp = entries.some((entry) => JSON_FORMATS.some(({ matches }) => matches(entry)));
  if (areEntries && isApp) takeReadings(entries, isList, file);
  else takeTable(values, isList, file, readTable);
}

/** Samples of no app, or of Stepstream itself. */
function takeTable(
  values: readonly unknown[],
  isList: boolean,
  { path, notes }: SourceFile,
  readTable: ReadTable,
): void {
  const entries = values.filter(isEntry);
  const refused = REFUSED_FORMATS.find((kind) => entries.some((entry) => kind.json?.(entry)));
  if (refused) throw refusal(refused, path);
  const found = entries.some(isOwnAnswer)
    ? { samples: samplesOfAnswers(entries, notes, path), facts: [] }
    : findSamples(values.length === 1 ? values[0] : values);
  // A frame with all samples, or one sample alone.
  const samples = found ?? { samples: entries, facts: [] };
  const table = jsonTable(samples);
  if (!table) throw unknown(path, isList ? null : 1);
  if (samples.chosen !== undefined) {
    const text = `the JSON has several lists of samples: ${samples.chosen} was taken`;
    notes.add('sensor_chosen', text, { path });
  }
  const areLines =
    !isList && values.length === samples.samples.length && values.length > 1 && table.hasLines;
  const sink = readTable(areLines ? 1 - table.linesAbove : 1);
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

function unknown(path: string, line: number | null): RecordingError {
  const known = JSON_FORMATS.map(({ example }) => example).join(', ');
  const problem = `this JSON is of no known app: it must be readings of ${known}, or samples such as {"timestamp": 0, "accel_x": 0, "accel_y": 0, "accel_z": 9.8}, as a list or one a line`;
  return new RecordingError('unknown_format', path, line, problem);
}
