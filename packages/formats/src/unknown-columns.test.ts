import { describe, expect, test } from 'bun:test';
import { accel, plainCsv, samples, seconds } from './testing/export-walk.ts';
import { errorOf, parse } from './testing/parse.ts';
import { oneFile } from './testing/refusals.ts';

const ROWS = samples(4);
const csv = (header: string, cells: (i: number, row: number) => readonly (string | number)[]) =>
  `${header}${ROWS.map((i, row) => cells(i, row).join(',')).join('\n')}\n`;

/** The columns and the rate that an error advises first. */
function advised(text: string) {
  const { message } = errorOf(oneFile(text));
  const [, columnsWord = ''] = /--columns ('(?:[^']|'\\'')+'|\S+)/.exec(message) ?? [];
  const [, rate] = /--rate (\d+)/.exec(message) ?? [];
  const word = columnsWord.replace(/[.,]$/, '').replace(/^'(.*)'$/, '$1');
  const columns = word.replaceAll("'\\''", "'").split(',');
  return { columns, ...(rate && { rate: Number(rate) }) };
}

describe('what is advised reads the table', () => {
  test.each([
    ['names of their own', csv('when,a,b,c\n', (i) => [seconds(i), ...accel(i)])],
    [
      'a name that is there three times',
      csv('time,acc,acc,acc\n', (i) => [seconds(i), ...accel(i)]),
    ],
    ['quotes in names', csv("time,it's x,it's y,it's z\n", (i) => [seconds(i), ...accel(i)])],
    [
      'other columns between',
      csv('n,battery,t,p,q,r\n', (i, n) => [n, 'ok', seconds(i), ...accel(i)]),
    ],
    ['no names, and the number of each row', csv('', (i, n) => [n, seconds(i), ...accel(i), 5])],
    ['no times', csv('n,p,q,r\n', (i, n) => [n, ...accel(i)])],
  ])('%s', (_, text) => {
    const { times } = parse(oneFile(text), advised(text));
    expect(times).toHaveLength(ROWS.length);
  });
});

test('a lone magnitude is refused with what is missing', () => {
  const text = csv('time,magnitude\n', (i) => [seconds(i), Math.hypot(...accel(i))]);
  const { message } = errorOf(oneFile(text));
  expect(message).toContain('only one column of numbers (magnitude)');
  expect(message).not.toContain('--columns');
});

describe('commas between the columns, and for the decimal point', () => {
  const withComma = (value: number) => value.toFixed(3).replace('.', ',');
  test.each(['time,x,y,z\n', ''])('below %p are refused by name', (header) => {
    const text = csv(header, (i) => [seconds(i), ...accel(i)].map(withComma));
    expect(errorOf(oneFile(text)).message).toContain('semicolons or tabs');
  });
});

test('numbers may have a typographic minus, and their unit behind them', () => {
  const text = csv('time,x,y,z\n', (i) => [
    `${seconds(i)} s`,
    ...accel(i).map((value) => `${(value / 9.80665).toFixed(4)} g`.replace('-', '\u2212')),
  ]);
  const { accel: values, source } = parse(oneFile(text));
  expect(values[0]).toBeCloseTo(accel(0)[0], 2);
  expect(source.accelUnit).toBe('g');
});

test.each([
  '时间,加速度X,加速度Y,加速度Z',
  '时间（秒）,加速度 X（米/秒²）,加速度 Y（米/秒²）,加速度 Z（米/秒²）',
  '時刻,加速度(X軸),加速度(Y軸),加速度(Z軸)',
  '시간,가속도X,가속도Y,가속도Z',
  'Время (с),Ускорение X (м/с²),Ускорение Y (м/с²),Ускорение Z (м/с²)',
  'Tid,Acceleration x,Acceleration y,Acceleration z',
])('names of other languages: %s', (header) => {
  const { source } = parse(oneFile(plainCsv(header, accel)));
  expect(source).toMatchObject({ timeUnit: 's', gravity: 'included' });
});

test('times in minutes are read where they say so, and are told where nothing says so', () => {
  const table = (name: string) => csv(`${name},ax,ay,az\n`, (i) => [seconds(i) / 60, ...accel(i)]);
  const said = parse(oneFile(table('time (min)')));
  expect(said.source).toMatchObject({ timeUnit: 'min', notes: [] });
  expect(said.times[1]).toBeCloseTo(seconds(ROWS[1] ?? 0), 9);
  const { notes } = parse(oneFile(table('time'))).source;
  expect(notes.map(({ code }) => code)).toContain('unit_found');
});

test('laboratories sample thousands of times a second', () => {
  const fast = (name: string, rate: number) => {
    const rows = Array.from({ length: 4 * rate }, (_, i) => [i / rate, ...accel(i % ROWS.length)]);
    return parse(oneFile(`${name},ax,ay,az\n${rows.join('\n')}\n`)).source;
  };
  for (const rate of [1259, 2000]) expect(fast('time', rate).timeUnit).toBe('s');
  expect(fast('time (s)', 4000).timeUnit).toBe('s');
});

test('what is written beside what is meant is passed over', () => {
  const written = (header: string, row: (i: number) => readonly (string | number)[]) =>
    parse(oneFile(csv(`${header}\n`, row)));
  const at = (i: number) => seconds(i) + 1_795_000_000;
  // Seconds and their part in two columns.
  const split = written('sec,nanosec,x,y,z', (i) => [
    Math.floor(at(i)),
    Math.round((at(i) % 1) * 1e9),
    ...accel(i),
  ]);
  expect(split.times[1]).toBeCloseTo(at(ROWS[1] ?? 0), 5);
  // A position, the acceleration without gravity beside the one with it, and another device.
  const named = written('time,x,y,z,accel_x,accel_y,accel_z', (i) => [
    seconds(i),
    5,
    6,
    7,
    ...accel(i),
  ]);
  expect(named.accel[0]).toBeCloseTo(accel(0)[0], 2);
  const header = ['', 'IncludingGravity'].flatMap((kind) =>
    ['x', 'y', 'z'].map((axis) => `acceleration${kind}.${axis}`),
  );
  const motion = written(`time,${header}`, (i) => [seconds(i), '', '', '', ...accel(i)]);
  expect(motion.accel[0]).toBeCloseTo(accel(0)[0], 2);
  const devices = ROWS.flatMap((i) => [
    [seconds(i), 'watch', 0, 0, 9.8],
    [seconds(i), 'phone', ...accel(i)],
  ]);
  const both = `time,device,x,y,z\n${devices.map((row) => row.join(',')).join('\n')}\n`;
  expect(parse(oneFile(both)).times.length).toBe(ROWS.length);
});

test('the middle of an analog sensor on all axes is refused, and a said unit that fits is believed', () => {
  const analog = csv('time,x,y,z\n', (i) => [
    seconds(i),
    ...accel(i).map((value) => Math.round(512 + 10 * value)),
  ]);
  expect(errorOf(oneFile(analog)).message).toContain('analog sensor');
  const millimetres = csv('time,x (mm/s²),y (mm/s²),z (mm/s²)\n', (i) => [
    seconds(i),
    ...accel(i).map((value) => Math.round(1000 * value)),
  ]);
  expect(parse(oneFile(millimetres)).source.accelUnit).toBe('1/9806.65 g');
});

test('lines end in CR, CR, LF; dates are times whatever they are called', () => {
  const text = csv('created_at,x,y,z\n', (i) => [
    new Date(1.7e12 + 1000 * seconds(i)).toISOString(),
    ...accel(i),
  ]);
  const { times, source } = parse(oneFile(text.replaceAll('\n', '\r\r\n')));
  expect([times.length, source.timeUnit]).toEqual([ROWS.length, 'calendar']);
});

test('rows that are blank, or the names once more, are no bad ones', () => {
  const rows = ROWS.flatMap((i, n) => [
    ...(n % 20 === 0 ? [',,,'] : []),
    ...(n % 25 === 24 ? ['time,x,y,z'] : []),
    [seconds(i), ...accel(i)].join(','),
  ]);
  const { times, source } = parse(oneFile(`time,x,y,z\n${rows.join('\n')}\n`));
  expect(times.length).toBe(ROWS.length);
  expect(source.notes.map(({ code }) => code)).not.toContain('rows_repeated');
});

test('a slow recording, of whatever unit, is read; JSON may hold NaN', () => {
  const slow = samples(1).filter((_, n) => n % 20 === 0);
  const entries = slow.map((i) => {
    const [x, y, z] = accel(i);
    return `{"time": ${seconds(i)}, "x": ${i === slow[3] ? 'NaN' : x}, "y": ${y}, "z": ${z}}`;
  });
  const { times, source } = parse(oneFile(`[${entries.join(',\n')}]`));
  expect(times.length).toBeGreaterThan(slow.length - 2);
  expect(source).toMatchObject({ accelUnit: 'm/s^2', gravity: 'included' });
});

test('a gyroscope beside the accelerometer, by the names of their files', () => {
  const table = (values: (i: number) => readonly number[]) =>
    csv('time,x,y,z\n', (i) => [seconds(i), ...values(i)]);
  const files = [
    ['Gyroscope.csv', table(() => [0.1, 0.2, 0.3])],
    ['Accelerometer.csv', table(accel)],
  ] as const;
  expect(parse(files).accel[0]).toBeCloseTo(accel(0)[0], 2);
});

test('a name that says there is no gravity in what has it is told', () => {
  const text = plainCsv('time,LinearAccelX,LinearAccelY,LinearAccelZ', accel);
  expect(parse(oneFile(text)).source.notes.map(({ code }) => code)).toEqual(['gravity_found']);
});

test('more lines passed over than there are is told as that', () => {
  const text = plainCsv('t,x,y,z', accel);
  expect(errorOf(oneFile(text), { skipRows: 99_999 }).message).toContain('--skip-rows 99999');
});
