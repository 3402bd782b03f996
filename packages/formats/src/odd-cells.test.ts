import { describe, expect, test } from 'bun:test';
import { accel, samples, seconds } from './testing/export-walk.ts';
import { errorOf, parse } from './testing/parse.ts';
import { oneFile } from './testing/refusals.ts';

const ROWS = samples(4);
/** Lines above the rows, and the cells of each. */
type Written = readonly [what: string, head: string, row: (i: number, n: number) => string];
const text = (head: string, row: Written[2]) => `${head}\n${ROWS.map(row).join('\n')}\n`;
const xyz = (i: number) => accel(i).map((value) => value.toFixed(4));
const ms = (i: number) => Math.round(1000 * seconds(i));
const date = (i: number) => new Date(Date.UTC(2026, 10, 23, 10) + ms(i));
const clock = (i: number) => date(i).toISOString().slice(11, 23);
const grouped = (value: number, sign: string) => String(value).replace(/\B(?=(\d{3})+$)/g, sign);

const WRITTEN: readonly Written[] = [
  [
    'apostrophes for quotes',
    "'time','x','y','z'",
    (i) => `'${[seconds(i), ...xyz(i)].join("','")}'`,
  ],
  [
    'cells that Excel must not change',
    '="time",="x",="y",="z"',
    (i) => [seconds(i), ...xyz(i)].map((cell) => `="${cell}"`).join(','),
  ],
  ['blanks that do not break', 'time,x,y,z', (i) => [seconds(i), ...xyz(i)].join('\u00a0,')],
  [
    'thousands apart by blanks',
    'time;x;y;z',
    (i) => [grouped(ms(i), ' '), ...xyz(i)].join(';').replaceAll('.', ','),
  ],
  [
    'commas in a time since 1970',
    'time,x,y,z',
    (i) => [`"${grouped(date(i).getTime(), ',')}"`, ...xyz(i)].join(','),
  ],
  [
    'a table of Markdown',
    '| time | x | y | z |\n| --- | ---: | ---: | ---: |',
    (i) => `| ${[seconds(i), ...xyz(i)].join(' | ')} |`,
  ],
  [
    'types below the names',
    'time,x,y,z\nfloat,float,float,float',
    (i) => [seconds(i), ...xyz(i)].join(','),
  ],
  [
    'names below names of several columns',
    'Time,Gyroscope,,,Acceleration,,\n,X,Y,Z,X,Y,Z',
    (i) => [seconds(i), 0.1, 0.2, 0.3, ...xyz(i)].join(','),
  ],
  [
    'units with underscores',
    't_sec,acc_x_m_s2,acc_y_m_s2,acc_z_m_s2',
    (i) => [seconds(i), ...xyz(i)].join(','),
  ],
  [
    'quantities over units',
    't/s,ax/m/s²,ay/m/s²,az/m/s²',
    (i) => [seconds(i), ...xyz(i)].join(','),
  ],
  [
    'a. m., as in Spanish',
    'Fecha y hora;X;Y;Z',
    (i) => [`23/11/2026 ${clock(i)} a. m.`, ...xyz(i)].join(';'),
  ],
  [
    'dates and times apart by underscores',
    'time,x,y,z',
    (i) => [`20261123_${clock(i).replaceAll(':', '').replace('.', '_')}`, ...xyz(i)].join(','),
  ],
  ['the time since the row before', 'dt_ms,x,y,z', (i) => [40, ...xyz(i)].join(',')],
  [
    'a time in the first row of a packet',
    'time,x,y,z',
    (i, n) => [n % 25 === 0 ? date(i).toISOString() : '', ...xyz(i)].join(','),
  ],
  ['each line in quotes', '"time,x,y,z"', (i) => `"${[seconds(i), ...xyz(i)].join(',')}"`],
  [
    'the time of a serial monitor',
    `${clock(0)} -> x,y,z`,
    (i) => `${clock(i)} -> ${xyz(i).join(',')}`,
  ],
  [
    'a name before each value',
    'the sensor is ready',
    (i) => `t:${seconds(i)} ax:${accel(i)[0]} ay:${accel(i)[1]} az:${accel(i)[2]}`,
  ],
  [
    'a comma before the milliseconds',
    'time,x,y,z',
    (i) =>
      [date(i).toISOString().slice(0, 23).replace('T', ' ').replace('.', ','), ...xyz(i)].join(','),
  ],
  ['a time of no name', 'wert,x,y,z', (i) => [seconds(i), ...xyz(i)].join(',')],
];

describe('what programs write of cells, names and times is read', () => {
  test.each(WRITTEN as Written[])('%s', (_, head, row) => {
    const { times, accel: values } = parse(oneFile(text(head, row)));
    expect(times).toHaveLength(ROWS.length);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeCloseTo(seconds(ROWS.at(-1) ?? 0), 1);
    expect(values[4]).toBeCloseTo(accel(ROWS[1] ?? 0)[1], 3);
  });
});

test('a number of the row, and a count of steps, are no times', () => {
  for (const head of ['frame,x,y,z', 'steps,x,y,z']) {
    const found = errorOf(oneFile(text(head, (i, n) => [2 * n, ...xyz(i)].join(','))));
    expect(found.code).toBe('no_times');
  }
});

test('of rows with more cells than there are names the ones are read that are named', () => {
  const longer = text('time,x,y,z', (i, n) =>
    [seconds(i), ...xyz(i), ...(n % 7 === 3 ? [1] : [])].join(','),
  );
  expect(errorOf(oneFile(longer)).message).toContain('--columns');
  expect(parse(oneFile(longer), { columns: ['time', 'x', 'y', 'z'] }).times).toHaveLength(
    ROWS.length,
  );
});

test('axes one below another, and several numbers in a cell, are told as what they are', () => {
  const below = ROWS.flatMap((i) =>
    xyz(i).map((value, axis) => `${seconds(i)},${'xyz'[axis]},${value}`),
  );
  const pivot = errorOf(oneFile(`time,axis,value\n${below.join('\n')}\n`)).message;
  expect(pivot).toContain("columns='axis'");
  const list = text('time,acc', (i) => `${seconds(i)},"[${xyz(i).join(', ')}]"`);
  expect(errorOf(oneFile(list)).message).toContain('acc hold several numbers');
});

test('of many columns those are advised that have the length of gravity', () => {
  const many = text('when,heart,warm,p,q,r', (i) => [seconds(i), 80, 33, ...xyz(i)].join(','));
  expect(errorOf(oneFile(many)).message).toContain('--columns when,p,q,r');
});
