import type { JsonEntry, RecordingFormat } from './format.ts';
import type { AppFormat, SensorKind, Sensors } from './sensors.ts';

/*
 * SensorServer, an app for Android that serves its sensors over a WebSocket:
 * https://github.com/umer0586/SensorServer. A recording is its messages, as they came.
 */

const APP: AppFormat = {
  format: 'sensorserver',
  timeUnit: 'ns',
  advice: 'Subscribe to android.sensor.accelerometer, alone or with android.sensor.gyroscope',
};

const KINDS = new Map<string, SensorKind>([
  ['accelerometer', 'total'],
  ['accelerometer_uncalibrated', 'total'],
  ['linear_acceleration', 'linear'],
  ['gravity', 'gravity'],
  ['gyroscope', 'gyroscope'],
  ['gyroscope_uncalibrated', 'gyroscope'],
]);

/**
 * Whether this is a message of the app: `{values, timestamp, accuracy}`, with several sensors `type`. What other programs write
 * of Android's sensors has neither, or the number of the sensor, and times of some unit.
 */
function isSensorServerMessage(message: JsonEntry): boolean {
  const isNamed = typeof message['type'] === 'string' || 'accuracy' in message;
  return Array.isArray(message['values']) && 'timestamp' in message && isNamed;
}

/** Takes a message. A connection to a single sensor does not name it: it is an accelerometer then. */
function takeSensorServerMessage(message: JsonEntry, sensors: Sensors): void {
  sensors.app ??= APP;
  const type = message['type'];
  const name = typeof type === 'string' ? type.replace(/^android\.sensor\./, '') : 'unnamed';
  const kind = typeof type === 'string' ? KINDS.get(name) : 'unsettled';
  if (!kind) {
    sensors.others.add(name);
    return;
  }
  const [x, y, z] = (message['values'] as unknown[]).slice(0, 3);
  if (![x, y, z].every(Number.isFinite)) throw new TypeError('values are not three finite numbers');
  const time = sensors.clock.seconds(String(message['timestamp']));
  if (Number.isNaN(time)) throw new TypeError('timestamp is no whole number of nanoseconds');
  sensors.track(kind).push(time, x as number, y as number, z as number);
}

export const SENSORSERVER_JSON: RecordingFormat = {
  name: APP.format,
  title: 'SensorServer JSON',
  summary: 'the messages of the app, one a line or as a list',
  json: {
    matches: isSensorServerMessage,
    take: takeSensorServerMessage,
    example: 'SensorServer ({type, timestamp, values})',
  },
};
