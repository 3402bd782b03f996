import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { connect } from '@stepstream/client';
import { ServerMessage } from '@stepstream/protocol/schemas';
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
const STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

async function activeSessions(): Promise<number> {
  const response = await fetch(`${world.server.url}/health`);
  return ((await response.json()) as { active_sessions: number }).active_sessions;
}

test('a walk is counted, from connecting to stopping', async () => {
  const client = world.connect({ user: 'ann lee' });
  const states = collect(client, 'state');
  const updates = collect(client, 'update');
  for (const sample of SAMPLES.slice(0, 2000)) client.send(sample);
  await until(() => client.counters.delivered > 0);
  expect(client.session).toMatchObject({ model: MODEL.id });
  expect(client.session?.lookAhead).toBeGreaterThan(0);
  expect((await client.stats()).session.requests).toBeGreaterThan(0);
  const summary = await client.stop();
  expect(summary.totalSteps).toBe(stepsOf(SAMPLES.slice(0, 2000)).length);
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
  const client = world.connect({ batchInterval: 40 });
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

test('a server that is started anew gets what the old one did not answer', async () => {
  const old = startServer({ port: 0, logLevel: 'warn', model: MODEL });
  const port = Number(new URL(old.url).port);
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

describe('what is wrong is told at once', () => {
  test.each([
    [{ ...STILL, accel_x: Number.NaN }, 'accel_x must be a finite number'],
    [{ ...STILL, gyro_x: 1 }, 'gyro_y must be a finite number'],
    [{ ...STILL, accel_z: 2000 }, 'check the units'],
    [{ ...STILL, timestamp: Date.now() }, 'timestamp must be a number of seconds'],
    [{ ...STILL, accel_y: '0' as unknown as number }, 'accel_y must be a finite number'],
  ])('%j', async (sample, message) => {
    const client = world.connect();
    expect(() => client.send(sample)).toThrow(message);
    client.send(STILL);
    await until(() => client.counters.delivered === 1);
    expect(client.counters.accepted).toBe(1);
    expect(() => client.send({ ...STILL, timestamp: 1 })).toThrow('All samples need a timestamp');
  });

  test('a setting that is none', async () => {
    const client = world.connect({ settings: { accel_unit: 'furlong' as 'g' } });
    const errors = collect(client, 'error');
    await until(() => errors.length > 0);
    expect(errors[0]?.code).toBe('invalid_value');
    expect(client.configure({ replies: 'steps' } as object)).rejects.toMatchObject({
      code: 'invalid_value',
    });
    expect(client.configure({ confirm_after: 99 })).rejects.toMatchObject({
      code: 'invalid_value',
    });
    await client.configure({ accel_unit: 'g' });
    expect(() => client.send({ ...STILL, accel_z: 150 })).toThrow('check the units');
  });

  test('an option out of its range, an address that is none', () => {
    expect(() => connect(world.proxy.streamUrl, { maxBatch: 1001 })).toThrow(
      'maxBatch must be a number from 1 to 1000',
    );
    expect(() => connect('nowhere')).toThrow();
  });

  test('a runtime without WebSocket', () => {
    const own = globalThis.WebSocket;
    try {
      (globalThis as { WebSocket?: unknown }).WebSocket = undefined;
      expect(() => connect(world.proxy.streamUrl)).toThrow('pass it: connect(url, { WebSocket })');
    } finally {
      globalThis.WebSocket = own;
    }
  });
});

test('samples that the server refuses are counted, and the stream goes on', async () => {
  const strict = await createWorld({ maxFrameBytes: 4096 });
  try {
    const client = strict.connect({ maxBatch: 100 });
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
