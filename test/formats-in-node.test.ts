import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { gravity, gyro, linear, parse, sensorLoggerCsv } from '@stepstream/formats/testing';

const FILES = [
  ['Accelerometer.csv', sensorLoggerCsv(linear)],
  ['Gravity.csv', sensorLoggerCsv(gravity)],
  ['Gyroscope.csv', sensorLoggerCsv(gyro)],
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-formats-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('what a page uses runs on what every page has, and reads the same to the last bit', async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, '../packages/formats/src/browser.ts')],
    target: 'browser',
    outdir: folder,
    naming: 'formats.mjs',
  });
  expect(built.success).toBe(true);
  for (const [name, text] of FILES) await Bun.write(join(folder, `${name}.gz`), gzipSync(text));
  const script = `
    import { readFileSync } from 'node:fs';
    const { readBlobs } = await import(${JSON.stringify(pathToFileURL(join(folder, 'formats.mjs')))});
    const files = ${JSON.stringify(FILES.map(([name]) => name))}.map((name) =>
      new File([readFileSync(${JSON.stringify(folder)} + '/' + name + '.gz')], name));
    const { times, accel, gyro, source } = await readBlobs(files);
    console.log(JSON.stringify({ times: [...times], accel: [...accel], gyro: [...gyro], source }));`;
  const run = Bun.spawnSync(['node', '--input-type=module', '--eval', script]);
  expect(run.stderr.toString()).toBe('');
  const here = parse(FILES);
  expect(JSON.parse(run.stdout.toString())).toEqual({
    times: [...here.times],
    accel: [...here.accel],
    gyro: [...(here.gyro ?? [])],
    source: here.source,
  });
});
