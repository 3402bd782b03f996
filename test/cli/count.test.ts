import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { writeRecording, writeSteps } from '@stepstream/formats';
import { accelInG, gravity, linear, plainCsv, sensorLoggerCsv } from '@stepstream/formats/testing';
import { generateWalk } from '@stepstream/synthetic';
import { runCommand } from '@stepstream/testing/run-command';

// Each test starts processes, on machines that may be busy.
setDefaultTimeout(60_000);

const WALK = generateWalk({
  segments: [
    { activity: 'standing', seconds: 5 },
    { activity: 'walking', seconds: 60, cadence: 110 },
    { activity: 'standing', seconds: 10 },
    { activity: 'walking', seconds: 60, cadence: 110 },
    { activity: 'standing', seconds: 5 },
  ],
  samplingRate: 64,
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-count-'));
  await writeRecording(join(folder, 'walk.csv.gz'), WALK);
  await writeSteps(join(folder, 'walk.steps.csv'), WALK.steps);
  await writeRecording(join(folder, 'alone.csv'), { ...WALK, gyro: null, activity: null });
  await mkdir(join(folder, 'phone', 'walk 1'), { recursive: true });
  await writeFile(join(folder, 'phone', 'walk 1', 'Accelerometer.csv'), sensorLoggerCsv(linear));
  await writeFile(join(folder, 'phone', 'walk 1', 'Gravity.csv'), sensorLoggerCsv(gravity));
  await writeRecording(join(folder, 'phone', 'own, too.csv'), WALK);
  await writeFile(join(folder, 'imu.csv'), plainCsv('t,ax,ay,az', accelInG, 1000));
  await writeFile(join(folder, 'words.csv'), plainCsv('when (ms),one,two,three', accelInG, 1000));
  await writeFile(join(folder, 'broken.csv'), 'timestamp,accel_x,accel_y,accel_z\n0,1,2,x\n');
});
afterAll(() => rm(folder, { recursive: true }));

const count = (...args: string[]) => runCommand(['count', ...args], folder);

test('counts a recording and compares it with the known steps', async () => {
  const { code, stdout, stderr } = await count('walk.csv.gz');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const [header, , row, ...rest] = stdout.trimEnd().split('\n');
  expect(header?.split(/ {2,}/)).toEqual([
    'file',
    'format',
    'duration',
    'rate/Hz',
    'steps',
    'steps/min',
    'walking',
    'longest pause',
    'true',
    'error',
    'F1',
  ]);
  const cells = row?.split(/ {2,}/) ?? [];
  expect(cells.slice(0, 4)).toEqual(['walk.csv.gz', 'stepstream', '2:20', '64.0']);
  expect(Number(cells[4])).toBeWithin(209, 225);
  expect(Number(cells[5])).toBeWithin(108, 112);
  expect(cells[7]).toMatch(/^0:1\d$/);
  expect(cells[8]).toBe('220');
  expect(cells[9]).toMatch(/^[+-]?\d\.\d %$/);
  expect(cells[10]).toMatch(/^(0\.9\d\d|1\.000)$/);
  expect(rest).toEqual(['', expect.stringMatching(/^counted by [\w.-]+$/)]);
});

test('a recording whose steps nobody knows has no error column', async () => {
  const { code, stdout } = await count('alone.csv');
  expect(code).toBe(0);
  expect(stdout).not.toContain('error');
});

test('a file that can not be read is told in one line; the others are counted', async () => {
  const { code, stdout, stderr } = await count(
    'broken.csv',
    'walk.csv.gz',
    'none.csv',
    'alone.csv',
  );
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'stepstream: broken.csv, line 2: accel_z is "x", not a finite number: repair the line or remove it',
    'stepstream: none.csv: no such file: check the path',
  ]);
  expect(stdout).toContain('walk.csv.gz');
  expect(stdout).toContain('alone.csv');
  expect(stdout).toContain('2 files');
  expect(stdout).toMatch(/^none\.csv +not counted +–/m);
  expect(stdout).toContain('2 are left out of all sums, of 4 recordings');
});

test('known steps that can not be read are a failure of their recording', async () => {
  await writeRecording(join(folder, 'untrue.csv'), WALK);
  await writeFile(join(folder, 'untrue.steps.csv'), 'when\n1\n');
  const { code, stdout, stderr } = await count('untrue.csv');
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toStartWith('stepstream: untrue.steps.csv, line 1: ');
});

describe('--model', () => {
  beforeAll(() => writeFile(join(folder, 'random.safetensors'), serializeModel(randomModel())));

  test('picks the detector, and the answer names it', async () => {
    const { stdout } = await count('--model', 'classic', 'alone.csv');
    expect(stdout).toEndWith('\n\ncounted by classic-1\n');
    const json = await count('--json', '--model', 'random.safetensors', 'alone.csv');
    expect(JSON.parse(json.stdout).model).toBe('random-1');
  });

  test('that can not be loaded is told in one line, with exit code 2', async () => {
    const { code, stdout, stderr } = await count('--model', 'alone.csv', 'alone.csv');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'stepstream: cannot load the model "alone.csv". This is no model file: it does not begin ' +
        'as a safetensors file does. Name the model.safetensors that the training wrote.\n',
    );
  });
});

test('lists of known steps that a pattern takes along are passed over', async () => {
  const { code, stdout, stderr } = await count('walk.csv.gz', 'walk.steps.csv');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain('2 files');
  expect((await count('walk.steps.csv')).code).toBe(2);
});

test('--json gives everything, errors too', async () => {
  const { code, stdout } = await count('--json', 'walk.csv.gz', 'none.csv');
  expect(code).toBe(1);
  const { files, errors } = JSON.parse(stdout);
  expect(files).toHaveLength(1);
  expect(files[0]).toMatchObject({ file: 'walk.csv.gz', samples: 8960, true_steps: 220 });
  expect(files[0].rate_hz).toBeCloseTo(64, 6);
  expect(files[0].landings).toHaveLength(files[0].steps);
  expect(Object.keys(files[0].landings[0])).toEqual(['timestamp', 'foot', 'confidence']);
  expect(errors).toEqual([
    {
      recording: 'none.csv',
      file: 'none.csv',
      code: 'not_found',
      line: null,
      message: 'none.csv: no such file: check the path',
    },
  ]);
});

test('--confirm-after 1 counts no fewer steps than 10', async () => {
  const stepsWith = async (n: string) => {
    const { stdout } = await count('--json', '--confirm-after', n, 'alone.csv');
    return JSON.parse(stdout).files[0].steps as number;
  };
  expect(await stepsWith('1')).toBeGreaterThanOrEqual(await stepsWith('10'));
});

test.each([
  [['--confirm-after', '0', 'walk.csv.gz']],
  [['--confirm-after', 'x', 'walk.csv.gz']],
  [['--nonsense']],
  [[]],
])('wrong use %p exits with 2', async (args) => {
  const { code, stdout, stderr } = await count(...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toStartWith('stepstream: ');
});

describe('folders and formats', () => {
  test('a folder is its recordings, and the table says what they were read as', async () => {
    const { code, stdout, stderr } = await count('phone');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^phone\/own, too\.csv +stepstream /m);
    expect(stdout).toMatch(/^phone\/walk 1 +sensor-logger-csv +0:30 +100\.0 +3\d /m);
    expect(stdout).toContain(
      'phone/walk 1: Sensor Logger CSV, times in ns, acceleration in m/s^2 with gravity\n  ',
    );
  });

  test('--csv has a row for each, which spreadsheets read', async () => {
    const { code, stdout } = await count('--csv', 'phone', 'walk.csv.gz');
    expect(code).toBe(0);
    const [header, own, walk, known] = stdout.trimEnd().split('\n');
    expect(header).toBe(
      'file,format,samples,duration_seconds,rate_hz,steps,steps_per_minute,walking_seconds,longest_pause_seconds,true_steps,error_percent,f1,error',
    );
    expect(own).toStartWith('"phone/own, too.csv",stepstream,8960,139.984,64,');
    expect(walk).toMatch(/^phone\/walk 1,sensor-logger-csv,3000,29\.99,100,3\d,.*,,,,$/);
    expect(known).toMatch(/,220,-?\d(\.\d+)?,[01](\.\d+)?,$/);
  });

  test('any CSV, once its columns are named', async () => {
    const without = await count('words.csv');
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("as in --columns 'when (ms),one,two,three'");
    const { stdout } = await count('--json', '--columns', 't,ax,ay,az', 'imu.csv');
    expect(JSON.parse(stdout).files[0]).toMatchObject({
      format: 'csv',
      units: { time: 'ms', acceleration: 'g', angular_velocity: null },
      gravity: 'included',
    });
    const wrong = await count('--columns', 't,ax,ay,az', '--accel-unit', 'm/s^2', 'imu.csv');
    expect(wrong.stderr).toContain('Pass --accel-unit g');
  });

  test.each([
    [['--columns', 't,ax', 'imu.csv']],
    [['--accel-unit', 'gravities', 'imu.csv']],
    [['--json', '--csv', 'imu.csv']],
    [['--plot', 'x.svg', 'imu.csv', 'alone.csv']],
    [['--plot', 'no/such/folder/x.svg', 'alone.csv']],
  ])('wrong use %p exits with 2', async (args) => {
    const { code, stdout, stderr } = await count(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toStartWith('stepstream: ');
  });
});

test('--plot draws each landing, and the known ones', async () => {
  const { code, stdout } = await count('--plot', 'walk.svg', 'walk.csv.gz');
  expect(code).toBe(0);
  const steps = Number(stdout.split('\n')[2]?.split(/ {2,}/)[4]);
  const svg = await readFile(join(folder, 'walk.svg'), 'utf8');
  expect(svg.match(/<circle class="(start|end)"/g)?.length).toBe(steps + 2);
  expect(svg.match(/<path class="true"/g)?.length).toBe(220 + 1);
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

describe('for researchers', () => {
  test('--bouts has a row for each walk, and --per for each minute', async () => {
    const walks = (await count('--csv', '--bouts', 'alone.csv')).stdout.trimEnd().split('\n');
    expect(walks[0]).toBe(
      'file,walk,start,end,start_seconds,end_seconds,duration_seconds,steps,steps_per_minute',
    );
    expect(walks.length).toBe(3);
    const minutes = await count('--json', '--per', 'minute', 'alone.csv');
    const [file] = JSON.parse(minutes.stdout).files;
    const inMinutes = file.periods.map(({ steps }: { steps: number }) => steps);
    expect(inMinutes.length).toBe(3);
    expect(inMinutes.reduce((sum: number, steps: number) => sum + steps, 0)).toBe(file.steps);
    const inWalks = walks.slice(1).map((row) => Number(row.split(',')[7]));
    expect(inWalks.reduce((sum, steps) => sum + steps, 0)).toBe(file.steps);
  });

  test('several processes find what one finds, in the same order', async () => {
    const args = ['--json', 'walk.csv.gz', 'broken.csv', 'phone', 'alone.csv', 'none.csv'];
    const [one, two] = [await count('--jobs', '1', ...args), await count('--jobs', '2', ...args)];
    expect(one.code).toBe(1);
    expect(two).toEqual({ ...one, stderr: two.stderr });
    expect(two.stderr.split('\n').sort()).toEqual(one.stderr.split('\n').sort());
  });

  test('what is known may be a number alone, and the agreement of all is told', async () => {
    await writeRecording(join(folder, 'numbered.csv'), WALK);
    await writeFile(join(folder, 'numbered.count.json'), '{"steps": 200}');
    const { stdout } = await count('walk.csv.gz', 'numbered.csv');
    expect(stdout).toMatch(/^numbered\.csv .* 200 +\+\d+\.\d % +–$/m);
    expect(stdout).toMatch(/^2 of them with known steps .* 420 /m);
    expect(stdout).toContain('limits of agreement (95 %, Bland-Altman): ');
    const json = JSON.parse((await count('--json', 'walk.csv.gz', 'numbered.csv')).stdout);
    expect(json.agreement).toMatchObject({ recordings: 2, known: 420 });
    await writeFile(join(folder, 'numbered.count.json'), '{"steps": "many"}');
    const wrong = await count('numbered.csv');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('numbered.count.json: steps is "many", not a whole number');
  });

  test('--truth names a column of the recording that tells its steps', async () => {
    const { times, accel, steps } = WALK;
    let told = 0;
    const rows = [...times].map((time, i) => {
      while ((steps[told]?.timestamp ?? Number.POSITIVE_INFINITY) <= time) told++;
      return [time, ...accel.subarray(3 * i, 3 * i + 3), told].join(',');
    });
    await writeFile(join(folder, 'told.csv'), `t,ax,ay,az,step_count\n${rows.join('\n')}\n`);
    await writeFile(join(folder, 'told.count.json'), '{"steps": 7}');
    const { stdout } = await count('--json', '--truth', 'step_count', 'told.csv');
    const [file] = JSON.parse(stdout).files;
    expect(file.true_steps).toBe(steps.length);
    expect(file.comparison.f1).toBeGreaterThan(0.9);
    expect(file.notes.map(({ code }: { code: string }) => code)).toEqual(['truth_contradicts']);
    const wrong = await count('--truth', 'ax', 'told.csv');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('told.csv, line 1: --truth ax is read as ax already');
  });

  test('--report is a page, of patterns in quotes, too', async () => {
    const { code, stderr } = await count(
      '[a]lone*.csv',
      'walk.csv.gz',
      'broken.csv',
      '--report',
      'report.html',
    );
    expect(code).toBe(1);
    expect(stderr).toStartWith('stepstream: broken.csv');
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    expect(page.match(/<section /g)?.length).toBe(2);
    expect(page).toContain('Agreement with known steps');
    expect(page).toContain('broken.csv');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect((await count('nothing*.csv')).stderr).toContain('no file matches this pattern');
  });

  test('an hour that clocks show twice is two, in the zone that is named', async () => {
    const start = Date.parse('2026-10-25T00:59:00Z') / 1000;
    const times = WALK.times.map((time) => start + time);
    await writeRecording(join(folder, 'autumn.csv'), { ...WALK, times });
    const args = ['--csv', '--per', 'hour', '--time-zone', 'Europe/Berlin', 'autumn.csv'];
    const hours = (await count(...args)).stdout.trimEnd().split('\n').slice(1);
    expect(hours.map((row) => row.split(',')[1])).toEqual([
      '2026-10-25T02:00:00.000+02:00',
      '2026-10-25T02:00:00.000+01:00',
    ]);
  });

  test.each([
    [['--bouts', '--per', 'hour', 'alone.csv']],
    [['--per', 'week', 'alone.csv']],
    [['--time-zone', 'Mars/Olympus', 'alone.csv']],
    [['--jobs', '0', 'alone.csv']],
    [['--report', 'no/such/folder/r.html', 'alone.csv']],
  ])('wrong use %p exits with 2', async (args) => {
    const { code, stdout } = await count(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
