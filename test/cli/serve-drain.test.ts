import { expect, test } from 'bun:test';
import type { ChildProcess } from 'node:child_process';
import { TestClient } from '@stepstream/testing/client';
import { serve, withoutOuterSettings } from './serve-process.ts';

withoutOuterSettings();

/** Longer than any test waits. */
const LONG = '500';

/** Serves, with clients connected; then does with the process what the test is about. */
async function serveClients(
  args: readonly string[],
  count: number,
  then: (child: ChildProcess, url: string, clients: readonly TestClient[]) => Promise<void>,
) {
  let clients: readonly TestClient[] = [];
  let failure: unknown;
  const result = await serve(['--port', '0', '--store', 'memory', ...args], (child) => {
    let said = '';
    child.stdout?.on('data', async (chunk: Buffer) => {
      const before = said;
      said += chunk;
      const url = /listens on (\S+).*Ctrl-C/s.exec(said)?.[1];
      if (!url || /Ctrl-C/.test(before)) return;
      try {
        const streamUrl = `${url.replace('http', 'ws')}/ws/realtime`;
        clients = await Promise.all(
          Array.from({ length: count }, () => TestClient.connect(streamUrl)),
        );
        await then(child, url, clients);
      } catch (error) {
        failure = error;
        child.kill('SIGKILL');
      }
    });
  });
  if (failure !== undefined) throw failure;
  const closes = await Promise.all(clients.map(({ closed }) => closed));
  return { ...result, closes, last: clients.map(({ messages }) => messages.at(-1)) };
}

async function untilDraining(url: string): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== 503) await Bun.sleep(10);
}

test('SIGTERM drains: clients are told when to come back, and the exit code is 0', async () => {
  const { code, stdout, stderr, closes, last } = await serveClients(
    ['--drain-spread', '0.3', '--log-level', 'warn'],
    5,
    async (child) => void child.kill('SIGTERM'),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('\nStepstream disconnects 5 clients; signal again to stop at once.\n');
  expect(stdout).toEndWith('\nStepstream has stopped.\n');
  for (const close of closes) expect(close).toEqual({ code: 1012, reason: 'restarting' });
  for (const message of last) expect(message).toMatchObject({ type: 'server_draining' });
});

test('Ctrl-C does not wait: delay and spread are for supervisors', async () => {
  const { code, closes, last } = await serveClients(
    ['--drain-delay', LONG, '--drain-spread', '90', '--grace', '600'],
    2,
    async (child) => void child.kill('SIGINT'),
  );
  expect(code).toBe(0);
  for (const close of closes) expect(close).toEqual({ code: 1012, reason: 'restarting' });
  for (const message of last) expect(message).toMatchObject({ type: 'server_draining' });
});

test('a second SIGTERM ends it at once, with 0', async () => {
  const { code, closes, last } = await serveClients(
    ['--drain-delay', LONG, '--grace', '600'],
    2,
    async (child, url, [client]) => {
      child.kill('SIGTERM');
      await untilDraining(url);
      expect(await client?.ask({ action: 'ping' })).toMatchObject({ type: 'pong' });
      child.kill('SIGTERM');
    },
  );
  expect(code).toBe(0);
  for (const close of closes) expect(close).toEqual({ code: 1012, reason: 'restarting' });
  for (const message of last) expect(message).toMatchObject({ type: 'server_draining' });
});

test('the end of the grace period ends it, with 0, whoever is still there', async () => {
  const { code, closes } = await serveClients(
    ['--drain-spread', '1.5', '--grace', '2'],
    // The last of them would be told after a second and a half; by then half of the grace period is over.
    30,
    async (child) => void child.kill('SIGTERM'),
  );
  expect(code).toBe(0);
  expect(closes.length).toBe(30);
});

test('a grace period that is too short for the rest is refused', async () => {
  const { code, stderr } = await serve(['--drain-delay', '10', '--drain-spread', '25']);
  expect(code).toBe(2);
  expect(stderr).toContain(
    '--grace=30: expected more than --drain-delay and --drain-spread take together (10 + 25 s)',
  );
});
