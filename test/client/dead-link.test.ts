import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { connect } from '@stepstream/client';
import { aMinute, collect, createWorld, impatient, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const _SAMPLES = aMinute();
const STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

describe('a dead link is noticed', () => {
  test('when nothing is answered', async () => {
    const client = world.connect({ deadAfter: 100 });
    await until(() => client.state === 'open');
    world.proxy.swallow();
    client.send(STILL);
    await until(() => client.state !== 'open');
    await until(() => client.state === 'open');
    expect((await client.stop()).delivered).toBe(1);
  });

  test('when there is nothing to send', async () => {
    const client = world.connect({ deadAfter: 100, probeInterval: 100 });
    const states = collect(client, 'state');
    await until(() => client.state === 'open');
    world.proxy.swallow();
    await until(() => states.some(({ state }) => state === 'offline'));
    expect(states.find(({ state }) => state === 'offline')).toMatchObject({
      code: 1006,
      reason: 'no answer',
    });
    await until(() => client.state === 'open');
  });

  test('when a connection is never greeted', async () => {
    const client = world.connect({ connectTimeout: 100 });
    const states = collect(client, 'state');
    world.proxy.delay = 100_000;
    await until(() => states.some(({ state }) => state === 'offline'));
    const lost = states.find(({ state }) => state === 'offline');
    expect(lost?.reason).toBe('no connection in time');
    world.proxy.delay = 0;
    await until(() => client.state === 'open');
  });

  test('when an attempt fails with an error alone, as under Node', async () => {
    let attempts = 0;
    class Failing extends EventTarget {
      constructor() {
        super();
        attempts++;
        setTimeout(() => this.dispatchEvent(new Event('error')));
      }
      send() {}
      close() {}
    }
    const client = world.connect({ connectTimeout: 120_000, WebSocket: Failing as never });
    const states = collect(client, 'state');
    await until(() => attempts > 2);
    expect(states.find(({ state }) => state === 'offline')).toMatchObject({ code: 1006 });
  });

  test('and a quiet one that lives is left alone', async () => {
    const client = world.connect({ deadAfter: 2000, probeInterval: 100 });
    const states = collect(client, 'state');
    await until(() => client.state === 'open');
    await Bun.sleep(800);
    expect(states.map(({ state }) => state)).toEqual(['open']);
    // It has been probed, and nobody is told of it.
    expect((await client.stats()).session.requests).toBeGreaterThan(3);
  });
});

describe('the wait before the next attempt', () => {
  test('grows while attempts fail, and is short again once the link works', async () => {
    // Time runs a hundred times as fast for this client.
    const clock = {
      now: () => performance.now() * 100,
      setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms / 100),
      clearTimeout: (timer: unknown) => clearTimeout(timer as Timer),
    };
    const waits = { minDelay: 500, maxDelay: 4000, deadAfter: 120_000, connectTimeout: 120_000 };
    const client = world.connect({ ...waits, clock, random: () => 1, probeInterval: 3_600_000 });
    const states = collect(client, 'state');
    const retries = () => states.flatMap(({ retryIn }) => retryIn ?? []);
    await until(() => client.state === 'open');
    world.proxy.refusing = true;
    world.proxy.cut();
    await until(() => retries().length === 5);
    expect(retries()).toEqual([500, 1000, 2000, 4000, 4000]);
    world.proxy.refusing = false;
    await until(() => client.state === 'open');
    await client.stats();
    world.proxy.cut();
    await until(() => retries().length > 5);
    expect(retries().at(-1)).toBe(500);
  });

  test('is at least what a server asks for that drains', async () => {
    const greeting = {
      type: 'session_started',
      session_id: crypto.randomUUID(),
      model: 'any',
      look_ahead_ms: 300,
    };
    const draining = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (request, server) => {
        server.upgrade(request, { data: undefined });
      },
      websocket: {
        message() {},
        open(socket) {
          socket.send(JSON.stringify(greeting));
          socket.send(JSON.stringify({ type: 'server_draining', reconnect_after_ms: 777 }));
          socket.close(1012, 'draining');
        },
      },
    });
    const client = connect(`ws://127.0.0.1:${draining.port}`, impatient);
    const states = collect(client, 'state');
    try {
      await until(() => client.state === 'offline');
      expect(states.at(-1)).toEqual({
        state: 'offline',
        code: 1012,
        reason: 'draining',
        retryIn: 777,
      });
    } finally {
      await client.stop();
      await draining.stop(true);
    }
  });
});
