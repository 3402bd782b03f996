import { type Header, matchColumns } from './csv-header.ts';
import { csvTable, type TableReader } from './csv-table.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import type { FileSink } from './lines.ts';
import { Notes } from './notes.ts';
import type { TrueStep } from './recording.ts';
import { rememberingText, sampleTable } from './sample-table.ts';
import { chooseClock } from './text/choose-clock.ts';
import { tableClock } from './text/table-clock.ts';

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

/** Whether a header is meant as one of this project's own CSV: it has most of its columns. */
function isOwnCsv({ fields, units, headless }: Header): boolean {
  // With units of their own, they are any table's.
  if (headless || units.length > 0) return false;
  const own = COLUMNS.slice(0, REQUIRED_COLUMNS) as readonly string[];
  const found = own.filter((name) => fields.some((field) => field.toLowerCase() === name));
  return found.includes('timestamp') && found.length >= REQUIRED_COLUMNS - 1;
}

/**
 * This project's own CSV: a header naming `timestamp` (s), `accel_x`, `accel_y`, `accel_z` (m/s²,
 * gravity included), and, where there are any, `gyro_x`, `gyro_y`, `gyro_z` (rad/s) and `activity`.
 * Columns come in any order; others are ignored. Other units, which the values show, are converted.
 *
 * @throws {RecordingError} for a header that lacks or repeats a column
 */
function readOwnCsv(file: CsvFile): TableReader {
  const { header, path, options } = file;
  const columns = matchColumns(header, COLUMNS, REQUIRED_COLUMNS, path);
  const field = columns.slots.indexOf(0);
  const clock = tableClock(file, [{ field, unit: undefined, holds: 'any' }], field);
  const said = {
    accelUnit: options.accelUnit,
    gravity: options.gravity,
    usualUnit: 'm/s^2',
  } as const;
  const { gyroUnit = 'rad/s' } = options;
  return sampleTable({ file, format: STEPSTREAM_CSV.name, columns, clock, said, gyroUnit });
}

export const STEPSTREAM_CSV: RecordingFormat = {
  name: 'stepstream',
  title: 'Stepstream CSV',
  summary: 'timestamp (s), accel_x … accel_z (m/s²), maybe gyro_x … gyro_z (rad/s)',
  csv: { matches: isOwnCsv, read: readOwnCsv },
};

/**
 * Reads the known steps of a recording: a CSV with `timestamp` and, mostly, `foot`. The times are
 * those of the recording: seconds, or dates and times of day. A file with a header alone is a recording
 * without a step; where there is no foot, it is ''.
 */
export function stepsCsv(path: string, steps: TrueStep[]): FileSink {
  const footOf = rememberingText(1);
  const notes = new Notes();
  const expected = 'timestamp,foot';
  return csvTable({ path, expected, notes }, (header) => {
    const columns = matchColumns(header, ['timestamp', 'foot'], 1, path);
    const field = columns.slots.indexOf(0);
    const clock = chooseClock(header, [{ field, unit: undefined, holds: 'any' }], 's');
    const times: number[] = [];
    const feet: string[] = [];
    return {
      columns,
      onRow(row) {
        times.push(clock?.date === undefined && clock ? clock.read(row, 0, 0) : row.number(0));
        feet.push(row.columns.has(1) ? footOf(row) : '');
      },
      onEnd() {
        // Numbers are seconds, whatever their spacing: that of steps is no sensor's.
        const settled =
          clock?.kind === 'calendar'
            ? clock.settle(path, Float64Array.from(times), notes).times
            : times;
        settled.forEach((timestamp, i) => {
          steps.push({ timestamp, foot: feet[i] ?? '' });
        });
      },
    };
  });
}

/** Where the known steps of a recording are: `NAME.csv` or `NAME.csv.gz` → `NAME.steps.csv`. */
export function stepsPathFor(recordingPath: string): string {
  return `${recordingPath.replace(/(\.(csv|json|jsonl|txt|zip))?(\.gz)?[\\/]?$/i, '')}.steps.csv`;
}
