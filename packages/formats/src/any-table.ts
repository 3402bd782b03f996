import type { Columns, Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import type { AccelUnit } from './recording.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { sampleTable } from './sample-table.ts';
import type { SaidOfAcceleration } from './settle-acceleration.ts';
import { guessColumns } from './text/guess-columns.ts';
import { type NamedColumns, nameColumns, type Triad } from './text/name-columns.ts';
import { tableClock } from './text/table-clock.ts';

/** What is taken of a table: its acceleration, what belongs to it, and what was left. */
interface Chosen {
  readonly acceleration: Triad;
  /** Added to an acceleration without it. */
  readonly gravity: Triad | undefined;
  readonly gyroscope: Triad | undefined;
  /** Other accelerations of the same table. */
  readonly others: readonly Triad[];
}

/**
 * Any table whose columns say what they are, in the words of many apps, devices and languages: times,
 * and x, y, z of an acceleration.
 */
export const ANY_TABLE: RecordingFormat = {
  name: 'table',
  title: 'Table',
  summary: 'any table of text whose columns say what they are: time, accel_x (m/s^2), X [mg] …',
  csv: { matches: (header) => namesOf(header) !== undefined, read: readTable },
};

/** What files of x, y, z are called that belong to another sensor of a recording. */
const OTHER_SENSOR = /^(gyro\w*|magnet\w*|gravity|orientation|rotation\w*|compass)\b/i;

function readTable(file: CsvFile): TableReader {
  const { header, path, options, notes } = file;
  const named = namesOf(header) as NamedColumns;
  const { acceleration, gravity, gyroscope, others } = chosenOf(named) as Chosen;
  const fileName = file.name.slice(
    1 + Math.max(file.name.lastIndexOf('/'), file.name.lastIndexOf('\\')),
  );
  if (!acceleration.isTold && OTHER_SENSOR.test(fileName)) {
    file.sensors.others.add(fileName);
    return { columns: columnsOf(header, []), onRow() {} };
  }
  if (header.headless) {
    const fields = acceleration.fields.map((field) => field + 1).join(', ');
    const text = `the table has no names: columns ${fields} have the length of gravity, and were taken for the acceleration`;
    notes.add('columns_guessed', text, { path, line: header.line });
  }
  if (others.length > 0) {
    const names = others.map(({ name }) => name).join(', ');
    const text = `the table has several accelerations: ${acceleration.name} was taken, not ${names}. Pass --columns for another`;
    notes.add('sensor_chosen', text, { path, line: header.line });
  }
  const sensor = sourceOf(header, named.sources);
  if (sensor) {
    const text = `the rows are of several ${sensor.kind}: those of ${sensor.name} were taken`;
    notes.add('sensor_chosen', text, { path, line: header.line });
  }
  if (gravity) {
    const text = 'gravity, which is recorded apart, was added to the acceleration';
    notes.add('gravity_added', text, { path });
  }
  const clock = tableClock(file, named.times);
  const wanted: (number | undefined)[] = [];
  wanted[SAMPLE_COLUMNS.time] = clock.time;
  wanted[SAMPLE_COLUMNS.activity] = named.activity;
  wanted[SAMPLE_COLUMNS.date] = clock.date;
  if (sensor) wanted[SAMPLE_COLUMNS.sensor] = sensor.field;
  const place = (slots: readonly number[], triad: Triad | undefined) => {
    slots.forEach((slot, axis) => {
      wanted[slot] = triad?.fields[axis];
    });
  };
  place(SAMPLE_COLUMNS.accel, acceleration);
  place(SAMPLE_COLUMNS.gyro, gyroscope);
  place(SAMPLE_COLUMNS.gravity, gravity);
  return sampleTable({
    file,
    format: ANY_TABLE.name,
    columns: columnsOf(header, wanted),
    clock,
    said: saidOf(file, acceleration, gravity !== undefined),
    gyroUnit: options.gyroUnit ?? gyroUnitOf(gyroscope),
    linearName: acceleration.kind === 'linear' && !gravity ? acceleration.name : undefined,
    ...(sensor && { sensor: sensor.name }),
  });
}

/** What the rows to take of a table have in one of their cells. */
interface Source {
  readonly field: number;
  readonly name: string;
  readonly kind: 'sensors' | 'devices';
}

/** Of more devices than this nobody writes the samples in turn. */
const MAX_DEVICES = 8;

/** Of a table whose rows are of several sensors or devices in turn, the ones to take; undefined for any other table. */
function sourceOf(header: Header, fields: readonly number[]): Source | undefined {
  for (const field of fields) {
    const cells = header.rows.map((row) => row[field] ?? '');
    const names = [...new Set(cells)];
    if (names.length < 2) continue;
    const accelerometers = names.filter((name) => /acc/i.test(name));
    const name =
      accelerometers.find((one) => !/lin|user|grav/i.test(one)) ??
      accelerometers[0] ??
      androidSensor(header.fields[field] ?? '', names);
    if (name !== undefined) return { field, name, kind: 'sensors' };
    // In turn: one that is carried from here to there is in each place for a while.
    const changes = cells.filter((cell, i) => i > 0 && cell !== cells[i - 1]).length;
    if (names.length > MAX_DEVICES || changes < cells.length / 4) continue;
    const device = names.find((one) => /phone|hip|waist|pocket/i.test(one)) ?? names[0];
    if (device !== undefined) return { field, name: device, kind: 'devices' };
  }
  return undefined;
}

/** What Android numbers its sensors by: accelerometer, and acceleration without gravity. */
const ANDROID_ACCELERATIONS = ['1', '35', '10'];
const ANDROID_SENSORS = /^([1-9]|[1-3]\d|4[0-2])$/;

/** Of rows that name their sensor by Android's number the acceleration's; undefined for other names. */
function androidSensor(column: string, names: readonly string[]): string | undefined {
  if (!/sensor|type/i.test(column) || !names.every((name) => ANDROID_SENSORS.test(name)))
    return undefined;
  return ANDROID_ACCELERATIONS.find((one) => names.includes(one));
}

/** Not `userAccelerometer`, which is another library's, and in m/s². */
const USER_ACCELERATION = /user[ _.-]?acc(?!elerometer)/i;

/** What the header and the caller say of the acceleration; the caller outweighs the header. */
function saidOf(
  { options }: CsvFile,
  { kind, unit, name }: Triad,
  withGravity: boolean,
): SaidOfAcceleration {
  return {
    accelUnit: options.accelUnit ?? (unit as AccelUnit | undefined),
    gravity: options.gravity,
    // What phones call linear is in m/s²; CoreMotion's user acceleration is in g.
    usualUnit:
      kind !== 'linear' || withGravity ? undefined : USER_ACCELERATION.test(name) ? 'g' : 'm/s^2',
  };
}

function gyroUnitOf(gyroscope: Triad | undefined) {
  const unit = gyroscope?.unit;
  return unit === 'rad/s' || unit === 'deg/s' ? unit : undefined;
}

/** What the columns are: by their names, or by their values where they have none. */
function namesOf(header: Header): NamedColumns | undefined {
  const named = header.headless ? guessColumns(header) : nameColumns(header);
  return named && chosenOf(named) ? named : undefined;
}

function chosenOf({ triads }: NamedColumns): Chosen | undefined {
  const of = (kind: Triad['kind']) => triads.filter((triad) => triad.kind === kind);
  const told = of('acceleration').filter(({ isTold }) => isTold);
  const [total, linear] = [told.length > 0 ? told : of('acceleration'), of('linear')];
  const [acceleration] = total.length > 0 ? total : linear;
  if (!acceleration) return undefined;
  const gravity = total.length === 0 ? of('gravity')[0] : undefined;
  const others = total.slice(1);
  return { acceleration, gravity, gyroscope: of('gyroscope')[0], others };
}

/** Columns of these fields, each in its slot; what is undefined is not there. */
export function columnsOf(header: Header, wanted: readonly (number | undefined)[]): Columns {
  const slots = new Int8Array(header.fields.length).fill(-1);
  wanted.forEach((field, slot) => {
    if (field !== undefined) slots[field] = slot;
  });
  const names = Array.from(wanted, (field, slot) =>
    field === undefined
      ? ''
      : header.headless
        ? `column ${field + 1}`
        : header.fields[field] || `column ${slot + 1}`,
  );
  return { names, slots, has: (slot) => wanted[slot] !== undefined };
}
