import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRecording, writeSteps } from '@stepstream/formats';
import { linear, sensorLoggerCsv } from '@stepstream/formats/testing';
import { CLOSE_REASONS } from '@stepstream/protocol';
import { generateWalk } from '@stepstream/synthetic';
import { FaultyLink } from '@stepstream/testing/faulty-link';
import { runCommand } from '@stepstream/testing/run-command';
import { type RunningServer, startServer } from '../contract/start-server.ts';

// Each test starts processes, on machines that may be busy.
setDefaultTimeout(60_000);

const WALK = generateWalk({
  segments: [
    { activity: 'standing', seconds: 3 },
    { activity: 'walking', seconds: 30, cadence: 112 },
    { activity: 'standing', seconds: 3 },
  ],
});

let folder = '';
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-replay-'));
  await writeRecording(join(folder, 'walk.csv'), WALK);
  await writeSteps(join(folder, 'walk.steps.csv'), WALK.steps);
  await writeRecording(join(folder, 'no-gyro.csv'), { ...WALK, gyro: null });
  server = await startServer(['--log-level', 'error']);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const replay = (...args: string[]) =>
  runCommand(['replay', '--url', server.wsUrl, ...args], folder);

/** The value of a line of the report, such as `steps`. */
function reported(stdout: string, name: string): string | undefined {
  return new RegExp(`^ {2}${name} +(.+)$`, 'm').exec(stdout)?.[1];
}

async function stepsCounted(file: string): Promise<number> {
  const { stdout } = await runCommand(['count', '--json', file], folder);
  return JSON.parse(stdout).files[0].steps;
}

async function sessions(): Promise<{ active_sessions: number }> {
  return (await (await fetch(`${server.httpUrl}/sessions`)).json()) as { active_sessions: number };
}

async function untilSessionsAre(count: number): Promise<void> {
  while ((await sessions()).active_sessions !== count) await Bun.sleep(20);
}

test('--demo streams the built-in walk and compares it with its truth', async () => {
  const { code, stdout, stderr } = await replay('--demo', '--speed', 'max');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toStartWith('demo walk: 0:30, 1500 samples, streamed in ');
  expect(reported(stdout, 'true')).toBe('43');
  expect(Number(reported(stdout, 'steps'))).toBeWithin(37, 46);
  expect(reported(stdout, 'error')).toMatch(/^[+-]?\d+\.\d %$/);
  await untilSessionsAre(0);
});

test.each([
  ['walk.csv', '1'],
  ['walk.csv', '7'],
  ['walk.csv', '1000'],
  ['no-gyro.csv', '1'],
  ['walk.csv', '1 --binary'],
  ['no-gyro.csv', '50 --binary'],
])('%s in batches of %s counts what the offline command counts', async (file, batch) => {
  const { code, stdout } = await replay(file, '--speed', 'max', '--batch', ...batch.split(' '));
  expect(code).toBe(0);
  expect(Number(reported(stdout, 'steps'))).toBe(await stepsCounted(file));
  expect(reported(stdout, 'true')).toBe(file === 'walk.csv' ? '56' : undefined);
});

test('--speed keeps its pace and reports on the way', async () => {
  const start = performance.now();
  const { code, stdout, stderr } = await replay('walk.csv', '--speed', '12', '--batch', '5');
  expect(code).toBe(0);
  expect(performance.now() - start).toBeGreaterThan((1000 * 35.9) / 12);
  expect(Number(reported(stdout, 'steps'))).toBe(await stepsCounted('walk.csv'));
  const lines = stderr.trimEnd().split('\n');
  expect(lines.length).toBeWithin(1, 4);
  for (const line of lines) {
    expect(line).toMatch(/^0:\d\d of 0:36 +\d+ % {2}steps \d+ {2}pending \d+ {2}\S+ steps\/min$/);
  }
});

test('a link that is lost on the way is made anew, and no step is missing', async () => {
  const link = await FaultyLink.start(server.httpUrl);
  // Not before the first greeting: a server that was never there is another matter.
  let isThere = false;
  const cuts = setInterval(() => {
    if (isThere) link.cut();
    isThere = link.accepted > 0;
  }, 400);
  try {
    const args = ['replay', '--url', link.streamUrl, 'walk.csv', '--speed', '20', '--batch', '5'];
    const { code, stdout, stderr } = await runCommand(args, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    expect(link.accepted).toBeGreaterThan(1);
    expect(Number(reported(stdout, 'steps'))).toBe(await stepsCounted('walk.csv'));
  } finally {
    clearInterval(cuts);
    await link.stop();
  }
});

test('a server that is back after seconds is found within one', async () => {
  const link = await FaultyLink.start(server.httpUrl);
  try {
    const args = ['replay', '--url', link.streamUrl, 'walk.csv', '--speed', '20', '--batch', '5'];
    const { code, stdout } = await runCommand(args, folder, async () => {
      await untilSessionsAre(1);
      link.refusing = true;
      link.cut();
      await Bun.sleep(5000);
      // It has asked once a second and oftener, where a client in the field would ask ever less.
      expect(link.accepted).toBeGreaterThan(5);
      link.refusing = false;
    });
    expect(code).toBe(0);
    expect(Number(reported(stdout, 'steps'))).toBe(await stepsCounted('walk.csv'));
  } finally {
    await link.stop();
  }
});

test('Ctrl-C says stop and prints what was counted so far', async () => {
  const { code, stdout } = await runCommand(
    ['replay', '--url', server.wsUrl, 'walk.csv', '--speed', '10'],
    folder,
    async (child) => {
      await untilSessionsAre(1);
      await Bun.sleep(1500);
      child.kill('SIGINT');
    },
  );
  expect(code).toBe(130);
  expect(stdout).toMatch(/^walk\.csv: the first 0:1\d of 0:36, /);
  expect(Number(reported(stdout, 'true'))).toBeWithin(5, 40);
  await untilSessionsAre(0);
});

test('a server that closes early is told with code and meaning', async () => {
  const first = replay('walk.csv', '--user', 'ann lee');
  await untilSessionsAre(1);
  const second = await replay('--demo', '--speed', 'max', '--user', 'ann lee');
  expect(second.code).toBe(0);
  const { code, stderr } = await first;
  expect(code).toBe(1);
  expect(stderr).toStartWith(
    `stepstream: the server closed the connection early: code 4409: ${CLOSE_REASONS.replaced.meaning}`,
  );
  expect(stderr.trimEnd()).not.toContain('\n');
});

test('samples that the server refuses are told, and fail the replay', async () => {
  const gyro = WALK.gyro?.slice() ?? new Float64Array();
  gyro[300] = 5000;
  await writeRecording(join(folder, 'impossible.csv'), { ...WALK, gyro });
  const { code, stdout } = await replay('impossible.csv', '--speed', 'max');
  expect(code).toBe(1);
  expect(reported(stdout, 'refused')).toStartWith('1 sample: gyro_x');
});

test('no server: one line', async () => {
  const url = 'ws://127.0.0.1:9/ws/realtime';
  const { code, stdout, stderr } = await runCommand(['replay', '--url', url, '--demo'], folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `stepstream: nothing answers at ${url}: start one with 'npx stepstream serve'\n`,
  );
});

test('a server that wants a token: one line', async () => {
  const careful = await startServer([
    '--auth',
    'token',
    '--auth-secret',
    'a secret of 32 characters, or more',
  ]);
  try {
    const { code, stderr } = await runCommand(['replay', '--url', careful.wsUrl, '--demo'], folder);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `stepstream: the server at ${careful.wsUrl} began no session: it may want to know who streams: give a token with --token\n`,
    });
  } finally {
    await careful.stop();
  }
});

test('a server without such a stream: one line', async () => {
  const url = `${server.wsUrl.replace('/ws/realtime', '')}/elsewhere`;
  const { code, stderr } = await runCommand(['replay', '--url', url, '--demo'], folder);
  expect(code).toBe(1);
  expect(stderr).toStartWith(
    `stepstream: ${url} is no stream of a step-detection server (HTTP 404)`,
  );
});

test('a bad file: one line', async () => {
  await writeFile(join(folder, 'bad.csv'), 'hello\n');
  const { code, stderr } = await replay('bad.csv');
  expect(code).toBe(1);
  expect(stderr).toStartWith('stepstream: bad.csv, line 1: ');
  expect(stderr.trimEnd()).not.toContain('\n');
});

test.each([
  [[]],
  [['--demo', 'walk.csv']],
  [['walk.csv', '--speed', '0']],
  [['walk.csv', '--speed', 'fast']],
  [['walk.csv', '--batch', '1001']],
  [['walk.csv', '--url', 'http://localhost:8000']],
  [['walk.csv', 'other.csv']],
])('wrong use %p exits with 2', async (args) => {
  const { code, stdout, stderr } = await replay(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toStartWith('stepstream: ');
});

test("an app's export is streamed as it is, without gravity too, and counts as count does", async () => {
  await writeFile(join(folder, 'Accelerometer.csv'), sensorLoggerCsv(linear));
  const { code, stdout, stderr } = await replay('Accelerometer.csv', '--speed', 'max');
  expect(code).toBe(0);
  // What the reader found is told as `count` tells it.
  const counted = await runCommand(['count', 'Accelerometer.csv'], folder);
  expect(counted.stdout).toContain(stderr);
  expect(stderr).toMatch(/^Accelerometer\.csv: Sensor Logger CSV, .*\n {2}.* \(no_gravity\)\n$/);
  expect(reported(stdout, 'steps')).toBe(String(await stepsCounted('Accelerometer.csv')));
});
