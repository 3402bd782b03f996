import { describe, expect, test } from 'bun:test';
import { accel, samples, seconds } from '../testing/export-walk.ts';
import { errorOf, parse } from '../testing/parse.ts';

const ROWS = samples(4).map((i) => [seconds(i), ...accel(i)] as const);
const NAMES = ['t', 'ax', 'ay', 'az'] as const;
const ENTRIES = ROWS.map((row) => Object.fromEntries(NAMES.map((name, i) => [name, row[i]])));
const columnsOf = <T>(column: (i: number) => T) =>
  Object.fromEntries(NAMES.map((name, i) => [name, column(i)]));
const LISTS = columnsOf((i) => ROWS.map((row) => row[i]));
const NUMBERED = Object.fromEntries(ENTRIES.map((entry, i) => [String(i), entry]));

const codesOf = (text: string) => parse([['walk.json', text]]).source.notes.map(({ code }) => code);

describe('the same samples, however JSON wraps them', () => {
  const WRAPPED: Record<string, unknown> = {
    'a list of objects': ENTRIES,
    'a list of rows': ROWS,
    'a list of rows below their names': [NAMES, ...ROWS],
    'a list for each column': LISTS,
    'what pandas writes': columnsOf((i) =>
      Object.fromEntries(ROWS.map((row, index) => [String(index), row[i]])),
    ),
    'pandas by rows': NUMBERED,
    'pandas, split': { columns: NAMES, index: ROWS.map((_, i) => i), data: ROWS },
    'pandas, as a table': { schema: { fields: [{ name: 't' }] }, data: ENTRIES },
    'with the device told': { device: 'band', rate: 25, data: ENTRIES },
    'vectors beside their times': {
      t: ROWS.map(([t]) => t),
      acc: ROWS.map(([, ...vector]) => vector),
    },
    'a list for each axis': {
      t: ROWS.map(([t]) => t),
      acc: [1, 2, 3].map((axis) => ROWS.map((row) => row[axis])),
    },
    'columns inside of columns': {
      meta: { rate: 25 },
      data: { t: LISTS['t'], acc: { x: LISTS['ax'], y: LISTS['ay'], z: LISTS['az'] } },
    },
    'a query of InfluxDB': { results: [{ series: [{ columns: NAMES, values: ROWS }] }] },
    'types that MongoDB says': ENTRIES.map((entry) =>
      Object.fromEntries(
        Object.entries(entry).map(([name, n]) => [name, { $numberDouble: `${n}` }]),
      ),
    ),
    'messages that hold a text': ENTRIES.map((entry) => ({ payload: JSON.stringify(entry) })),
    'deep inside': { session: { id: 7, streams: { accelerometer: LISTS, gyroscope: LISTS } } },
  };
  test.each(Object.entries(WRAPPED))('%s', (_, value) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      const { times, accel: values } = parse([['walk.json', text]]);
      expect([...times]).toEqual(ROWS.map(([time]) => time));
      expect([...values.subarray(3, 6)]).toEqual([...(ROWS[1]?.slice(1) ?? [])]);
    }
  });
});

test('batches of several sensors, one a line, as apps push them', () => {
  const lines = [0, 1, 2].map((batch) =>
    JSON.stringify({
      id: batch,
      payload: ROWS.slice(batch * 40, (batch + 1) * 40).flatMap(([time, x, y, z]) => [
        { name: 'gyroscope', time, values: { x: 0, y: 0, z: 0 } },
        { name: 'totalacceleration', time, values: { z, y, x } },
      ]),
    }),
  );
  const { times, accel: values } = parse([['push.jsonl', lines.join('\n')]]);
  expect([...times]).toEqual(ROWS.slice(0, 120).map(([time]) => time));
  expect([...values.subarray(0, 3)]).toEqual([...(ROWS[0]?.slice(1) ?? [])]);
});

const packets = (wrap: (rows: readonly (readonly number[])[]) => object) =>
  Array.from({ length: Math.floor(ROWS.length / 25) }, (_, n) => {
    const rows = ROWS.slice(25 * n, 25 * (n + 1));
    return { timestamp: 1_795_428_000 + (rows[0]?.[0] ?? 0), ...wrap(rows) };
  });

describe('packets of samples that share a time', () => {
  const vectors = (rows: readonly (readonly number[])[]) => rows.map(([, ...vector]) => vector);
  const PACKETS: Record<string, (rows: readonly (readonly number[])[]) => object> = {
    'with vectors': (rows) => ({ samples: vectors(rows) }),
    'with a list for each axis': (rows) =>
      Object.fromEntries(['x', 'y', 'z'].map((axis, i) => [axis, rows.map((row) => row[i + 1])])),
    'with objects': (rows) => ({
      acc: { ArrayAcc: vectors(rows).map(([x, y, z]) => ({ x, y, z })) },
    }),
  };
  test.each(Object.entries(PACKETS))('%s', (_, wrap) => {
    const all = packets(wrap);
    for (const text of [JSON.stringify(all), all.map((one) => JSON.stringify(one)).join('\n')]) {
      const { times, accel: values, source } = parse([['walk.json', text]]);
      expect(times).toHaveLength(25 * all.length);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeCloseTo(0.04, 3);
      expect([...values.subarray(3, 6)]).toEqual([...(ROWS[1]?.slice(1) ?? [])]);
      expect(source.notes.map(({ code }) => code)).toEqual(['times_spread']);
    }
  });
});

test('messages that Sensor Logger sends, one a line', () => {
  const reading = (name: string, [t = 0, x, y, z]: readonly number[]) => ({
    name,
    time: 1_795_428_000_000_000_000 + Math.round(t * 1e3) * 1e6,
    values: { x, y, z },
  });
  const lines = ROWS.map((row, messageId) =>
    JSON.stringify({
      messageId,
      payload: [reading('totalacceleration', row), reading('gyroscope', [row[0], 0, 0, 0.1])],
    }),
  );
  const { times, accel: values, source } = parse([['log.jsonl', lines.join('\n')]]);
  expect(source.format).toBe('sensor-logger-json');
  expect(times).toHaveLength(ROWS.length);
  expect([...values.subarray(3, 6)]).toEqual([...(ROWS[1]?.slice(1) ?? [])]);
});

test('a rate told beside samples without times is theirs', () => {
  const data = ROWS.map(([, x, y, z]) => ({ x, y, z }));
  const { times, source } = parse([['walk.json', JSON.stringify({ rate: 25, data })]]);
  expect(times[1]).toBeCloseTo(0.04, 9);
  expect(source.timeUnit).toBe('rate');
});

test('of several lists the accelerometer is taken, and that is told', () => {
  const other = ROWS.map(([t], i) => ({ t, x: i, y: 0, z: 1 }));
  const value = { gyroscope: other, accelerometer: ENTRIES };
  expect(codesOf(JSON.stringify(value))).toEqual(['sensor_chosen']);
});

describe('what breaks off', () => {
  test.each([
    ['a line', ENTRIES.map((entry) => JSON.stringify(entry)).join('\n')],
    ['a list', JSON.stringify(ENTRIES)],
    ['a list of rows', JSON.stringify(ROWS)],
    ['a list inside', JSON.stringify({ rate: 25, data: ENTRIES })],
  ])('in %s is read up to there', (_, text) => {
    const cut = text.slice(0, -20);
    expect(parse([['walk.json', cut]]).times).toHaveLength(ROWS.length - 1);
    expect(codesOf(cut)).toContain('cut_off');
  });

  test('a broken line among many is skipped and told, several of few are refused', () => {
    const lines = ENTRIES.map((entry) => JSON.stringify(entry));
    lines[100] = '{"t": 4, "ax": ';
    expect(codesOf(lines.join('\n'))).toEqual(['rows_skipped']);
    const few = [...lines.slice(0, 30), '{"t":', '{"t":', lines[31]].join('\n');
    expect(errorOf([['walk.json', few]]).code).toBe('bad_json');
  });
});
