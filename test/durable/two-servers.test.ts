/** Two servers with one store, as behind a load balancer: whichever a client meets goes on with all that is safe. */
import { expect, setDefaultTimeout, test } from 'bun:test';
import { HAS_POSTGRES, NEEDS_POSTGRES, startPostgres } from '@stepstream/testing/postgres-server';
import { HAS_REDIS, NEEDS_REDIS, startRedis } from '@stepstream/testing/redis-server';
import { demoFrames } from '@stepstream/testing/walking-client';
import { CarefulClient } from './careful-client.ts';
import { SERVE, startDurable } from './durable-server.ts';

// Each starts several processes, on machines that may be busy.
setDefaultTimeout(120_000);

const FRAMES = demoFrames();
const THIRD = Math.floor(FRAMES.length / 3);

/** Walks on one server, on the other, and on the first again, which still has the session as it was. */
async function thereAndBack(store: string): Promise<void> {
  const settings = { STORE: store, CHECKPOINT_INTERVAL: '0.5', LOG_LEVEL: 'warn' };
  const servers = await Promise.all([startDurable(SERVE, settings), startDurable(SERVE, settings)]);
  try {
    let [server, other] = servers;
    const client = new CarefulClient(() => server.wsUrl, 'user_id=ann');
    await client.connect();
    for (const part of [0, 1, 2]) {
      for (const frame of FRAMES.slice(part * THIRD, (part + 1) * THIRD)) await client.send(frame);
      await client.untilSafe();
      client.cut();
      [server, other] = [other, server];
      expect(await client.connect()).toMatchObject({ total_requests: (part + 1) * THIRD });
    }
    const steps = await client.stop();
    expect(steps).toBeGreaterThan(30);
    const history = await server.ask('/users/ann/export?format=ndjson');
    const minutes = (await history.text()).trim().split('\n');
    const counts = minutes.map((line) => (JSON.parse(line) as { readonly count: number }).count);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(steps);
  } finally {
    await Promise.all(servers.map((each) => each.kill()));
  }
}

test.skipIf(!HAS_POSTGRES)(`there and back again, with PostgreSQL${NEEDS_POSTGRES}`, async () => {
  const postgres = await startPostgres();
  try {
    await thereAndBack(postgres.url());
  } finally {
    await postgres.remove();
  }
});

test.skipIf(!HAS_REDIS)(`there and back again, with Redis${NEEDS_REDIS}`, async () => {
  const redis = await startRedis();
  try {
    await thereAndBack(redis.url());
  } finally {
    await redis.remove();
  }
});
