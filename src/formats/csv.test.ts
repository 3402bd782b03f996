import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readRecording, readSteps, stepsPathFor } from './csv.ts';
import { parseNumber } from './parse-number.ts';
import { RecordingError } from './recording-error.ts';
import { writeRecording, writeSteps } from './write-csv.ts';

const HEADER = 'timestamp,accel_x,accel_y,accel_z';
const GYRO_HEADER = `${HEADER},gyro_x,gyro_y,gyro_z`;

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string | Uint8Array, name = `walk-${files++}.csv`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function errorOf(reading: Promise<unknown>): Promise<RecordingError> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
  throw new Error('expected a RecordingError');
}

describe('readRecording', () => {
  test('reads samples with gyro and activity', async () => {
    const path = await file(
      `${GYRO_HEADER},activity\n0,1,2,3,4,5,6,walking\n0.02,-1,-2.5,1e-3,.4,5.,+6,standing\n`,
    );
    const recording = await readRecording(path);
    expect([...recording.times]).toEqual([0, 0.02]);
    expect([...recording.accel]).toEqual([1, 2, 3, -1, -2.5, 0.001]);
    expect([...(recording.gyro ?? [])]).toEqual([4, 5, 6, 0.4, 5, 6]);
    expect(recording.activity).toEqual(['walking', 'standing']);
  });

  test('columns come in any order, others are ignored', async () => {
    const path = await file(
      'note,accel_z,"Timestamp", accel_x ,pressure,accel_y\n"a, b",3,0.5,1,,2\n',
    );
    const recording = await readRecording(path);
    expect([...recording.times]).toEqual([0.5]);
    expect([...recording.accel]).toEqual([1, 2, 3]);
    expect(recording.gyro).toBeNull();
    expect(recording.activity).toBeNull();
  });

  test('puts up with a byte order mark, CRLF, blank lines and no last line end', async () => {
    const path = await file(`\ufeff${HEADER}\r\n0,1,2,3\r\n\r\n1,4,5,6`);
    expect([...(await readRecording(path)).accel]).toEqual([1, 2, 3, 4, 5, 6]);
    const trailing = await file(`${HEADER}\n0,1,2,3\n\n\r\n`);
    expect((await readRecording(trailing)).times.length).toBe(1);
  });

  test('tells gzip by its bytes, whatever the name', async () => {
    const packed = await file(gzipSync(`${HEADER}\n0,1,2,3\n`), 'packed.csv');
    const plain = await file(`${HEADER}\n0,1,2,3\n`, 'plain.csv.gz');
    expect([...(await readRecording(packed)).accel]).toEqual([1, 2, 3]);
    expect([...(await readRecording(plain)).accel]).toEqual([1, 2, 3]);
  });

  test('leaves timestamps that repeat or go back as they are', async () => {
    const path = await file(`${HEADER}\n2,0,0,0\n2,0,0,0\n1,0,0,0\n`);
    expect([...(await readRecording(path)).times]).toEqual([2, 2, 1]);
  });

  test('a row with three empty gyro cells has no gyro', async () => {
    const path = await file(`${GYRO_HEADER}\n0,1,2,3,,,\n1,1,2,3,4,5,6\n`);
    const { gyro } = await readRecording(path);
    expect([...(gyro ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN, 4, 5, 6]);
  });

  test('lines that lie across the chunks of a large file are whole', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i / 64},${i},${-i},0.25`);
    const path = await file(`${HEADER}\n${rows.join('\n')}\n`);
    const shares: number[] = [];
    const recording = await readRecording(path, (share) => shares.push(share));
    expect(recording.times.length).toBe(rows.length);
    expect(recording.times.every((time, i) => time === i / 64)).toBe(true);
    expect(recording.accel.every((a, i) => a === [i / 3, -(i - 1) / 3, 0.25][i % 3])).toBe(true);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('defects', () => {
  const cases: [name: string, content: string | Uint8Array, code: string, line: number | null][] = [
    ['nothing', '', 'empty', null],
    ['only blank lines', '\n\n', 'empty', null],
    ['a header alone', `${HEADER}\n`, 'empty', null],
    ['a missing column', 'timestamp,accel_x,accel_y\n0,1,2\n', 'missing_column', 1],
    ['a column twice', `${HEADER},accel_x\n0,1,2,3,4\n`, 'duplicate_column', 1],
    ['half a gyroscope', `${HEADER},gyro_x\n0,1,2,3,4\n`, 'half_gyroscope', 1],
    ['a word for a number', `${HEADER}\n0,1,2,3\n1,1,two,3\n`, 'bad_number', 3],
    ['NaN', `${HEADER}\n0,NaN,2,3\n`, 'bad_number', 2],
    ['an infinity', `${HEADER}\n0,1e999,2,3\n`, 'bad_number', 2],
    ['a hexadecimal number', `${HEADER}\n0,0x10,2,3\n`, 'bad_number', 2],
    ['an empty cell', `${HEADER}\n0,,2,3\n`, 'bad_number', 2],
    ['an empty gyro cell', `${GYRO_HEADER}\n0,1,2,3,4,,6\n`, 'bad_number', 2],
    ['a field too few', `${HEADER}\n0,1,2\n`, 'wrong_field_count', 2],
    ['a field too many', `${HEADER}\n0,1,2,3,4\n`, 'wrong_field_count', 2],
    ['a row cut off', `${HEADER}\n\n0,1,2,3\n0.5,1`, 'wrong_field_count', 4],
    ['damaged gzip', damaged(), 'damaged_gzip', null],
    ['gzip cut off', gzipSync(`${HEADER}\n0,1,2,3\n`).subarray(0, 30), 'damaged_gzip', null],
    ['JSON', '{"samples":[]}', 'not_csv', 1],
    ['no header', '0,1,2,3\n', 'not_csv', 1],
    ['semicolons', `${HEADER.replaceAll(',', ';')}\n0;1;2;3\n`, 'not_csv', 1],
    ['a zip archive', 'PK\u0003\u0004...', 'not_csv', null],
    ['UTF-16', Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'), 'not_csv', null],
    ['one endless line', 'x'.repeat(400_000), 'not_csv', 1],
  ];
  test.each(cases)('%s', async (_, content, code, line) => {
    const path = await file(content);
    const error = await errorOf(readRecording(path));
    expect({ code: error.code as string, line: error.line, path: error.path }).toEqual({
      code,
      line,
      path,
    });
    expect(error.message).toStartWith(line === null ? `${path}: ` : `${path}, line ${line}: `);
    expect(error.message).not.toContain('\n');
  });

  test('a file that is not there, and a folder', async () => {
    expect((await errorOf(readRecording(join(folder, 'none.csv')))).code).toBe('not_found');
    expect((await errorOf(readRecording(folder))).code).toBe('unreadable');
  });

  test('the message says what to do', async () => {
    const path = await file(`${HEADER}\n0,1,x,3\n`);
    expect((await errorOf(readRecording(path))).message).toBe(
      `${path}, line 2: accel_y is "x", not a finite number: repair the line or remove it`,
    );
  });

  function damaged(): Uint8Array {
    const bytes = gzipSync(`${HEADER}\n${'0,1,2,3\n'.repeat(1000)}`);
    bytes.fill(0x55, 40, 60);
    return bytes;
  }
});

describe('steps', () => {
  test('readSteps reads times and feet', async () => {
    const path = await file('foot,timestamp\nA,1.5\nB,2.25\n');
    expect(await readSteps(path)).toEqual([
      { timestamp: 1.5, foot: 'A' },
      { timestamp: 2.25, foot: 'B' },
    ]);
    expect(await readSteps(await file('timestamp,foot\n'))).toEqual([]);
    expect(await readSteps(await file('timestamp\n1\n'))).toEqual([{ timestamp: 1, foot: '' }]);
  });

  test('stepsPathFor keeps the folder and drops .csv and .gz', () => {
    expect(stepsPathFor('a.b/walk.csv')).toBe('a.b/walk.steps.csv');
    expect(stepsPathFor('walk.1.csv.gz')).toBe('walk.1.steps.csv');
    expect(stepsPathFor('walk')).toBe('walk.steps.csv');
  });
});

describe('writing', () => {
  test('what is written is read back the same', async () => {
    const recording = {
      times: Float64Array.of(1677012345.123456, 1677012345.1434567),
      accel: Float64Array.of(0.1, -2.5e-7, 9.81, 1 / 3, 12345.678, -0.5),
      gyro: Float64Array.of(0.1, 0.2, 0.3, Number.NaN, Number.NaN, Number.NaN),
      activity: ['walking', 'up, then down'],
    };
    for (const name of ['written.csv', 'written.csv.gz']) {
      const path = join(folder, name);
      await writeRecording(path, recording);
      const found = await readRecording(path);
      expect([...found.times]).toEqual([...recording.times]);
      expect([...found.accel]).toEqual([...recording.accel]);
      expect([...(found.gyro ?? [])]).toEqual([...recording.gyro]);
      expect(found.activity).toEqual(recording.activity);
    }
  });

  test('a recording of accelerometer alone has no other columns', async () => {
    const recording = {
      times: Float64Array.of(0),
      accel: Float64Array.of(1, 2, 3),
      gyro: null,
      activity: null,
    };
    const path = join(folder, 'bare.csv');
    await writeRecording(path, recording);
    expect(await readRecording(path)).toEqual(recording);
  });

  test('steps', async () => {
    const steps = [
      { timestamp: 0.1, foot: 'left' },
      { timestamp: 0.7, foot: 'right' },
    ];
    const path = join(folder, 'written.steps.csv');
    await writeSteps(path, steps);
    expect(await readSteps(path)).toEqual(steps);
  });
});

test('parseNumber gives what Number gives', () => {
  const parse = (text: string) => parseNumber(Buffer.from(`,${text},`), 1, 1 + text.length);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parse(String(value))).toBe(Number(String(value)));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 9 }), (n, d) => {
      const text = (n / 10 ** d).toFixed(d);
      expect(parse(text)).toBe(Number(text));
    }),
  );
  for (const text of ['', '-', '.', '1.2.3', '1e', 'e5', '1 2', '0x1', 'Infinity', '--1']) {
    expect(parse(text)).toBeNaN();
  }
});
