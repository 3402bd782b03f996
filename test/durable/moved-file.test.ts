/** A database that is moved away under a running server: nothing is told to be safe that nobody would find. */
import { expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoFrames } from '@stepstream/testing/walking-client';
import { CarefulClient } from './careful-client.ts';
import { SERVE, startDurable } from './durable-server.ts';

// Starts a server, on machines that may be busy.
setDefaultTimeout(120_000);

test.skipIf(process.platform === 'win32')(
  'a client whose server lost its database is told of no checkpoint until it is back',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-moved-'));
    const settings = { STORE: `sqlite:${join(folder, 'steps.db')}`, CHECKPOINT_INTERVAL: '0.2' };
    const server = await startDurable(SERVE, { ...settings, LOG_LEVEL: 'warn' });
    const move = async (from: string, to: string) => {
      for (const suffix of ['', '-wal', '-shm']) {
        await rename(join(folder, `${from}${suffix}`), join(folder, `${to}${suffix}`));
      }
    };
    const readiness = async () => {
      const answer = await server.ask('/readyz');
      return (await answer.json()) as { status: string; store: { code?: string } };
    };
    try {
      const client = new CarefulClient(() => server.wsUrl, 'user_id=ann');
      await client.connect();
      const [first = {}, second = {}, third = {}] = demoFrames();
      await client.send(first);
      await client.untilSafe();
      await move('steps.db', 'away.db');
      await client.send(second);
      while ((await readiness()).status !== 'degraded') await Bun.sleep(50);
      expect((await readiness()).store.code).toBe('store_moved');
      expect(server.said()).toContain('put back the file');
      // Whatever it was told meanwhile comes before this answer.
      await client.send(third);
      expect(client.safe).toBe(1);
      await move('away.db', 'steps.db');
      await client.untilSafe();
      expect((await readiness()).status).toBe('ready');
      client.cut();
    } finally {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
