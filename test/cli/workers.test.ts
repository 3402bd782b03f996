import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TestClient } from '@stepstream/testing/client';
import { freePort } from '@stepstream/testing/free-port';
import { childrenOf, isAlive } from '@stepstream/testing/processes';
import {
  HAS_REDIS,
  NEEDS_REDIS,
  type RedisServer,
  startRedis,
} from '@stepstream/testing/redis-server';

setDefaultTimeout(30_000);

const MAIN = join(import.meta.dir, '../../packages/server/src/cli/main.ts');
const TOKEN = 'a-token-of-operators-for-tests';
/** Workers are found in /proc; without SO_REUSEPORT they share no port. */
const CAN_RUN = HAS_REDIS && process.platform === 'linux';
const NEEDS = process.platform === 'linux' ? NEEDS_REDIS : ' (skipped: needs Linux)';

let redis: RedisServer;
beforeAll(async () => {
  if (CAN_RUN) redis = await startRedis();
});
afterAll(() => redis?.remove());

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly exited: Promise<unknown[]>;
}

/** Starts two workers under a supervisor. */
async function start(...more: readonly string[]): Promise<Running> {
  const port = await freePort();
  const args = ['serve', '--port', `${port}`, '--workers', '2', '--admin-token', TOKEN];
  const store = ['--store', redis.url(`/0?prefix=${port}`), '--log-level', 'error', ...more];
  const child = spawn(process.execPath, [MAIN, ...args, ...store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const exited = once(child, 'exit');
  await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data'),
    exited.then(([code]) => Promise.reject(new Error(`ended with ${code}`))),
  ]);
  const running = { child, url: `http://127.0.0.1:${port}`, exited };
  await until(async () => (await healthy(running.url)) && workersOf(running).length === 2);
  return running;
}

function workersOf({ child: { pid } }: Running): number[] {
  return childrenOf(pid as number);
}

async function healthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/healthz`).catch(() => undefined);
  return answer?.ok ?? false;
}

/** Connects; tells whether it was greeted, or the code with which it was closed. */
async function visit({ url }: Running): Promise<'greeted' | number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/realtime`);
  try {
    return await new Promise((resolve) => {
      socket.onmessage = () => resolve('greeted');
      socket.onclose = ({ code }) => resolve(code);
    });
  } finally {
    socket.close();
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(50);
}

describe.skipIf(!CAN_RUN)(`workers${NEEDS}`, () => {
  test('share a port and act as one; one that is killed is followed by another', async () => {
    const running = await start();
    const { url } = running;
    const connect = () => TestClient.connect(`${url.replace('http', 'ws')}/ws/realtime`);
    const clients = await Promise.all(Array.from({ length: 12 }, connect));
    const sessions = async () => {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const answer = await fetch(`${url}/sessions`, { headers });
      return Object.keys(((await answer.json()) as { sessions: object }).sessions).length;
    };
    await until(async () => (await sessions()) === 12);
    const [first = 0, second = 0] = workersOf(running);
    process.kill(first, 'SIGKILL');
    await until(() => {
      const now = workersOf(running);
      return now.length === 2 && now.includes(second) && !now.includes(first);
    });
    for (const client of clients) client.close();
    // As a client comes back: a connection that met the dead one is lost.
    await until(async () => {
      const again = await connect().catch(() => undefined);
      again?.close();
      return again !== undefined;
    });
    running.child.kill('SIGTERM');
    expect(await running.exited).toEqual([0, null]);
  });

  test('are replaced one after the other at SIGUSR2, refuse nobody meanwhile, and end with SIGTERM', async () => {
    const running = await start('--drain-delay', '1');
    const before = workersOf(running);
    running.child.kill('SIGUSR2');
    let served = 0;
    await until(async () => {
      const now = workersOf(running);
      // A draining one has left the port: whoever gets through is taken. One that meets its last moment may be reset.
      const outcome = await visit(running);
      expect(outcome).not.toBe(1012);
      if (outcome === 'greeted') served++;
      return now.length === 2 && now.every((pid) => !before.includes(pid));
    });
    expect(served).toBeGreaterThan(10);
    const workers = workersOf(running);
    await until(() => healthy(running.url));
    running.child.kill('SIGTERM');
    expect(await running.exited).toEqual([0, null]);
    expect(workers.filter(isAlive)).toEqual([]);
  });

  test('tell of all at one scrape, outlive SIGHUP, and end when their supervisor is killed', async () => {
    const admin = await freePort();
    const running = await start('--admin-port', `${admin}`, '--max-sessions', '7');
    const workers = workersOf(running);
    const scrape = async () => {
      const answer = await fetch(`http://127.0.0.1:${admin}/metrics`).catch(() => undefined);
      return (await answer?.text()) ?? '';
    };
    const limitOf = (text: string, worker: number) =>
      new RegExp(`^stepstream_sessions_limit{worker="${worker}",state="live"} (\\d+)$`, 'm').exec(
        text,
      )?.[1];
    let text = '';
    await until(async () => {
      text = await scrape();
      return limitOf(text, 2) !== undefined;
    });
    expect([1, 2].map((worker) => limitOf(text, worker))).toEqual(['4', '4']);
    expect(text.match(/^# TYPE stepstream_sessions_limit /gm)).toHaveLength(1);
    for (const pid of workers) process.kill(pid, 'SIGHUP');
    expect(await scrape()).toContain('worker="2"');
    expect(workersOf(running)).toEqual(workers);
    running.child.kill('SIGKILL');
    await until(() => !workers.some(isAlive));
  });
});
