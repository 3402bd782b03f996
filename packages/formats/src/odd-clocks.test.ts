import { describe, expect, test } from 'bun:test';
import { accel, accelInG, samples, seconds, WALK } from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';
import { oneFile, testRefusals } from './testing/refusals.ts';

const ROWS = samples(2);
const LENGTH = seconds(ROWS.at(-1) ?? 0);

/** A table of these rows, whose times and acceleration are written so. */
function table(
  header: string,
  time: (i: number, row: number) => string | number,
  values: (i: number) => readonly (string | number)[] = accel,
  separator = ',',
): string {
  const rows = ROWS.map((i, row) => [time(i, row), ...values(i)].join(separator));
  return `${[header, ...rows].join('\n')}\n`;
}

/** How long a recording is read as, and what it was told. */
function read(csv: string) {
  const { times, accel: values, source } = parse(oneFile(csv));
  return {
    length: (times.at(-1) ?? 0) - (times[0] ?? 0),
    first: Math.hypot(...values.subarray(0, 3)),
    unit: source.timeUnit,
    codes: source.notes.map(({ code }) => code),
  };
}

describe('times in hours and days', () => {
  test.each([
    ['in a header', 'Time (h),ax,ay,az', 3600, 'h', false],
    ['by a word', 'time_hours,ax,ay,az', 3600, 'h', false],
    ['of hours that nothing tells', 't,ax,ay,az', 3600, 'h', true],
    ['of days that nothing tells', 'time,ax,ay,az', 86_400, 'd', true],
  ])('%s', (_, header, factor, unit, isGuess) => {
    const found = read(table(header, (i) => (seconds(i) / factor).toFixed(12)));
    expect(found.length).toBeCloseTo(LENGTH, 2);
    expect(found.unit).toBe(unit as 'h');
    expect(found.codes.includes('unit_found')).toBe(isGuess);
  });
});

describe('thousands of samples a second', () => {
  const interpolated = (perSecond: number) => {
    const rows = Array.from({ length: 8 * perSecond }, (_, row) => {
      const at = (row / perSecond + 5) * 100;
      const [a, b] = [accel(Math.floor(at)), accel(Math.floor(at) + 1)];
      const values = a.map((value, axis) => value + (at % 1) * ((b[axis] ?? 0) - value));
      return [row / perSecond, ...values].join(',');
    });
    return `time,ax,ay,az\n${rows.join('\n')}\n`;
  };

  test('are seconds where the acceleration hardly changes from one to the next', () => {
    expect(read(interpolated(4000))).toMatchObject({ unit: 's', codes: ['unit_found'] });
  });

  test('are minutes where it does', () => {
    const found = read(table('time,ax,ay,az', (i) => (seconds(i) / 60).toFixed(8)));
    expect(found.length).toBeCloseTo(LENGTH, 2);
    expect(found.unit).toBe('min');
  });
});

describe('times of arrival', () => {
  test.each([
    ['a millisecond apart', 10, 1],
    ['less than a millisecond apart', 25, 0.4],
  ])('%s', (_, size, apart) => {
    const csv = table('time_ms,ax,ay,az', (_i, row) => {
      const last = Math.min(ROWS.length - 1, row - (row % size) + size - 1);
      return (1000 * seconds(ROWS[last] ?? 0) + (row % size) * apart).toFixed(2);
    });
    const found = read(csv);
    expect(Math.abs(found.length - LENGTH)).toBeLessThan(0.1);
    expect(found.codes).toEqual(['times_spread']);
  });

  test('no pauses of a device that sleeps between', () => {
    const csv = table('time_ms,ax,ay,az', (_, row) => 20 * row + 9000 * Math.floor(row / 50));
    expect(read(csv)).toMatchObject({
      length: (20 * (ROWS.length - 1)) / 1000 + 9 * Math.floor((ROWS.length - 1) / 50),
      codes: [],
    });
  });
});

describe('thousands apart', () => {
  const grouped = (value: number, digits: number, locale: string) =>
    value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  test.each([
    ['German', 'de-DE', ';', 'Zeit (ms);X (mg);Y (mg);Z (mg)'],
    ['English', 'en-US', '\t', 'time (ms)\tX (mg)\tY (mg)\tZ (mg)'],
  ])('%s', (_, locale, separator, header) => {
    const csv = table(
      header,
      (i) => grouped(1000 * seconds(i), 0, locale),
      (i) => accelInG(i).map((value) => grouped(1000 * value, 1, locale)),
      separator,
    );
    const found = read(csv);
    expect(found.length).toBeCloseTo(LENGTH, 2);
    expect(found.first).toBeCloseTo(Math.hypot(...accel(0)), 1);
  });

  test('but not three decimals', () => {
    const csv = table('Zeit;X;Y;Z', (i) => seconds(i).toFixed(3), accel, ';');
    expect(read(csv).length).toBeCloseTo(LENGTH, 2);
  });
});

test("a device's ticks are what the rate above the table says", () => {
  const csv = `// Update Rate: 50.0Hz\n${table('SampleTimeFine,Acc_X,Acc_Y,Acc_Z', (i) => 10_000 * seconds(i))}`;
  const found = read(csv);
  expect(found.length).toBeCloseTo(LENGTH, 2);
  expect(found.codes).toEqual(['rate_assumed']);
});

test('a table in which each row has the number of its Android sensor', () => {
  const rows = ROWS.flatMap((i) => [
    `4,${1000 * seconds(i)},0.1,0.2,0.3`,
    `1,${1000 * seconds(i)},${accel(i).join(',')}`,
  ]);
  const { times, source } = parse(oneFile(`type,timestamp,v0,v1,v2\n${rows.join('\n')}\n`));
  expect(times.length).toBe(ROWS.length);
  expect(source.notes.map(({ code }) => code)).toEqual(['sensor_chosen']);
});

testRefusals([
  [
    'an acceleration whose unit changes',
    oneFile(
      table('t,ax,ay,az', seconds, (i) => (i < WALK.times.length / 2 ? accel(i) : accelInG(i))),
    ),
    {},
    'unclear_unit',
    'its unit changes there. Split the file',
  ],
  [
    'times whose unit changes',
    oneFile(
      table('t,ax,ay,az', (i) => (i < WALK.times.length / 2 ? seconds(i) : 1000 * seconds(i))),
    ),
    {},
    'bad_times',
    'their unit changes in between. Split the file',
  ],
  [
    'a raw scale that no sensor is known for',
    oneFile(table('t,ax,ay,az', seconds, (i) => accelInG(i).map((value) => 1365 * value))),
    {},
    'unclear_unit',
    'if that is one g, pass --accel-unit 1/13',
  ],
]);
