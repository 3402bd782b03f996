import { expect, test } from 'bun:test';
import { quietKeeper } from '../session/testing/quiet-keeper.ts';
import { streamWorld } from '../stream/testing/stream-world.ts';
import { Drain, type DrainOptions } from './drain.ts';

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

/** @param flush what the store does with what was kept */
function setUp(flush: () => Promise<void> = async () => {}) {
  const events: string[] = [];
  const world = streamWorld({
    resume: { windowSeconds: 120, most: 1 },
    keeper: quietKeeper({
      keep({ requests }) {
        events.push(`kept at ${requests}`);
        return true;
      },
    }),
  });
  const drain = new Drain({
    registry: world.registry,
    clock: world.clock,
    defaults: { delay: 0, spread: 'auto' },
    async flush() {
      await flush();
      events.push('flushed');
    },
  });
  return { ...world, drain, events };
}

type World = ReturnType<typeof setUp>;

/** Lets what is under way go on, without time passing. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Drains, and lets time pass until it is done. Returns when each socket was closed, in milliseconds. */
async function drainOver(
  { drain, clock }: World,
  sockets: readonly { closed: unknown }[],
  options: DrainOptions,
): Promise<number[]> {
  const from = clock.monotonic();
  const closedAt = new Map<unknown, number>();
  let isDone = false;
  void drain.start(options).then(() => {
    isDone = true;
  });
  for (let i = 0; i < 100_000 && !isDone; i++) {
    await settle();
    for (const socket of sockets) {
      if (socket.closed && !closedAt.has(socket)) closedAt.set(socket, clock.monotonic() - from);
    }
    if (!isDone) clock.advance(5);
  }
  return [...closedAt.values()];
}

test('with nobody there it is over at once', async () => {
  const { drain, clock } = setUp();
  await drain.start();
  expect(clock.pendingTimers).toBe(0);
});

test('each client is told at its own moment, and closed with 1012', async () => {
  const world = setUp();
  const sockets = Array.from({ length: 20 }, () => world.open().socket);
  const moments = await drainOver(world, sockets, { spread: 2 });
  expect(moments.length).toBe(20);
  for (const [i, moment] of moments.entries()) expect(moment).toBeWithin(100 * i, 100 * i + 20);
  for (const { sent, closed } of sockets) {
    expect(sent.at(-1)).toMatchObject({ type: 'server_draining' });
    expect(closed).toEqual({ code: 1012, reason: 'restarting' });
  }
  const waits = sockets.map(
    ({ sent }) => (sent.at(-1) as { reconnect_after_ms?: number }).reconnect_after_ms,
  );
  expect(new Set(waits).size).toBeGreaterThan(15);
  expect(world.registry.size).toBe(0);
});

test('all goes on during the delay, but nobody is let in', async () => {
  const world = setUp();
  const { socket, ask } = world.open();
  const draining = world.drain.start({ delay: 10, spread: 0 });
  await settle();
  world.clock.advance(9000);
  await settle();
  expect(ask(SAMPLE)).toMatchObject({ type: 'step_detection' });
  expect(world.open().socket).toMatchObject({ sent: [], closed: { code: 1012 } });
  expect(socket.closed).toBeUndefined();
  world.clock.advance(1001);
  await draining;
  expect(socket.closed).toMatchObject({ code: 1012 });
});

test('a client is told once its state is safe, and nothing that it sends later is taken in', async () => {
  const stored = Promise.withResolvers<void>();
  const world = setUp(() => stored.promise);
  const { socket, tell } = world.open();
  tell(SAMPLE);
  const draining = world.drain.start({ spread: 0 });
  await settle();
  expect(world.events).toEqual(['kept at 1']);
  expect(socket.closed).toBeUndefined();
  expect(tell(SAMPLE)).toEqual([]);
  stored.resolve();
  await draining;
  expect(world.events).toEqual(['kept at 1', 'flushed']);
  expect(socket.closed).toMatchObject({ code: 1012 });
});

test('sessions that wait for their clients are kept, too', async () => {
  const world = setUp();
  const { connection, tell } = world.open();
  tell(SAMPLE);
  connection.closed();
  await world.drain.start();
  expect(world.events).toEqual(['kept at 1', 'flushed']);
  expect(world.registry.detached).toBe(0);
});

test('a store that fails or hangs holds nobody up for long', async () => {
  for (const flush of [
    () => Promise.reject(new Error('down')),
    () => new Promise<void>(() => {}),
  ]) {
    const world = setUp(flush);
    const sockets = Array.from({ length: 500 }, () => world.open().socket);
    const moments = await drainOver(world, sockets, { spread: 0 });
    expect(moments.length).toBe(500);
    expect(Math.max(...moments)).toBeLessThan(2500);
  }
});

test('hurried, it waits for nothing any more', async () => {
  const world = setUp();
  const sockets = Array.from({ length: 300 }, () => world.open().socket);
  const draining = world.drain.start({ delay: 100, spread: 100 });
  await settle();
  world.drain.hurry();
  await draining;
  for (const { closed } of sockets) expect(closed).toMatchObject({ code: 1012 });
  expect(world.clock.pendingTimers).toBe(0);
});

test('those who leave by themselves are not waited for', async () => {
  const world = setUp();
  const streams = Array.from({ length: 10 }, () => world.open());
  const draining = world.drain.start({ spread: 100 });
  await settle();
  for (const { connection, socket } of streams) if (!socket.closed) connection.closed();
  world.clock.advance(10_001);
  await draining;
  expect(world.registry.all()).toEqual([]);
});
