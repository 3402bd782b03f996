import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readRecording, readSteps } from '../index.ts';
import { RecordingError } from '../recording-error.ts';

const HEADER = 'timestamp,accel_x,accel_y,accel_z';
const GYRO_HEADER = `${HEADER},gyro_x,gyro_y,gyro_z`;

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-defects-'));
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
    ['JSON', '{"samples":[]}', 'unknown_format', 1],
    ['no header', '0,1,2,3\n', 'unknown_format', 1],
    ['a zip archive cut off', 'PK\u0003\u0004...', 'damaged_zip', null],
    ['UTF-16 of a header alone', Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'), 'empty', null],
    ['bytes of no text', Buffer.from([1, 2, 0, 0, 5, 6, 7, 8, 9]), 'not_text', null],
    ['one endless line', 'x'.repeat(400_000), 'unknown_format', 1],
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
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect((await errorOf(readRecording(empty))).code).toBe('empty');
    expect((await errorOf(readSteps(empty))).code).toBe('unreadable');
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
