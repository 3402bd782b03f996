import { expect, test } from 'bun:test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../contract/raw-client.ts';

const MAIN = join(import.meta.dir, '../../packages/server/src/cli/main.ts');
const FILES = 160;
const ROOM = FILES - 64;

test('a server that may have few files open says so, is full in time, and answers /healthz', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepstream-files-'));
  const command = `ulimit -n ${FILES} && exec "${process.execPath}" "${MAIN}" serve --port 0 --store memory --log-level error`;
  const server = spawn('sh', ['-c', command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, XDG_STATE_HOME: folder },
  });
  try {
    let said = '';
    while (!said.includes('Stop with')) said += (await once(server.stdout, 'data'))[0];
    expect(said).toContain(`may open ${FILES} files, which is enough for ${ROOM} sessions`);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
    const clients = [];
    for (let i = 0; i < ROOM; i++) {
      const client = await connect(`${url}/ws/realtime`);
      expect(await client.next()).toMatchObject({ type: 'session_started' });
      client.send({ accel_x: 0, accel_y: 0, accel_z: 9.8 });
      clients.push(client);
    }
    for (let i = 0; i < 20; i++) {
      const refused = await connect(`${url}/ws/realtime`);
      expect((await refused.closed).code).toBe(1013);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    }
    for (const client of clients)
      expect(await client.next()).toMatchObject({ total_predictions: 1 });
    for (const client of clients) client.destroy();
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
