import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { aMinute, collect, createWorld, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const SAMPLES = aMinute();
const STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

describe('an abort', () => {
  test('closes the client at once, whatever it does', async () => {
    const controller = new AbortController();
    const client = world.connect({ signal: controller.signal, batchInterval: 10_000 });
    const errors = collect(client, 'error');
    await until(() => client.state === 'open');
    for (const sample of SAMPLES.slice(0, 7)) client.send(sample);
    controller.abort();
    expect(client.state).toBe('closed');
    expect(errors.map(({ code, samples }) => [code, samples])).toEqual([['samples_dropped', 7]]);
    await until(() => world.server.registry.size === 0);
  });

  test('before the beginning begins nothing', async () => {
    const client = world.connect({ signal: AbortSignal.abort() });
    expect(client.state).toBe('closed');
    expect(world.proxy.accepted).toBe(0);
  });

  test('gives up waiting for an answer, and nothing else', async () => {
    const client = world.connect();
    await until(() => client.state === 'open');
    world.proxy.delay = 30;
    const controller = new AbortController();
    const asked = client.stats({ signal: controller.signal });
    controller.abort(new Error('enough'));
    expect(asked).rejects.toThrow('enough');
    await client.reset();
    expect(client.state).toBe('open');
  });

  test('ends the wait of a stop without a server', async () => {
    const client = world.connect();
    await until(() => client.state === 'open');
    world.proxy.refusing = true;
    world.proxy.cut();
    collect(client, 'error');
    client.send(STILL);
    const summary = await client.stop({ signal: AbortSignal.timeout(100) });
    expect(summary).toMatchObject({ accepted: 1, delivered: 0, dropped: 1 });
  });

  test('stops a listener', async () => {
    const controller = new AbortController();
    const client = world.connect();
    let heard = 0;
    client.on('update', () => heard++, { signal: controller.signal });
    client.send(STILL);
    await until(() => heard === 1);
    controller.abort();
    client.send(STILL);
    await until(() => client.counters.delivered === 2);
    expect(heard).toBe(1);
  });
});
