import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findRecordings, readRecording } from '../index.ts';
import {
  accel,
  gravity,
  gyro,
  linear,
  plainCsv,
  sensorLoggerCsv,
  zip,
} from '../testing/export-walk.ts';

const OWN = plainCsv('timestamp,accel_x,accel_y,accel_z', accel);
const EXPORT = [
  ['Accelerometer.csv', sensorLoggerCsv(linear)],
  ['Gravity.csv', sensorLoggerCsv(gravity)],
  ['Gyroscope.csv', sensorLoggerCsv(gyro)],
  ['Metadata.csv', 'version,device name\n3,Test\n'],
] as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-folders-'));
  await mkdir(join(folder, 'ann', 'walk 1'), { recursive: true });
  await mkdir(join(folder, 'nothing'));
  for (const [name, text] of EXPORT) await writeFile(join(folder, 'ann', 'walk 1', name), text);
  await writeFile(join(folder, 'ann', 'walk 2.zip'), zip(EXPORT));
  await writeFile(join(folder, 'b.csv.gz'), gzipSync(OWN));
  await writeFile(join(folder, 'b.steps.csv'), 'timestamp,foot\n');
  await writeFile(join(folder, 'notes.txt'), 'no recording');
});
afterAll(() => rm(folder, { recursive: true }));

test('a folder is all the recordings in it, an export is one', async () => {
  const found = (await findRecordings(folder)).map((path) => relative(folder, path));
  expect(found).toEqual(['ann/walk 1', 'ann/walk 2.zip', 'b.csv.gz']);
  expect(await findRecordings(join(folder, 'ann', 'walk 1'))).toHaveLength(1);
  expect(await findRecordings('walk.csv')).toEqual(['walk.csv']);
});

test('a folder without any is an error', async () => {
  const reason = await findRecordings(join(folder, 'nothing')).catch((error: unknown) => error);
  expect(reason).toMatchObject({ code: 'empty' });
});

test('an export is the same in a folder and in an archive', async () => {
  const shares: number[] = [];
  const inFolder = await readRecording(join(folder, 'ann', 'walk 1'), {
    onProgress: (share) => shares.push(share),
  });
  expect(inFolder.gyro).not.toBeNull();
  expect(await readRecording(join(folder, 'ann', 'walk 2.zip'))).toEqual(inFolder);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});
