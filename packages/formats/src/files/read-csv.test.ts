import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readRecording, readSteps, stepsPathFor } from '../index.ts';

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

  test('leaves timestamps that repeat now and then as they are', async () => {
    const path = await file(`${HEADER}\n1,0,0,0\n2,0,0,0\n2,0,0,1\n`);
    expect([...(await readRecording(path)).times]).toEqual([1, 2, 2]);
  });

  test('a row with three empty gyro cells has no gyro', async () => {
    const path = await file(`${GYRO_HEADER}\n0,1,2,3,,,\n1,1,2,3,4,5,6\n`);
    const { gyro } = await readRecording(path);
    expect([...(gyro ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN, 4, 5, 6]);
  });

  test('lines that lie across the chunks of a large file are whole', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `${i / 64},${i / 6000},${-i / 6000},9.75`,
    );
    const path = await file(`${HEADER}\n${rows.join('\n')}\n`);
    const shares: number[] = [];
    const recording = await readRecording(path, {
      onProgress: (share) => shares.push(share),
    });
    expect(recording.times.length).toBe(rows.length);
    expect(recording.times.every((time, i) => time === i / 64)).toBe(true);
    const expected = (i: number) => [i / 3 / 6000, -((i - 1) / 3) / 6000, 9.75][i % 3];
    expect(recording.accel.every((a, i) => a === expected(i))).toBe(true);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('steps', () => {
  test.each([0.5, 0.854, 1.2, 3])(
    'steps may be %d s apart: that is no rate of a sensor',
    async (gap) => {
      const times = Array.from({ length: 80 }, (_, i) => (i + 1) * gap);
      const path = await file(`timestamp,foot\n${times.map((time) => `${time},L`).join('\n')}\n`);
      expect((await readSteps(path)).map(({ timestamp }) => timestamp)).toEqual(times);
    },
  );

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
