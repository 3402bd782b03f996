import { STANDARD_GRAVITY } from '@stepstream/math';
import { generateWalk, type SyntheticWalk } from '@stepstream/synthetic';
import { zipSync } from 'fflate';

/** A file of an export: its name, and its text or its bytes. */
export type ExportedFile = readonly [name: string, content: string | Uint8Array];

/** 30 s with standing before, between and after two walks, 100 samples a second. */
export const WALK: SyntheticWalk = generateWalk({
  segments: [
    { activity: 'standing', seconds: 4 },
    { activity: 'walking', seconds: 14, cadence: 112 },
    { activity: 'standing', seconds: 3 },
    { activity: 'walking', seconds: 6, cadence: 104 },
    { activity: 'standing', seconds: 3 },
  ],
  samplingRate: 100,
  seed: 7,
});

/** When the walk was recorded, in Unix nanoseconds: beyond 2^53. */
export const STARTED = 1_698_501_144_401_773_000n;

type Vectors = (i: number) => readonly [x: number, y: number, z: number];

const vectors =
  (values: Float64Array, factor = 1): Vectors =>
  (i) => [
    factor * at(values, 3 * i),
    factor * at(values, 3 * i + 1),
    factor * at(values, 3 * i + 2),
  ];
const at = (values: Float64Array, i: number) => values[i] ?? Number.NaN;

/** Gravity as phones separate it: what changes slowly in the acceleration. */
const GRAVITY = slowPart(WALK.accel);
const LINEAR = WALK.accel.map((value, i) => value - at(GRAVITY, i));

export const accel = vectors(WALK.accel);
export const accelInG = vectors(WALK.accel, 1 / STANDARD_GRAVITY);
export const gravity = vectors(GRAVITY);
export const gravityInG = vectors(GRAVITY, 1 / STANDARD_GRAVITY);
export const linear = vectors(LINEAR);
export const linearInG = vectors(LINEAR, 1 / STANDARD_GRAVITY);
export const gyro = vectors(WALK.gyro);

/** Every sample, or every so many from some first one: sensors have rates of their own. */
export function samples(every = 1, first = 0): number[] {
  const chosen: number[] = [];
  for (let i = first; i < WALK.times.length; i += every) chosen.push(i);
  return chosen;
}

export const seconds = (i: number) => at(WALK.times, i);
export const nanoseconds = (i: number) => STARTED + BigInt(Math.round(seconds(i) * 1e9));

/** One of Sensor Logger's CSV files; its axes stand in the app's order, z y x. */
export function sensorLoggerCsv(values: Vectors, rows = samples()): string {
  const lines = rows.map((i) => {
    const [x, y, z] = values(i);
    return `${nanoseconds(i)},${seconds(i)},${z},${y},${x}`;
  });
  return `time,seconds_elapsed,z,y,x\n${lines.join('\n')}\n`;
}

/** Sensor Logger's JSON: all values are strings, sensors follow one another. */
export function sensorLoggerJson(
  sensors: readonly (readonly [name: string, values: Vectors, rows?: number[]])[],
): string {
  const metadata = {
    version: '3',
    'device name': 'Test',
    platform: 'ios',
    sensor: 'Metadata',
    time: '0',
    seconds_elapsed: '0',
  };
  const entries = sensors.flatMap(([sensor, values, rows = samples()]) =>
    rows.map((i) => {
      const [x, y, z] = values(i).map(String);
      return { sensor, time: String(nanoseconds(i)), seconds_elapsed: String(seconds(i)), z, y, x };
    }),
  );
  return JSON.stringify([metadata, ...entries]);
}

/** One of phyphox's tables, in the delimiter and decimal mark that its user chose. */
export function phyphoxCsv(
  sensors: readonly (readonly [name: string, unit: string, values: Vectors])[],
  { delimiter = ',', mark = '.', rows = samples() } = {},
): string {
  const number = (value: number) => {
    const [mantissa = '', exponent = ''] = value.toExponential(9).split('e');
    return `${mantissa.replace('.', mark)}E${Number(exponent)}`;
  };
  const axes = sensors.flatMap(([name, unit]) =>
    ['x', 'y', 'z'].map((a) => `"${name} ${a} (${unit})"`),
  );
  const lines = rows.map((i) =>
    [seconds(i), ...sensors.flatMap(([, , values]) => values(i))].map(number).join(delimiter),
  );
  return [['"Time (s)"', ...axes].join(delimiter), ...lines, ''].join('\n');
}

/** SensorServer's messages, one a line; its times count from the phone's boot. */
export function sensorServerJson(
  sensors: readonly (readonly [type: string | undefined, values: Vectors, rows?: number[]])[],
): string {
  const messages = sensors.flatMap(([type, values, rows = samples()]) =>
    rows.map((i) => ({
      values: values(i),
      timestamp: 3_925_657_519_043_709 + Math.round(seconds(i) * 1e9),
      accuracy: 3,
      ...(type !== undefined && { type }),
    })),
  );
  messages.sort((a, b) => a.timestamp - b.timestamp);
  return messages.map((message) => JSON.stringify(message)).join('\n');
}

/** A table of whatever header; the first column is the time in the unit of `perSecond`. */
export function plainCsv(
  header: string | null,
  values: Vectors,
  perSecond = 1,
  extra: (i: number) => readonly number[] = () => [],
): string {
  const lines = samples().map((i) => [seconds(i) * perSecond, ...values(i), ...extra(i)].join(','));
  return [...(header === null ? [] : [header]), ...lines, ''].join('\n');
}

/** The files as a zip archive. */
export function zip(files: readonly ExportedFile[]): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(
      files.map(([name, content]) => [
        name,
        typeof content === 'string' ? encoder.encode(content) : content,
      ]),
    ),
  );
}

function slowPart(values: Float64Array): Float64Array {
  const slow = values.slice();
  for (let i = 3; i < slow.length; i++) {
    slow[i] = 0.99 * at(slow, i - 3) + 0.01 * at(values, i);
  }
  return slow;
}
