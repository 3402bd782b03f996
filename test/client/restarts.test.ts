import { afterEach, beforeEach, expect, test } from 'bun:test';
import { connect } from '@stepstream/client';
import { freePort } from '@stepstream/testing/free-port';
import { startServer } from 'stepstream';
import {
  aMinute,
  collect,
  createWorld,
  impatient,
  MODEL,
  stepsOf,
  until,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const SAMPLES = aMinute();
const _STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

test('a server that is started anew gets what the old one did not answer', async () => {
  const port = await freePort();
  const old = startServer({ port, logLevel: 'warn', model: MODEL });
  const client = connect(old.streamUrl, impatient);
  const states = collect(client, 'state');
  for (const sample of SAMPLES.slice(0, 1000)) client.send(sample);
  await until(() => client.counters.delivered === 1000);
  const counted = client.totalSteps;
  expect(counted).toBeGreaterThan(10);
  await old.stop();
  for (const sample of SAMPLES.slice(1000, 2000)) client.send(sample);
  await until(() => client.state === 'offline');
  const fresh = startServer({ port, logLevel: 'warn', model: MODEL });
  try {
    const summary = await client.stop();
    expect(summary).toMatchObject({ accepted: 2000, delivered: 2000, dropped: 0 });
    expect(summary.totalSteps).toBe(counted + stepsOf(SAMPLES.slice(1000, 2000)).length);
    expect(states.filter(({ resumed }) => resumed === false).length).toBe(1);
  } finally {
    await fresh.stop();
  }
});

test('a server that keeps no sessions gets everything all the same', async () => {
  const forgetful = await createWorld({ resumeWindow: 0 });
  try {
    const client = forgetful.connect();
    const states = collect(client, 'state');
    for (const [i, sample] of SAMPLES.entries()) {
      client.send(sample);
      if (i % 500 !== 499) continue;
      forgetful.proxy.cut();
      await until(() => client.counters.queued + client.counters.inFlight === 0);
    }
    const summary = await client.stop();
    expect(summary).toMatchObject({ accepted: SAMPLES.length, delivered: SAMPLES.length });
    expect(states.filter(({ resumed }) => resumed === false).length).toBeGreaterThan(3);
    // Each new session begins without what the one before it had held back.
    expect(summary.totalSteps).toBeGreaterThan(0.8 * stepsOf(SAMPLES).length);
  } finally {
    await forgetful.stop();
  }
});
