import { expect, test } from 'bun:test';
import { accel, samples, seconds } from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';
import { oneFile } from './testing/refusals.ts';

const ROWS = samples(2);
const clock = (i: number) =>
  new Date(Date.UTC(2026, 10, 24, 10) + Math.round(1000 * seconds(i))).toISOString();
const day = (i: number) => clock(i).slice(11, 23);
type Vector = ReturnType<typeof accel>;

test.each<[string, (i: number, values: Vector) => string]>([
  ['logfmt', (i, [x, y, z]) => `time=${clock(i)} level=info msg="imu" ax=${x} ay=${y} az=${z}`],
  ['InfluxDB', (i, [x, y, z]) => `imu,dev=a ax=${x},ay=${y},az=${z},n=3i ${Date.parse(clock(i))}`],
  ['the journal', (i, [x, y, z]) => `Nov 24 ${day(i)} pi imu[7]: ax=${x} ay=${y} az=${z}`],
  [
    'Python',
    (i, [x, y, z]) =>
      `${clock(i).slice(0, 23).replace('.', ',')} INFO imu: Accel X: ${x}, Y: ${y}, Z: ${z} m/s^2`,
  ],
  ['brackets', (i, [x, y, z]) => `[${day(i)}] RX: {"ax": ${x}, "ay": ${y}, "az": ${z}}`],
  [
    'MQTT',
    (i, [x, y, z]) =>
      `imu/7 {"t":${Math.round(1000 * seconds(i))},"acc":{"x":${x},"y":${y},"z":${z}}}`,
  ],
])('lines of a log: %s', (_, line) => {
  const text = ROWS.map((i) => line(i, accel(i))).join('\n');
  const { times, accel: values, source } = parse(oneFile(`-- begins --\n${text}\n`, 'walk.log'));
  expect(times.length).toBe(ROWS.length);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeCloseTo(seconds(ROWS.at(-1) ?? 0), 2);
  expect([...values.subarray(0, 3)]).toEqual([...accel(0)]);
  expect(source.format).toBe('table');
});
