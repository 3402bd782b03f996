import { metresPerSecondSquared } from './accel-units.ts';
import { withoutBursts } from './arrival-times.ts';
import { ontoSetClock } from './boot-clock.ts';
import { withoutBrokenTimes } from './broken-times.ts';
import type { Columns } from './csv-header.ts';
import type { Row } from './csv-row.ts';
import type { TableReader } from './csv-table.ts';
import type { CsvFile } from './format.ts';
import { GrowingArray } from './growing-array.ts';
import { RADIANS_PER_SECOND, settleGyroUnit } from './gyro-units.ts';
import type { GyroUnit, LoadedRecording } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { repairClock } from './repair-clock.ts';
import { withoutRepeatedBlocks } from './repeated-blocks.ts';
import { withoutRepeated } from './repeated-rows.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { type Rows, selectRows } from './select-rows.ts';
import { type SaidOfAcceleration, settleAcceleration } from './settle-acceleration.ts';
import type { Clock } from './text/clock.ts';
import { threeDigits } from './three-digits.ts';
import { type TruthColumn, truthColumn } from './truth-column.ts';

const { time: TIME, accel: ACCEL, gyro: GYRO, activity: ACTIVITY, date: DATE } = SAMPLE_COLUMNS;
const { gravity: GRAVITY, sensor: SENSOR } = SAMPLE_COLUMNS;

/** What a table with a whole sample in each row is. */
export interface SampleTable {
  readonly file: CsvFile;
  readonly format: string;
  /** See {@link SAMPLE_COLUMNS}; those of the gyroscope, activity, date and gravity may be missing. */
  readonly columns: Columns;
  readonly clock: Clock;
  /** What the header or the caller says of the acceleration; the values must agree. */
  readonly said: SaidOfAcceleration;
  /** The same of the gyroscope's unit. */
  readonly gyroUnit: GyroUnit | undefined;
  /** The name of an acceleration that says it has no gravity, where nothing adds that. */
  readonly linearName?: string | undefined;
  /** Of a table with a column that names the sensor of each row, the ones to take. */
  readonly sensor?: string;
}

/**
 * Reads a table with one sample a row. A row whose three gyro cells are all empty has NaN for its
 * gyro; one without any acceleration is one of another sensor. Where gravity is
 * apart, it is added.
 *
 * The file is handed the recording at the end, in SI units and in the order of its times.
 *
 * @throws {RecordingError} for any defect
 */
export function sampleTable(table: SampleTable): TableReader {
  const { clock } = table;
  const { path, onRecording, header, options } = table.file;
  const truth =
    options.truth === undefined
      ? undefined
      : truthColumn(header, table.columns, options.truth, path);
  const columns = truth?.columns ?? table.columns;
  const known = new GrowingArray();
  const times = new GrowingArray();
  const accel = new GrowingArray();
  const gyro = new GrowingArray();
  const activity: string[] = [];
  const activityOf = rememberingText(ACTIVITY);
  const hasGyro = hasWholeGyro(table);
  const hasActivity = columns.has(ACTIVITY);
  const hasGravity = columns.has(GRAVITY[0]);
  const hasSensor = columns.has(SENSOR);
  const isWanted = (name: string) => name === table.sensor;
  const down = (row: Row, axis: 0 | 1 | 2) => (hasGravity ? row.number(GRAVITY[axis]) : 0);
  const hasNone = (row: Row) =>
    row.isMissing(ACCEL[0]) && row.isMissing(ACCEL[1]) && row.isMissing(ACCEL[2]);
  let without = 0;
  return {
    columns,
    onRow(row) {
      if (hasSensor && !isWanted(row.text(SENSOR))) return;
      if (hasNone(row)) {
        // It may have no time either; where there are none, it counts as a sample that is missing.
        if (clock.kind === 'rate') clock.read(row, TIME, DATE);
        const isOfAnother = row.isEmpty(ACCEL[0]) || (hasGyro && !row.isMissing(GYRO[0]));
        if (!isOfAnother) throw row.error(ACCEL[0], 'not a finite number', true);
        if (!hasGyro || row.isMissing(GYRO[0])) without++;
        return;
      }
      const time = clock.read(row, TIME, DATE);
      const x = row.number(ACCEL[0]) + down(row, 0);
      const y = row.number(ACCEL[1]) + down(row, 1);
      const z = row.number(ACCEL[2]) + down(row, 2);
      const told = truth ? truth.read(row) : 0;
      if (hasGyro) {
        const noGyro = GYRO.every((column) => row.isMissing(column));
        const turns = noGyro ? NO_GYRO : GYRO.map((column) => row.number(column));
        for (const value of turns) gyro.push(value);
      }
      if (truth) known.push(told);
      times.push(time);
      accel.push(x);
      accel.push(y);
      accel.push(z);
      if (hasActivity) activity.push(activityOf(row));
    },
    onEnd() {
      if (times.length === 0) {
        const problem = 'the file has a header and no samples: record it again';
        throw new RecordingError('empty', path, null, problem);
      }
      // More of them are rows of other sensors.
      if (without > 0 && without <= MAX_WITHOUT * times.length) {
        const text = `${without} of ${times.length + without} rows skipped: no acceleration in them`;
        table.file.notes.add('rows_skipped', text, { path });
      }
      onRecording(
        settle(table, truth, {
          times: times.toArray(),
          accel: accel.toArray(),
          gyro: hasGyro ? gyro.toArray() : null,
          activity: hasActivity ? activity : null,
          ...(truth && { truth: known.toArray() }),
        }),
      );
    },
  };
}

/** Of rows without an acceleration so large a share is told: they are few, and should have one. */
const MAX_WITHOUT = 0.05;
/** So many rows have more than one time. */
const MIN_ROWS = 20;
const NO_GYRO = [Number.NaN, Number.NaN, Number.NaN] as const;

/** Finds the units of the numbers, and turns them into SI units. */
function settle(
  { file: { path, notes }, format, clock, said, gyroUnit: saidGyroUnit, linearName }: SampleTable,
  truth: TruthColumn | undefined,
  all: Rows,
): LoadedRecording {
  const unlike = withoutRepeatedBlocks(withoutRepeated(all, notes, path), notes, path);
  const clocked = clock.settle(path, withoutBursts(unlike.times), notes, unlike.accel);
  const { times: read, timeUnit, startedAt, isLocal = false } = clocked;
  refuseOneTime(read, path);
  const sound = withoutBrokenTimes({ rows: unlike, times: read }, notes, path);
  const { rows } = sound;
  ontoSetClock(sound.times, notes, path);
  const { times, order } = repairClock(
    sound.times,
    timeUnit === 'calendar' && isLocal,
    notes,
    path,
  );
  const sorted = order ? selectRows(rows, order) : rows;
  const { accel, gyro, activity } = sorted;
  const { accelUnit, gravity } = settleAcceleration(path, times, accel, said, notes);
  if (linearName !== undefined && gravity === 'included') {
    const text = `${linearName} is called an acceleration without gravity, and gravity is in it: it was counted as what it is`;
    notes.add('gravity_found', text, { path });
  }
  const gyroUnit = gyro && settleGyroUnit(path, gyro, saidGyroUnit);
  return {
    times,
    accel: scaled(accel, metresPerSecondSquared(accelUnit)),
    gyro: gyro && gyroUnit && scaled(gyro, RADIANS_PER_SECOND[gyroUnit]),
    activity,
    ...(truth && sorted.truth && { known: truth.settle(sorted.truth, times) }),
    source: { format, accelUnit, gyroUnit, timeUnit, gravity, startedAt, isLocal, notes: [] },
  };
}

/** @throws {RecordingError} where the rows have all the same time */
function refuseOneTime(times: Float64Array, path: string): void {
  if (times.length < MIN_ROWS || times.some((time) => time !== times[0])) return;
  const interval = times[0] ?? 0;
  // What is the same in each row may be the time from one to the next.
  const isInterval = interval >= 0.0008 && interval <= 0.25;
  const problem = isInterval
    ? `the times are all the same, ${threeDigits(interval)} s: if that is the time from one sample to the next, pass --rate ${threeDigits(1 / interval)}`
    : 'the times are all the same, to the digit that is there: a time is needed for each sample. Where there is none, pass --rate with the samples a second';
  throw new RecordingError('bad_times', path, null, problem);
}

/** Numbers times a factor; a factor of 1 leaves every bit. */
function scaled(values: Float64Array, factor: number): Float64Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

function hasWholeGyro({ columns, file: { path, header } }: SampleTable): boolean {
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
