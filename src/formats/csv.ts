import type { OnProgress } from './byte-source.ts';
import { type Row, readTable } from './csv-table.ts';
import { GrowingArray } from './growing-array.ts';
import type { Recording, TrueStep } from './recording.ts';
import { RecordingError } from './recording-error.ts';

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
const TIME = 0;
const ACCEL = [1, 2, 3] as const;
const GYRO = [4, 5, 6] as const;
const ACTIVITY = 7;

/**
 * Reads a recording in this project's own CSV: a header naming `timestamp` (s), `accel_x`,
 * `accel_y`, `accel_z` (m/s², gravity included), and, where there are any, `gyro_x`, `gyro_y`,
 * `gyro_z` (rad/s) and `activity`. Columns come in any order; others are ignored. The file is plain
 * text or gzip, whatever its name. The text is never in memory as a whole.
 *
 * A row whose three gyro cells are all empty has NaN for its gyro. Order and spacing of the
 * timestamps are left as they are: putting up with them is the detector's work.
 *
 * @param path - the file
 * @param onProgress - told the share of the file that has been read, 0 to 1
 * @throws {RecordingError} for a file that can't be read or has any defect
 *
 * @example
 * const walk = await readRecording('walk.csv.gz');
 * console.log(walk.times.length, 'samples');
 */
export async function readRecording(path: string, onProgress?: OnProgress): Promise<Recording> {
  const times = new GrowingArray();
  const accel = new GrowingArray();
  const gyro = new GrowingArray();
  const activity: string[] = [];
  const activityOf = rememberingText(ACTIVITY);
  let hasGyro = false;
  let hasActivity = false;

  await readTable(
    path,
    COLUMNS,
    REQUIRED_COLUMNS,
    (columns, line) => {
      const missing = GYRO.filter((column) => !columns.has(column));
      hasGyro = missing.length === 0;
      hasActivity = columns.has(ACTIVITY);
      if (missing.length === 1 || missing.length === 2) {
        const names = missing.map((column) => COLUMNS[column]).join(', ');
        const problem = `the header has a gyroscope without ${names}: add it, or remove the others`;
        throw new RecordingError('half_gyroscope', path, line, problem);
      }
    },
    (row) => {
      times.push(row.number(TIME));
      for (const column of ACCEL) accel.push(row.number(column));
      if (hasGyro) {
        const noGyro = GYRO.every((column) => row.isEmpty(column));
        for (const column of GYRO) gyro.push(noGyro ? Number.NaN : row.number(column));
      }
      if (hasActivity) activity.push(activityOf(row));
    },
    onProgress,
  );
  if (times.length === 0) {
    const problem = 'the file has a header and no samples: record it again';
    throw new RecordingError('empty', path, null, problem);
  }
  return {
    times: times.toArray(),
    accel: accel.toArray(),
    gyro: hasGyro ? gyro.toArray() : null,
    activity: hasActivity ? activity : null,
  };
}

/**
 * Reads the known landings of a recording: a CSV with `timestamp` (s) and, mostly, `foot`. A file
 * with a header alone is a recording without a step; where there is no foot, it is ''.
 *
 * @param path - the file, as {@link stepsPathFor} names it
 * @throws {RecordingError} for a file that can't be read or has any defect
 */
export async function readSteps(path: string): Promise<TrueStep[]> {
  const steps: TrueStep[] = [];
  const footOf = rememberingText(1);
  await readTable(
    path,
    ['timestamp', 'foot'],
    1,
    () => {},
    (row) => {
      const foot = row.columns.has(1) ? footOf(row) : '';
      steps.push({ timestamp: row.number(0), foot });
    },
  );
  return steps;
}

/** Where the known landings of a recording lie: `NAME.csv` or `NAME.csv.gz` → `NAME.steps.csv`. */
export function stepsPathFor(recordingPath: string): string {
  return `${recordingPath.replace(/(\.csv)?(\.gz)?$/i, '')}.steps.csv`;
}

/** Reads a text column whose value seldom changes: makes a string only where it does. */
function rememberingText(column: number): (row: Row) => string {
  const known = new Map<string, string>();
  let text = '';
  let bytes: Uint8Array = new Uint8Array(0);
  return (row) => {
    if (row.holds(column, bytes)) return text;
    const found = row.text(column);
    const same = known.get(found);
    if (same === undefined) known.set(found, found);
    text = same ?? found;
    bytes = new TextEncoder().encode(text);
    return text;
  };
}
