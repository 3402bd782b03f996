import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countSteps } from '@stepstream/analysis';
import { accel, gravityInG, linearInG, parse, samples, WALK } from '@stepstream/formats/testing';

const DOCUMENT = readFileSync(join(import.meta.dir, '../../docs/formats.md'), 'utf8');
const STANDARD_GRAVITY = 9.80665;
const BEGAN = Date.UTC(2026, 10, 23, 10);

type Cells = readonly (string | number)[];
const at = (i: number) => WALK.times[i] ?? Number.NaN;
const iso = (i: number) => new Date(BEGAN + Math.round(1000 * at(i))).toISOString().slice(0, -1);
const day = '23.11.2026';
const clock = (i: number) => iso(i).slice(11);
const inG = (i: number) => accel(i).map((value) => (value / STANDARD_GRAVITY).toFixed(4));
const raw = (i: number, scale: number) =>
  accel(i).map((value) => Math.round((scale * value) / STANDARD_GRAVITY));
const comma = (cells: Cells) => cells.map((cell) => String(cell).replace('.', ','));
const ms = (i: number) => Math.round(1000 * at(i));

/** What stands above the rows, as the document shows it, and the rows below it. */
const LAYOUTS: Record<
  string,
  readonly [head: string, row: (i: number) => Cells, separator?: string]
> = {
  'Physics Toolbox, g-force': ['time,gFx,gFy,gFz,TgF', (i) => [at(i), ...inG(i), 1]],
  AndroSensor: [
    'ACCELEROMETER X (m/s²);ACCELEROMETER Y (m/s²);ACCELEROMETER Z (m/s²);Time since start in ms ;YYYY-MO-DD HH-MI-SS_SSS',
    (i) => [
      ...accel(i),
      ms(i),
      iso(i)
        .replace('T', ' ')
        .replace(/\.(\d+)$/, ':$1'),
    ],
    ';',
  ],
  'SensorLog of a watch': [
    'loggingTime(txt),motionUserAccelerationX(G),motionUserAccelerationY(G),motionUserAccelerationZ(G),motionGravityX(G),motionGravityY(G),motionGravityZ(G)',
    (i) => [`${iso(i)}+01:00`, ...linearInG(i), ...gravityInG(i)],
  ],
  'ActiGraph without times': [
    '------------ Data File Created By ActiGraph GT3X+ ActiLife v6.13.4 Firmware v3.2.1 date format M/d/yyyy at 100 Hz  Filter Normal -----------\nSerial Number: NEO1F00000000\nStart Time 10:00:00\nStart Date 11/23/2026\nAccelerometer X,Accelerometer Y,Accelerometer Z',
    inG,
  ],
  GENEActiv: [
    'Device Type,GENEActiv\nMeasurement Frequency,100 Hz\nStart Time,2026-11-23 10:00:00:000',
    (i) => [
      iso(i)
        .replace('T', ' ')
        .replace(/\.(\d+)$/, ':$1'),
      ...inG(i),
      12,
      0,
      25.1,
    ],
  ],
  'raw values of a sensor': ['millis,ax,ay,az', (i) => [ms(i), ...raw(i, 16_384)]],
  'thousandths of a g': [
    'Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]',
    (i) => [iso(i), ms(i) * 1_000_000, ...raw(i, 1000)],
    ';',
  ],
  'German, with decimal commas': [
    'Datum;Uhrzeit;Beschleunigung X (g);Beschleunigung Y (g);Beschleunigung Z (g)',
    (i) => [day, clock(i), ...comma(inG(i))],
    ';',
  ],
  'a row of units': ['time;ax;ay;az\ns;m/s^2;m/s^2;m/s^2', (i) => [at(i), ...accel(i)], ';'],
  'several sensors, one a row': [
    'sensor,timestamp,x,y,z',
    (i) =>
      i % 2 === 0 ? ['accelerometer', at(i), ...accel(i)] : ['gyroscope', at(i), 0.1, 0.2, 0.3],
  ],
};

const STEPS = countSteps(WALK).length;

describe('each layout that docs/formats.md shows is read without options, to the same steps', () => {
  test.each(Object.entries(LAYOUTS))('%s', (_, [head, row, separator = ',']) => {
    expect(DOCUMENT).toContain(`\n${head}\n`);
    const rows = samples().map((i) => row(i).join(separator));
    const recording = parse([['walk.csv', [head, ...rows, ''].join('\n')]]);
    expect(recording.source.gravity).toBe('included');
    expect(Math.abs(countSteps(recording).length - STEPS)).toBeLessThanOrEqual(1);
  });

  test.each([
    ['samples', (i: number) => ({ timestamp: at(i), acc: accel(i) })],
    [
      'what clients send',
      (i: number) => {
        const [accel_x, accel_y, accel_z] = accel(i);
        return { timestamp: at(i), accel_x, accel_y, accel_z };
      },
    ],
  ])('JSON lines of %s', (_, line) => {
    const text = samples().map((i) => JSON.stringify(line(i)));
    expect(countSteps(parse([['walk.jsonl', text.join('\n')]])).length).toBe(STEPS);
  });

  test('answers of the server', () => {
    const text = samples().map((i) =>
      JSON.stringify({
        type: 'step_detection',
        prediction: { movement_magnitude: Math.hypot(...accel(i)) },
        total_steps: 7,
        timestamp: String(BEGAN / 1000 + at(i)),
      }),
    );
    const { source } = parse([['answers.jsonl', text.join('\n')]]);
    expect(source.notes).toMatchObject([{ code: 'magnitude_only' }]);
  });
});
