/** What the contract promises to a client with timestamps and checkpoints: nothing is lost, nothing counted twice. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepDetector } from '@stepstream/detector';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';
import { HAS_POSTGRES, NEEDS_POSTGRES, startPostgres } from '@stepstream/testing/postgres-server';
import { HAS_REDIS, NEEDS_REDIS, startRedis } from '@stepstream/testing/redis-server';
import type { ServerProcess } from '@stepstream/testing/server-process';
import { aWalk, detect, rows } from '@stepstream/testing/stream';
import { CarefulClient } from './careful-client.ts';
import { type DurableServer, type Program, SERVE, startDurable } from './durable-server.ts';

// Each starts several processes, on machines that may be busy.
setDefaultTimeout(120_000);

/** Samples of a frame. */
const FRAME = 25;
const WALK = rows(aWalk());
const FRAMES = Array.from({ length: Math.ceil(WALK.length / FRAME) }, (_, i) => ({
  samples: WALK.slice(i * FRAME, (i + 1) * FRAME).map(([timestamp, accel_x, accel_y, accel_z]) => ({
    ...{ timestamp, accel_x, accel_y, accel_z },
  })),
}));
/** What an uncut run finds. */
const EXPECTED = (() => {
  const detector = new StepDetector();
  return detect(WALK, detector).length + detector.finish().length;
})();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-durable-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a walk against a server that is killed twice, and whose store is away for a while, if it can be. */
async function walk(program: Program, store: string, outage?: ServerProcess): Promise<void> {
  const server = await startDurable(program, {
    STORE: store,
    CHECKPOINT_INTERVAL: '0.5',
    LOG_LEVEL: 'warn',
  });
  try {
    const client = new CarefulClient(() => server.wsUrl, 'user_id=ann');
    const started = await client.connect();
    expect(started).toMatchObject({ checkpoint_interval_seconds: 0.5 });
    const third = Math.floor(FRAMES.length / 3);
    for (const frame of FRAMES.slice(0, third)) await client.send(frame);
    await client.untilSafe();

    // Away for longer than the interval: streaming goes on.
    await outage?.kill();
    for (const frame of FRAMES.slice(third, 2 * third)) await client.send(frame);
    if (outage) {
      await Bun.sleep(2000);
      await outage.start();
      await client.untilSafe();
    }
    await server.kill();
    await server.start();
    const again = await client.connect();
    expect(again).toMatchObject({ resumed: true, session_id: started['session_id'] });

    for (const frame of FRAMES.slice(2 * third)) await client.send(frame);
    await server.kill();
    await server.start();
    await client.connect();
    // All but those that the end confirms.
    const owed = EXPECTED - client.steps;
    expect(owed).toBeLessThan(3);
    await loseAnswerToStop(server, client, String(started['session_id']));
    const last = await client.connect();
    expect(last).toMatchObject({ resumed: true, total_steps: EXPECTED });
    expect(last['missed_steps']).toHaveLength(owed);
    expect(await client.untilStopped()).toBe(EXPECTED);
    const query = `start=${Date.now() / 1000 - 3600}&end=${Date.now() / 1000 + 3600}`;
    const history = await server.ask(`/users/ann/steps?${query}`);
    expect(await history.json()).toMatchObject({ total: EXPECTED });
    expect(await server.stop()).toBe(0);
    expect(client.steps).toBeGreaterThan(30);
  } finally {
    await server.kill();
  }
}

/** The session is over, and safe, when its server is killed; its client knows nothing of it. */
async function loseAnswerToStop(server: DurableServer, client: CarefulClient, id: string) {
  client.stopUnheard();
  const isLive = async () => (await server.ask(`/sessions/${id}`)).ok;
  while (await isLive()) await Bun.sleep(10);
  // Longer than what is saved waits to be written.
  await Bun.sleep(500);
  client.cut();
  await server.kill();
  await server.start();
}

describe('a walk survives two kill -9 of its server', () => {
  test('with SQLite', () => walk(SERVE, `sqlite:${join(folder, 'bun.db')}`));

  test.skipIf(!NODE)(`with SQLite, mounted under Node${NEEDS_NODE}`, () =>
    walk([NODE, 'examples/mount/node-http.ts'], `sqlite:${join(folder, 'node.db')}`),
  );

  test.skipIf(!HAS_POSTGRES)(
    `with PostgreSQL, which is away meanwhile${NEEDS_POSTGRES}`,
    async () => {
      const postgres = await startPostgres();
      try {
        await walk(SERVE, postgres.url(), postgres);
      } finally {
        await postgres.remove();
      }
    },
  );

  test.skipIf(!HAS_REDIS)(`with Redis, which is away meanwhile${NEEDS_REDIS}`, async () => {
    const redis = await startRedis();
    try {
      await walk(SERVE, redis.url(), redis);
    } finally {
      await redis.remove();
    }
  });
});
