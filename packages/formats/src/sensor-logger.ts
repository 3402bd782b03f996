import type { Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { CsvFile, JsonEntry, RecordingFormat } from './format.ts';
import { isEntry } from './json/json-samples.ts';
import { RecordingError } from './recording-error.ts';
import type { AppFormat, Device, SensorKind, Sensors } from './sensors.ts';

/*
 * Sensor Logger, an app for iOS and Android by Kelvin Choi. Its formats are described in its own
 * documents: https://github.com/tszheichoi/awesome-sensor-logger (README.md and UNITS.md).
 */

const APP = {
  timeUnit: 'ns',
  advice:
    'In Sensor Logger, record Accelerometer and Gravity (or, on Android, Total Acceleration) and keep all files of the recording together',
} as const;
const CSV_APP: AppFormat = { ...APP, format: 'sensor-logger-csv' };
const JSON_APP: AppFormat = { ...APP, format: 'sensor-logger-json' };

/** What the readings of a sensor are: their kind, and the fields of their three axes. */
type Part = readonly [kind: SensorKind, x: string, y: string, z: string];

/** A sensor of the app. */
interface AppSensor {
  readonly device: Device;
  readonly parts: readonly Part[];
}

const phone = (kind: SensorKind): AppSensor => ({
  device: 'phone',
  parts: [[kind, 'x', 'y', 'z']],
});

/** The app's sensors, by their names in lower case: of its files, its JSON and its messages. */
const SENSORS = new Map<string, AppSensor>([
  ['totalacceleration', phone('total')],
  ['accelerometer', phone('linear')],
  ['gravity', phone('gravity')],
  // In g on iOS and m/s² on Android, unless its units are standardised.
  ['accelerometeruncalibrated', phone('unsettled')],
  ['gyroscope', phone('gyroscope')],
  [
    'wristmotion',
    {
      device: 'watch',
      parts: [
        ['linear', 'accelerationX', 'accelerationY', 'accelerationZ'],
        ['gravity', 'gravityX', 'gravityY', 'gravityZ'],
        ['gyroscope', 'rotationRateX', 'rotationRateY', 'rotationRateZ'],
      ],
    },
  ],
]);

/** What a sensor of the phone is, by its name; undefined for those that have no part in steps. */
export function sensorLoggerKind(name: string): SensorKind | undefined {
  const sensor = SENSORS.get(name.toLowerCase());
  return sensor?.device === 'phone' ? sensor.parts[0]?.[0] : undefined;
}

/** Parts of the names of the app's files that have no part in steps. */
const OTHERS =
  /magnet|orient|location|gps|baro|pressure|light|lux|micro|pedo|heart|bright|batt|network|camera|compass|annot|meta|temperat|headphone|bluetooth|activity|image|gyroscopeuncal/;
/** Names of the sensors, the longest first: one may be a part of another. */
const NAMES = [...SENSORS.keys()].sort((a, b) => b.length - a.length);

/**
 * The sensor that a file is of: by its name, in which the sensor's may be anywhere; or, where the file
 * was given another name, by its columns.
 */
function sensorOf(base: string, { fields }: Header): AppSensor | undefined {
  const name = base.toLowerCase().replace(/[^a-z]/g, '');
  const named = NAMES.find((one) => name.includes(one) && !/gyroscopeuncal/.test(name));
  if (named) return SENSORS.get(named);
  if (OTHERS.test(name)) return undefined;
  if (fields.includes('accelerationX')) return SENSORS.get('wristmotion');
  return ['x', 'y', 'z'].every((axis) => fields.includes(axis)) ? phone('unsettled') : undefined;
}

/** Whether a header is that of one of the app's files. */
function isSensorLoggerCsv({ fields }: Header): boolean {
  return fields.includes('time') && fields.includes('seconds_elapsed');
}

/** One of the app's CSV files: the readings of the sensor that its name tells. */
function readSensorLoggerCsv({ header, name, path, sensors }: CsvFile): TableReader {
  sensors.app ??= CSV_APP;
  const base = /([^/\\]*?)(\.csv)?(\.gz)?$/i.exec(name)?.[1] ?? name;
  const sensor = sensorOf(base, header);
  if (!sensor) sensors.others.add(base);
  const parts = sensor?.parts ?? [];
  const names = ['time', 'seconds_elapsed', ...parts.flatMap(([, ...axes]) => axes)];
  const slots = Int8Array.from(header.fields, (field) => names.indexOf(field));
  const missing = names.find((wanted) => !header.fields.includes(wanted));
  if (missing !== undefined) {
    const problem = `the ${base} of Sensor Logger has a column ${missing}, this one has not: export it again`;
    throw new RecordingError('missing_column', path, header.line, problem);
  }
  return {
    columns: { names, slots, has: (index) => index < names.length },
    onRow(row) {
      if (!sensor) return;
      const time = sensors.clock.seconds(row.text(0), row.number(1));
      if (Number.isNaN(time)) throw row.error(0, 'no whole number of nanoseconds');
      parts.forEach(([kind], part) => {
        const first = 2 + 3 * part;
        if (row.isMissing(first)) return;
        const [x, y, z] = [row.number(first), row.number(first + 1), row.number(first + 2)];
        sensors.track(kind, sensor.device).push(time, x, y, z);
      });
    },
  };
}

/** Whether this is an entry of the app's JSON: `{sensor, time, seconds_elapsed, …}`. */
function isSensorLoggerEntry(entry: JsonEntry): boolean {
  return typeof entry['sensor'] === 'string' && 'time' in entry && 'seconds_elapsed' in entry;
}

/** Takes an entry of the app's JSON, whose numbers are strings. */
function takeSensorLoggerEntry(entry: JsonEntry, sensors: Sensors): void {
  takeReading(entry, numberIn(entry, 'seconds_elapsed'), sensors);
}

function takeReading(entry: JsonEntry, elapsed: number, sensors: Sensors): void {
  sensors.app ??= JSON_APP;
  const name = String(entry['sensor']);
  const sensor = SENSORS.get(name.toLowerCase());
  if (!sensor) {
    sensors.others.add(name);
    return;
  }
  const time = sensors.clock.seconds(String(entry['time']), elapsed);
  if (Number.isNaN(time))
    throw new TypeError(`time is ${JSON.stringify(entry['time'])}, no whole number of nanoseconds`);
  for (const [kind, ...axes] of sensor.parts) {
    const [x = 0, y = 0, z = 0] = axes.map((axis) => numberIn(entry, axis));
    sensors.track(kind, sensor.device).push(time, x, y, z);
  }
}

/** Whether this is what the app sends while it records, a message for some readings: `{payload: [{name, time, values}, …]}`. */
function isSensorLoggerPush(entry: JsonEntry): boolean {
  const { payload } = entry;
  const first: unknown = Array.isArray(payload) ? payload[0] : undefined;
  return 'messageId' in entry && isEntry(first) && 'name' in first && 'values' in first;
}

function takeSensorLoggerPush({ payload }: JsonEntry, sensors: Sensors): void {
  const readings = Array.isArray(payload) ? payload.filter(isEntry) : [];
  // Without gravity beside it, its values tell whether that is in them.
  const hasGravity = readings.some(({ name }) => name === 'gravity');
  for (const reading of readings) {
    const values = isEntry(reading['values']) ? reading['values'] : {};
    const isAlone = reading['name'] === 'accelerometer' && !hasGravity;
    const sensor = isAlone ? 'accelerometeruncalibrated' : reading['name'];
    takeReading({ ...values, sensor, time: reading['time'] }, 0, sensors);
  }
}

function numberIn(entry: JsonEntry, field: string): number {
  const value = entry[field];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new TypeError(`${field} is ${JSON.stringify(value) ?? 'missing'}, not a finite number`);
}

export const SENSOR_LOGGER_CSV: RecordingFormat = {
  name: CSV_APP.format,
  title: 'Sensor Logger CSV',
  summary: 'the folder or zip of CSV files that the app exports',
  csv: { matches: isSensorLoggerCsv, read: readSensorLoggerCsv },
  exportFiles:
    /^(accelerometer|accelerometeruncalibrated|totalacceleration|wristmotion)\.csv(\.gz)?$/i,
};

export const SENSOR_LOGGER_JSON: RecordingFormat = {
  name: JSON_APP.format,
  title: 'Sensor Logger JSON',
  summary: 'the JSON that the app exports',
  json: {
    matches: (entry) => isSensorLoggerEntry(entry) || isSensorLoggerPush(entry),
    take: (entry, sensors) =>
      isSensorLoggerPush(entry)
        ? takeSensorLoggerPush(entry, sensors)
        : takeSensorLoggerEntry(entry, sensors),
    example: 'Sensor Logger ({sensor, time, seconds_elapsed, x, y, z})',
  },
};
