import type { Columns, Header } from './csv-header.ts';
import type { Row, TableReader } from './csv-table.ts';
import { GrowingArray } from './growing-array.ts';
import type { FormatOptions, LoadedRecording } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import {
  METRES_PER_SECOND_SQUARED,
  RADIANS_PER_SECOND,
  SECONDS,
  settleAcceleration,
  settleGyroUnit,
  settleTimeUnit,
} from './units.ts';

const TIME = 0;
const ACCEL = [1, 2, 3] as const;
const GYRO = [4, 5, 6] as const;
const ACTIVITY = 7;

/** What a table with a whole sample in each row is. */
export interface SampleTable {
  readonly path: string;
  readonly header: Header;
  readonly format: string;
  /** Columns of time, acceleration x y z, angular velocity x y z and activity, in this order. */
  readonly columns: Columns;
  /** What the format or the caller says of the units; the values must agree. */
  readonly said: FormatOptions;
  readonly headless?: boolean;
}

/**
 * Reads a table with one sample a row. A row whose three gyro cells are all empty has NaN for its
 * gyro. The times are left as they are: the detector copes with gaps and disorder.
 *
 * @param onRecording - handed the recording at the end, in SI units
 * @throws {RecordingError} for any defect
 */
export function sampleTable(
  table: SampleTable,
  onRecording: (recording: LoadedRecording) => void,
): TableReader {
  const { path, columns } = table;
  const times = new GrowingArray();
  const accel = new GrowingArray();
  const gyro = new GrowingArray();
  const activity: string[] = [];
  const activityOf = rememberingText(ACTIVITY);
  const hasGyro = hasWholeGyro(table);
  const hasActivity = columns.has(ACTIVITY);
  return {
    columns,
    headless: table.headless ?? false,
    onRow(row) {
      times.push(row.number(TIME));
      for (const column of ACCEL) accel.push(row.number(column));
      if (hasGyro) {
        const noGyro = GYRO.every((column) => row.isMissing(column));
        for (const column of GYRO) gyro.push(noGyro ? Number.NaN : row.number(column));
      }
      if (hasActivity) activity.push(activityOf(row));
    },
    onEnd() {
      if (times.length === 0) {
        const problem = 'the file has a header and no samples: record it again';
        throw new RecordingError('empty', path, null, problem);
      }
      onRecording(
        settle(table, {
          times: times.toArray(),
          accel: accel.toArray(),
          gyro: hasGyro ? gyro.toArray() : null,
          activity: hasActivity ? activity : null,
        }),
      );
    },
  };
}

/** Finds the units of the numbers, and turns them into SI units. */
function settle(
  { path, format, said }: SampleTable,
  raw: Omit<LoadedRecording, 'source'>,
): LoadedRecording {
  const timeUnit = settleTimeUnit(path, raw.times, said.timeUnit);
  const times = scaled(raw.times, SECONDS[timeUnit]);
  const { accelUnit, gravity } = settleAcceleration(path, times, raw.accel, said);
  const gyroUnit = raw.gyro && settleGyroUnit(path, raw.gyro, said.gyroUnit);
  return {
    times,
    accel: scaled(raw.accel, METRES_PER_SECOND_SQUARED[accelUnit]),
    gyro: raw.gyro && gyroUnit && scaled(raw.gyro, RADIANS_PER_SECOND[gyroUnit]),
    activity: raw.activity,
    source: { format, accelUnit, gyroUnit, timeUnit, gravity, startedAt: null, notes: [] },
  };
}

/** Numbers times a factor; a factor of 1 leaves every bit. */
function scaled(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

function hasWholeGyro({ columns, path, header }: SampleTable): boolean {
  const missing = GYRO.filter((column) => !columns.has(column));
  if (missing.length === 1 || missing.length === 2) {
    const names = missing.map((column) => columns.names[column]).join(', ');
    const problem = `the header has a gyroscope without ${names}: add it, or remove the others`;
    throw new RecordingError('half_gyroscope', path, header.line, problem);
  }
  return missing.length === 0;
}

/** Reads a text column whose value seldom changes: makes a string only where it does. */
export function rememberingText(column: number): (row: Row) => string {
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
