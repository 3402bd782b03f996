import { expect, test } from 'bun:test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestClient } from '@stepstream/testing/client';

const MAIN = join(import.meta.dir, '../../packages/server/src/cli/main.ts');
/** The log lines of so many sessions fill a pipe many times. */
const SESSIONS = 3000;
const AT_ONCE = 100;

test('a server whose log nobody reads goes on, and stops when it is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepstream-log-'));
  const server = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', '0', '--store', 'memory', '--log-level', 'info'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, XDG_STATE_HOME: folder } },
  );
  try {
    let said = '';
    // Nobody reads stderr from here on.
    while (!said.includes('/ws/realtime')) said += (await once(server.stdout, 'data'))[0];
    const url = /ws:\/\/127\.0\.0\.1:\d+\/ws\/realtime/.exec(said)?.[0] ?? '';
    const neighbour = await TestClient.connect(url);
    for (let i = 0; i < SESSIONS / AT_ONCE; i++) {
      const clients = await Promise.all(
        Array.from({ length: AT_ONCE }, () =>
          TestClient.connect(`${url}/${encodeURIComponent('\u0001'.repeat(256))}`),
        ),
      );
      for (const client of clients) client.send({ action: 'stop' });
      const answer = await neighbour.ask({ accel_x: 0, accel_y: 0, accel_z: 9.8 });
      expect(answer).toMatchObject({ total_predictions: i + 1 });
    }
    server.kill('SIGTERM');
    server.stdout.resume();
    expect(await once(server, 'exit')).toEqual([0, null]);
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
