import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import { accel, accelInG, plainCsv, samples, seconds, WALK } from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';
import { oneFile, testRefusals } from './testing/refusals.ts';

const HEADER = 'timestamp,accel_x,accel_y,accel_z';
const row = (i: number, time: string | number) => [time, ...accel(i)].join(',');

/** A table of these rows, each with a time of its own. */
function table(time: (i: number) => string | number, rows = samples()): string {
  return `${[HEADER, ...rows.map((i) => row(i, time(i)))].join('\n')}\n`;
}

function shuffled(rows: number[], seed: number): number[] {
  const random = seededRandom(seed);
  return rows
    .map((value) => [random(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

const codes = (csv: string) => parse(oneFile(csv)).source.notes.map(({ code }) => code);

describe('rows in any order', () => {
  test.each([
    ['s', 1, 0],
    ['s', 1, 1_795_514_400],
    ['ms', 1e3, 0],
    ['us', 1e6, 987_654],
    ['ns', 1e9, 0],
  ] as const)('in %s × %p from %p on', (unit, perSecond, from) => {
    for (const seed of [1, 2, 3]) {
      const csv = table(
        (i) => Math.round((from + seconds(i)) * perSecond * 1e4) / 1e4,
        shuffled(samples(2), seed),
      );
      const { times, source } = parse(oneFile(csv));
      expect(source.timeUnit).toBe(unit);
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeCloseTo(seconds(samples(2).at(-1) ?? 0), 3);
      expect(source.notes.map(({ code }) => code)).toContain('rows_sorted');
    }
  });
});

describe('dates and times of day without anything between', () => {
  test.each([
    ['to the millisecond', 17],
    ['to the microsecond', 20],
    ['with a point', -1],
  ])('%s', (_, digits) => {
    const csv = table((i) => {
      const all = new Date(Date.UTC(2026, 10, 24, 10) + Math.round(seconds(i) * 1000))
        .toISOString()
        .replace(/[-T:Z]/g, '');
      return digits < 0 ? all : all.replace('.', '').padEnd(digits, '0');
    });
    const { times, source } = parse(oneFile(csv));
    expect(source.timeUnit).toBe('calendar');
    expect(source.startedAt).toBe(0);
    expect(times[0]).toBeCloseTo(Date.UTC(2026, 10, 24, 10) / 1000, 2);
    expect((times[7] ?? 0) - (times[0] ?? 0)).toBeCloseTo(seconds(7), 3);
  });
});

test('what no Date can tell is no time since 1970', () => {
  const { source } = parse(oneFile(table((i) => (9e15 + seconds(i) * 1000).toFixed(0))));
  expect(source.startedAt).toBeNull();
});

describe('the time between two samples, above the table', () => {
  const xyz = plainCsv(null, accelInG).replace(/^[^,]*,/gm, '');
  test.each([
    ['# sample interval: 10 ms', 100],
    ['Sampling period (ms): 20', 50],
    ['# dt = 0.02', 50],
    ['Sample time,0.01 s', 100],
    ['Abtastintervall = 5 ms', 200],
    ['sampling rate: 20 ms', 50],
    ['# sampling rate: 50 Hz', 50],
    ['Rate: 100 samples/s', 100],
    ['# sampling period 30 s at 25 Hz', 25],
  ])('%s', (line, rate) => {
    const { times } = parse(oneFile(`${line}\nx,y,z\n${xyz}`));
    expect(1 / ((times[1] ?? 0) - (times[0] ?? 0))).toBeCloseTo(rate, 6);
    expect(times).toHaveLength(WALK.times.length);
  });
});

test('rows in order have no note', () => {
  expect(codes(table(seconds))).toEqual([]);
});

describe('a time that can not be right is that of a row that is skipped', () => {
  test.each([
    ['huge', 1e15, 1e9],
    ['below 0', -5, -5],
    ['of another century', 17, 17],
  ])('%s', (_, small, large) => {
    for (const at of [0, 1, 700, WALK.times.length - 1]) {
      for (const [from, odd] of [
        [5, small],
        [1_795_514_400, large],
      ] as const) {
        const csv = table((i) =>
          i === at ? (at < 2 ? 2e15 : odd) : (from + seconds(i)).toFixed(3),
        );
        const { times, source } = parse(oneFile(csv));
        expect(times).toHaveLength(WALK.times.length - 1);
        expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(30);
        expect(source.startedAt).toBe(from > 1e9 ? 0 : null);
        expect(source.notes.map(({ code }) => code)).toEqual(['rows_skipped']);
      }
    }
  });

  test('but a row that was written late is put in its place', () => {
    const rows = samples();
    const [late = 0] = rows.splice(500, 1);
    rows.splice(1500, 0, late);
    const { times, source } = parse(oneFile(table(seconds, rows)));
    expect(times).toHaveLength(rows.length);
    expect(source.notes.map(({ code }) => code)).toEqual(['rows_sorted']);
  });
});

test('a long gap is told, with where it is', () => {
  const csv = table((i) => seconds(i) + (i < 800 ? 0 : 3e7));
  const { source } = parse(oneFile(csv));
  expect(source.notes).toMatchObject([
    { code: 'gaps', text: 'a gap of 347 days, 8 s after the start, in which nothing was recorded' },
  ]);
});

test('rows from before a clock was set come right before the others', () => {
  const csv = table((i) => (i < 300 ? 12 + seconds(i) : 1_795_514_400 + seconds(i)).toFixed(3));
  const { times, source } = parse(oneFile(csv));
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeCloseTo(seconds(WALK.times.length - 1), 1);
  expect(source.startedAt).toBe(0);
  expect(source.notes.map(({ code }) => code)).toEqual(['clock_changed']);
});

test.each([
  ['', true],
  ['Z', false],
  ['+01:00', false],
])('times with "%s" behind them are local: %p', (zone, isLocal) => {
  const csv = table((i) => {
    const iso = new Date(Math.round(seconds(i) * 1000) + 1.79e12).toISOString();
    return iso.replace('Z', zone);
  });
  expect(parse(oneFile(csv)).source.isLocal).toBe(isLocal);
});

describe('rows that were written twice are left out', () => {
  test.each([
    ['a block', [...samples().slice(0, 900), ...samples().slice(700)]],
    ['the whole', [...samples(), ...samples()]],
  ])('%s', (_, rows) => {
    const { times, source } = parse(oneFile(table(seconds, rows)));
    expect(times).toHaveLength(WALK.times.length);
    expect(source.notes.map(({ code }) => code)).toEqual(['rows_repeated']);
  });
});

testRefusals([
  ['times to the minute', oneFile(table(() => '2026-11-24 10:00')), {}, 'bad_times', '--rate'],
  [
    'the time between samples',
    oneFile(table(() => 20).replace('timestamp', 'time_ms')),
    {},
    'bad_times',
    '--rate',
  ],
]);

test('a rate that is said outweighs times, which are not said to be missing', () => {
  const [note] = parse(oneFile(table(seconds)), { rate: 50 }).source.notes;
  expect(note?.text).toBe(
    '50 samples a second, as --rate says: the times of the file were passed over',
  );
});

test('a row without values is told', () => {
  const lines = table(seconds).split('\n');
  lines[500] = '5,,,';
  expect(codes(lines.join('\n'))).toEqual(['rows_skipped']);
});

test('ticks of 100 ns are dates', () => {
  const since = Date.parse('2026-11-24T10:00:00Z') / 1000;
  for (const epoch of [62_135_596_800, 11_644_473_600]) {
    const ticks = (i: number) => (since + epoch + Math.round(1000 * seconds(i)) / 1000) * 1e7;
    const { times, source } = parse(oneFile(table((i) => ticks(i).toFixed(0))));
    expect(times[0]).toBeCloseTo(since, 3);
    expect(source).toMatchObject({ timeUnit: 'calendar', startedAt: 0 });
  }
});

test('of rates above a table that of the acceleration is taken, in kHz, too', () => {
  const lines = ['Gyro rate: 100 Hz', 'Accel rate: 0.05 kHz', 'Serial: 12 Hz-Edition 7'];
  const rows = samples(2).map((i) => accel(i).join(','));
  const { times } = parse(oneFile([...lines, 'x,y,z', ...rows, ''].join('\n')));
  expect(times[1]).toBe(0.02);
});
