/** Programs that stream a recording, over a server that is killed: they end with the count of an uncut run. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@stepstream/testing/run-command';
import { aMinute, stepsOf } from '../client/world.ts';
import { NEEDS_WEBSOCKETS, PYTHON } from '../examples/python.ts';
import { runLines, toCsv } from '../examples/walk-file.ts';
import { type DurableServer, SERVE, startDurable } from './durable-server.ts';

// Servers are started again and again, on machines that may be busy.
setDefaultTimeout(180_000);

const EXAMPLES = join(import.meta.dir, '../../examples');
const STEPS = stepsOf(aMinute()).length;
/** A minute in six seconds. */
const SPEED = '10';
const KILLS = 3;

let folder: string;
let file: string;
let server: DurableServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-programs-'));
  file = join(folder, 'walk.csv');
  await writeFile(file, toCsv(aMinute()));
  server = await startDurable(SERVE, {
    STORE: `sqlite:${join(folder, 'steps.db')}`,
    CHECKPOINT_INTERVAL: '0.5',
    LOG_LEVEL: 'error',
  });
});
afterAll(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

async function sessions(): Promise<number> {
  const answer = await server.ask('/sessions');
  return ((await answer.json()) as { readonly active_sessions: number }).active_sessions;
}

/** Runs a program while its server is killed some times. */
async function overKills<Result>(program: () => Promise<Result>): Promise<Result> {
  let running = true;
  const ended = program().finally(() => {
    running = false;
  });
  // Whoever waits for the kills hears of a failure later.
  ended.catch(() => {});
  while (running && (await sessions()) === 0) await Bun.sleep(20);
  for (let i = 0; i < KILLS && running; i++) {
    await Bun.sleep(800 + 1000 * Math.random());
    await server.kill();
    await server.start();
  }
  return await ended;
}

test.skipIf(!PYTHON)(`the Python example${NEEDS_WEBSOCKETS}`, async () => {
  const stream = [PYTHON ?? '', join(EXAMPLES, 'python/stream.py'), file, server.wsUrl, SPEED];
  const lines = await overKills(() => runLines(...stream));
  expect(lines.at(-1)).toBe(`total ${STEPS}, dropped 0`);
});

test('the Node example', async () => {
  const stream = [process.execPath, join(EXAMPLES, 'node/stream.mjs'), file, server.wsUrl, SPEED];
  const lines = await overKills(() => runLines(...stream));
  expect(lines.at(-1)).toBe(`${STEPS} steps in ${aMinute().length} samples; 0 dropped`);
  // Each step is told once, with its number.
  const numbers = lines.flatMap((line) => /^step (\d+) /.exec(line)?.[1] ?? []).map(Number);
  expect(numbers).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
});

test('stepstream replay', async () => {
  const args = ['replay', file, '--url', server.wsUrl, '--speed', SPEED, '--batch', '5'];
  const { code, stdout, stderr } = await overKills(() => runCommand(args, folder));
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  expect(/^ {2}steps +(\d+)$/m.exec(stdout)?.[1]).toBe(String(STEPS));
});
