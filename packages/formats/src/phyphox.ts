import type { Columns, Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import { RecordingError } from './recording-error.ts';
import type { AppFormat, SensorKind } from './sensors.ts';
import { nameColumns } from './text/name-columns.ts';

/*
 * phyphox, an app for iOS and Android by RWTH Aachen University. Its header names come from the
 * experiments (https://github.com/phyphox/phyphox-experiments, <export>), its number formats and
 * delimiters from its source (DataExport.java of https://github.com/phyphox/phyphox-android).
 */

const APP: AppFormat = {
  format: 'phyphox',
  timeUnit: 's',
  advice:
    'In phyphox, run "Acceleration with g", or an experiment of your own with Accelerometer and Gyroscope',
};

/** `Acceleration x (m/s^2)`, `Linear Acceleration z (m/s^2)`, `Gyroscope y (rad/s)`. */
const AXIS = /^(.*?)\s*\b([xyz]) \((m\/s\^2|m\/s²|rad\/s)\)$/i;
const TIME = /\btime \(s\)$|^\S+ \(s\)$/i;

interface Sensor {
  readonly kind: SensorKind;
  readonly fields: [number, number, number];
}

/** Whether a header is that of one of the app's files: a time in s, and units behind all names. */
function isPhyphoxCsv(header: Header): boolean {
  const { fields } = header;
  const isOfAxes = fields.some((field) => AXIS.test(field));
  return (
    fields.some((field) => TIME.test(field)) &&
    fields.every((field) => / \(.+\)$/.test(field)) &&
    // Its other sensors have no axes: what has, under names of another kind, is any table.
    (isOfAxes || (fields[0] === 'Time (s)' && nameColumns(header).triads.length === 0)) &&
    // Others have such names, too, in other units: those are read as any table.
    !fields.some((field) => /\b[xyz]\b/i.test(field) && /\((m?g|ms)\)$/i.test(field))
  );
}

/** One of the app's CSV files: one sensor, or several with a common time. */
function readPhyphoxCsv({ header, name, path, sensors }: CsvFile): TableReader {
  sensors.app ??= APP;
  const found = findSensors(header, path);
  if (found.length === 0) sensors.others.add(name);
  const time = header.fields.findIndex((field) => TIME.test(field));
  const wanted = [time, ...found.flatMap(({ fields }) => fields)];
  const slots = Int8Array.from(header.fields, (_, field) => wanted.indexOf(field));
  const columns: Columns = {
    names: wanted.map((field) => header.fields[field] ?? ''),
    slots,
    has: (index) => index < wanted.length,
  };
  return {
    columns,
    onRow(row) {
      // Shorter columns are filled up with NaN.
      if (found.length === 0 || row.isMissing(0)) return;
      const seconds = row.number(0);
      for (const [sensor, { kind }] of found.entries()) {
        const first = 1 + 3 * sensor;
        if (row.isMissing(first)) continue;
        const [x, y, z] = [row.number(first), row.number(first + 1), row.number(first + 2)];
        sensors.track(kind).push(seconds, x, y, z);
      }
    },
  };
}

function findSensors(header: Header, path: string): Sensor[] {
  const byName = new Map<string, Sensor>();
  header.fields.forEach((field, index) => {
    const [, name = '', axis = '', unit = ''] = AXIS.exec(field) ?? [];
    if (axis === '') return;
    const key = `${name} ${unit}`.toLowerCase();
    const sensor = byName.get(key) ?? { kind: kindOf(name, unit), fields: [-1, -1, -1] };
    sensor.fields['xyz'.indexOf(axis.toLowerCase())] = index;
    byName.set(key, sensor);
  });
  for (const [name, { fields }] of byName) {
    if (!fields.includes(-1)) continue;
    const problem = `the header has not all three axes of "${name}": export it again`;
    throw new RecordingError('missing_column', path, header.line, problem);
  }
  return [...byName.values()];
}

function kindOf(name: string, unit: string): SensorKind {
  if (/^rad/i.test(unit)) return 'gyroscope';
  if (/linear|without g/i.test(name)) return 'linear';
  if (/gravity/i.test(name)) return 'gravity';
  if (/^acceler/i.test(name)) return 'total';
  return 'unsettled';
}

export const PHYPHOX_CSV: RecordingFormat = {
  name: APP.format,
  title: 'phyphox CSV',
  summary: 'the CSV or zip that the app exports',
  csv: { matches: isPhyphoxCsv, read: readPhyphoxCsv },
  exportFiles: /^(accelerometer|linear acceler(ometer|ation)|raw data)\.csv(\.gz)?$/i,
};
