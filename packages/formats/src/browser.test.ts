import { describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { filesOfZip, readBlobs, readKnownBlobs } from './browser.ts';
import { RecordingError } from './recording-error.ts';
import { accel, gravity, linear, plainCsv, sensorLoggerCsv, zip } from './testing/export-walk.ts';
import { parse } from './testing/parse.ts';

const OWN = plainCsv('timestamp,accel_x,accel_y,accel_z', accel);
const file = (name: string, content: string | Uint8Array) =>
  new File([typeof content === 'string' ? content : new Uint8Array(content)], name);

test('files of a page are read as those of a disk are', async () => {
  const whole = parse([['walk.csv', OWN]]);
  expect(await readBlobs([file('walk.csv', OWN)])).toEqual(whole);
  expect(await readBlobs([file('walk.csv.gz', gzipSync(OWN))])).toEqual(whole);
});

test('several files are one export', async () => {
  const names = ['Accelerometer.csv', 'Gravity.csv'] as const;
  const [a, g] = [sensorLoggerCsv(linear), sensorLoggerCsv(gravity)];
  const recording = await readBlobs([file(names[0], a), file(names[1], g)]);
  expect(recording.source.gravity).toBe('included');
});

test('options go along', async () => {
  const { source } = await readBlobs([file('walk.csv', OWN)], { columns: ['1', '2', '3', '4'] });
  expect(source.format).toBe('csv');
});

test('damage is a RecordingError that names the file', async () => {
  const damaged = gzipSync(OWN).subarray(0, 5000);
  const reading = readBlobs([file('walk.csv.gz', damaged)]);
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RecordingError);
  expect((error as RecordingError).code).toBe('damaged_gzip');
  expect((error as RecordingError).path).toBe('walk.csv.gz');
});

test('what lies beside a recording is read as `count` reads it', async () => {
  const steps = file('a.steps.csv', 'foot,timestamp\nL,2.5\nR,1.25\n');
  const count = file('a.count.json', '{"steps": 3}');
  const mask = file('a.mask.csv', 'start,end\n4,5\n0,1\n');
  const unknown = [
    { start: 0, end: 1 },
    { start: 4, end: 5 },
  ];
  expect(await readKnownBlobs([steps, count, mask])).toEqual({
    count: 2,
    times: [1.25, 2.5],
    unknown,
  });
  expect(await readKnownBlobs([count])).toEqual({ count: 3, times: null, unknown: [] });
  // A recording without a step, and nothing known of one.
  const none = file('a.steps.csv', 'timestamp\n');
  expect(await readKnownBlobs([none])).toMatchObject({ count: 0, times: [] });
  expect(await readKnownBlobs([mask])).toBeNull();
  const wrong = readKnownBlobs([file('a.steps.csv', 'timestamp\nsoon\n')]);
  expect(await wrong.catch(({ path, line }) => [path, line])).toEqual(['a.steps.csv', 2]);
});

describe('a zip archive', () => {
  const archive = (files: Record<string, string>) => file('all.zip', zip(Object.entries(files)));
  const pathsOf = async (files: Record<string, string>) =>
    (await filesOfZip(archive(files)))?.map(({ path }) => path) ?? null;

  test('of recordings is its files, and so is one of a recording with its known steps', async () => {
    expect(await pathsOf({ 'x/a.csv': OWN, 'x/b.csv': OWN, 'x/readme.txt': '' })).toEqual([
      'x/a.csv',
      'x/b.csv',
    ]);
    const unpacked = await filesOfZip(archive({ 'a.csv': OWN, 'a.steps.csv': 'timestamp\n1\n' }));
    expect(unpacked?.map(({ path }) => path)).toEqual(['a.csv', 'a.steps.csv']);
    expect(await unpacked?.[0]?.bytes.text()).toBe(OWN);
  });

  test('of one recording, or of one export in several files, is read as it is', async () => {
    expect(await pathsOf({ 'a.csv': OWN, '__MACOSX/a.csv': '' })).toBeNull();
    const parts = {
      'Accelerometer.csv': '',
      'Gyroscope.csv': '',
      'Location.csv': '',
      'Metadata.csv': '',
    };
    expect(await pathsOf(parts)).toBeNull();
  });
});
