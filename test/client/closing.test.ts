import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { aMinute, collect, createWorld, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const SAMPLES = aMinute();
const _STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

describe('the server closes', () => {
  test('for good: the client does not come back', async () => {
    const client = world.connect();
    const errors = collect(client, 'error');
    await until(() => client.state === 'open');
    await fetch(`${world.server.url}/sessions/${client.session?.id}`, { method: 'DELETE' });
    await until(() => client.state === 'closed');
    await Bun.sleep(100);
    expect(world.proxy.accepted).toBe(1);
    expect(errors.map(({ code }) => code)).toEqual(['closed_by_server']);
    expect(errors[0]?.message).toContain('4410');
  });

  test('because the same user came from elsewhere: the client does not fight', async () => {
    const first = world.connect({ user: 'ann' });
    collect(first, 'error');
    await until(() => first.state === 'open');
    const second = world.connect({ user: 'ann' });
    await until(() => first.state === 'closed' && second.state === 'open');
    await Bun.sleep(100);
    expect(second.state).toBe('open');
    expect(world.proxy.accepted).toBe(2);
  });

  test('with samples under way: they are given up, and reported', async () => {
    const client = world.connect({ batchInterval: 10_000 });
    const errors = collect(client, 'error');
    await until(() => client.state === 'open');
    for (const sample of SAMPLES.slice(0, 30)) client.send(sample);
    world.server.registry.endAll('terminated');
    await until(() => client.state === 'closed');
    expect(errors.map(({ code, samples }) => [code, samples])).toEqual([
      ['samples_dropped', 30],
      ['closed_by_server', 0],
    ]);
    expect(client.counters).toMatchObject({ accepted: 30, delivered: 0, dropped: 30, queued: 0 });
  });
});

test('after a silence that ended the session, the next sample begins a new one', async () => {
  const quiet = await createWorld({ sessionTimeout: 0.2 });
  try {
    const client = quiet.connect({ probeInterval: 60_000, settings: { confirm_after: 2 } });
    const states = collect(client, 'state');
    for (const sample of SAMPLES.slice(0, 1000)) client.send(sample);
    await until(() => client.counters.delivered === 1000);
    const { totalSteps } = client;
    expect(totalSteps).toBeGreaterThan(20);
    await until(() => client.state === 'offline');
    expect(states.at(-1)).toEqual({ state: 'offline', code: 4408, reason: 'timed_out' });
    await Bun.sleep(100);
    expect(client.state).toBe('offline');
    for (const sample of SAMPLES.slice(1000, 2000)) client.send(sample);
    await until(() => client.counters.delivered === 2000);
    // A new session counts from zero; the client goes on, with the settings of before.
    expect(states.at(-1)).toEqual({ state: 'open', resumed: false });
    expect((await client.configure({})).confirm_after).toBe(2);
    expect((await client.stop()).totalSteps).toBeGreaterThan(totalSteps + 10);
  } finally {
    await quiet.stop();
  }
});
