import { type Header, matchColumns } from './csv-header.ts';
import { csvTable, type TableReader } from './csv-table.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import type { FileSink } from './lines.ts';
import type { TrueStep } from './recording.ts';
import { rememberingText, sampleTable } from './sample-table.ts';

const COLUMNS = [
  'timestamp',
  'accel_x',
  'accel_y',
  'accel_z',
  'gyro_x',
  'gyro_y',
  'gyro_z',
  'activity',
] as const;
const REQUIRED_COLUMNS = 4;

/** The shortest header of this project's own CSV, for people. */
export const OWN_HEADER = COLUMNS.slice(0, REQUIRED_COLUMNS).join(',');

/** Whether a header is meant as one of this project's own CSV: it has one of its columns. */
function isOwnCsv({ fields }: Header): boolean {
  return fields.some((field) => (COLUMNS as readonly string[]).includes(field.toLowerCase()));
}

/**
 * This project's own CSV: a header naming `timestamp` (s), `accel_x`, `accel_y`, `accel_z` (m/s²,
 * gravity included), and, where there are any, `gyro_x`, `gyro_y`, `gyro_z` (rad/s) and `activity`.
 * Columns come in any order; others are ignored.
 *
 * @throws {RecordingError} for a header that lacks or repeats a column
 */
function readOwnCsv({ header, path, options, onRecording }: CsvFile): TableReader {
  const columns = matchColumns(header, COLUMNS, REQUIRED_COLUMNS, path);
  const said = {
    timeUnit: options.timeUnit ?? 's',
    accelUnit: options.accelUnit ?? 'm/s^2',
    gyroUnit: options.gyroUnit ?? 'rad/s',
    gravity: options.gravity ?? 'included',
  } as const;
  return sampleTable({ path, header, format: STEPSTREAM_CSV.name, columns, said }, onRecording);
}

export const STEPSTREAM_CSV: RecordingFormat = {
  name: 'stepstream',
  title: 'Stepstream CSV',
  summary: 'timestamp (s), accel_x … accel_z (m/s²), maybe gyro_x … gyro_z (rad/s)',
  csv: { matches: isOwnCsv, read: readOwnCsv },
};

/**
 * Reads the known steps of a recording: a CSV with `timestamp` (s) and, mostly, `foot`. A file
 * with a header alone is a recording without a step; where there is no foot, it is ''.
 */
export function stepsCsv(path: string, steps: TrueStep[]): FileSink {
  const footOf = rememberingText(1);
  return csvTable(path, 'timestamp,foot', (header) => ({
    columns: matchColumns(header, ['timestamp', 'foot'], 1, path),
    onRow(row) {
      const foot = row.columns.has(1) ? footOf(row) : '';
      steps.push({ timestamp: row.number(0), foot });
    },
  }));
}

/** Where the known steps of a recording are: `NAME.csv` or `NAME.csv.gz` → `NAME.steps.csv`. */
export function stepsPathFor(recordingPath: string): string {
  return `${recordingPath.replace(/(\.(csv|json|jsonl|txt|zip))?(\.gz)?[\\/]?$/i, '')}.steps.csv`;
}
