import { afterEach, beforeEach, expect, test } from 'bun:test';
import { aMinute, collect, createWorld, MODEL, stepsOf, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const SAMPLES = aMinute();
const STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

import { ServerMessage } from '@stepstream/protocol/schemas';

test('a walk is counted, from connecting to stopping', async () => {
  const client = world.connect({ user: 'ann lee' });
  const states = collect(client, 'state');
  const updates = collect(client, 'update');
  const steps = collect(client, 'step');
  for (const sample of SAMPLES.slice(0, 2000)) client.send(sample);
  await until(() => client.counters.delivered > 0);
  expect(client.session).toMatchObject({ model: MODEL.id });
  expect(client.session?.lookAhead).toBeGreaterThan(0);
  expect((await client.stats()).session.requests).toBeGreaterThan(0);
  const summary = await client.stop();
  // The walk is cut off in mid-step: the answer to the stop tells the last one.
  expect(summary.totalSteps).toBe(stepsOf(SAMPLES.slice(0, 2000)).length);
  expect(steps.map(({ total }) => total)).toEqual(steps.map((_, i) => i + 1));
  expect(steps).toHaveLength(summary.totalSteps);
  expect(updates.at(-1)?.totalSteps).toBe(summary.totalSteps);
  expect(states.map(({ state }) => state)).toEqual(['open', 'closed']);
  expect(states.at(-1)).toMatchObject({ code: 1000, reason: 'stopped' });
  for (const { detection } of updates) {
    if (detection) expect(ServerMessage.parse(detection).user_id).toBe('ann lee');
  }
  await until(() => world.server.registry.size === 0);
  expect(world.server.registry.detached).toBe(0);
  expect(() => client.send(STILL)).toThrow('closed');
  expect(client.reset()).rejects.toMatchObject({ code: 'closed' });
  expect(await client.stop()).toEqual(summary);
});

test('samples go in batches, gathered for the interval', async () => {
  const client = world.connect({ batchInterval: 40, replies: 'every_frame' });
  const updates = collect(client, 'update');
  await until(() => client.state === 'open');
  for (const sample of SAMPLES.slice(0, 20)) {
    client.send(sample);
    await Bun.sleep(5);
  }
  await client.stop();
  const batches = updates.flatMap(({ detection }) => detection?.total_predictions ?? []);
  expect(batches.at(-1)).toBe(20);
  expect(batches.length).toBeLessThan(12);
});

test('samples that the server refuses are counted, and the stream goes on', async () => {
  const strict = await createWorld({ maxFrameBytes: 4096 });
  try {
    const client = strict.connect({ maxBatch: 100, binary: false });
    const errors = collect(client, 'error');
    await until(() => client.state === 'open');
    for (const sample of SAMPLES.slice(0, 100)) client.send(sample);
    await until(() => client.counters.refused === 100);
    expect(errors).toMatchObject([{ code: 'samples_refused', samples: 100 }]);
    client.send(SAMPLES[100] ?? STILL);
    expect(await client.stop()).toMatchObject({ accepted: 101, delivered: 1, refused: 100 });
  } finally {
    await strict.stop();
  }
});

async function activeSessions(): Promise<number> {
  const response = await fetch(`${world.server.url}/health`);
  return ((await response.json()) as { active_sessions: number }).active_sessions;
}

test('an app’s own error in a listener stops nothing', async () => {
  const uncaught: unknown[] = [];
  const own = globalThis.setTimeout;
  const client = world.connect();
  client.on('update', () => {
    throw new Error('the app’s own');
  });
  const updates = collect(client, 'update');
  // Where the runtime would report it, it would end the test.
  globalThis.setTimeout = ((callback: () => void, delay?: number) =>
    own(() => {
      try {
        callback();
      } catch (error) {
        uncaught.push(error);
      }
    }, delay)) as typeof setTimeout;
  try {
    client.send(STILL);
    await until(() => updates.length > 0 && uncaught.length > 0);
    expect(String(uncaught[0])).toContain('the app’s own');
  } finally {
    globalThis.setTimeout = own;
  }
  expect(await activeSessions()).toBe(1);
});
