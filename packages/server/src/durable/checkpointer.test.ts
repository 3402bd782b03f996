import { describe, expect, test } from 'bun:test';
import type { ServerMessage } from '@stepstream/protocol';
import { aWalk, rows } from '@stepstream/testing/stream';
import { OpenSession } from '../session/index.ts';
import {
  aPlace,
  durableWorld,
  INTERVAL_SECONDS,
  TIMEOUT_SECONDS,
  WINDOW_SECONDS,
} from './testing/durable-world.ts';

const WALK = rows(aWalk()).map(([timestamp, accel_x, accel_y, accel_z]) => ({
  ...{ timestamp, accel_x, accel_y, accel_z },
}));
const checkpoints = (messages: readonly ServerMessage[]) =>
  messages.flatMap((one) => (one.type === 'checkpoint' ? [one.total_requests] : []));

async function aServer() {
  const place = await aPlace();
  return { place, ...durableWorld(place) };
}

describe('a session that has changed', () => {
  test('is safe within the interval, and its client is told, if it has asked', async () => {
    const { open, pass, store } = await aServer();
    const [asks, doesNot] = [open({ checkpoints: true }), open()];
    expect(asks.socket.sent[0]).toMatchObject({ checkpoint_interval_seconds: INTERVAL_SECONDS });
    expect(doesNot.socket.sent[0]).not.toHaveProperty('checkpoint_interval_seconds');
    asks.tell({ action: 'stats' });
    asks.tell({ action: 'stats' });
    doesNot.tell({ action: 'stats' });
    await pass(INTERVAL_SECONDS);
    expect(checkpoints(asks.socket.sent)).toEqual([2]);
    expect(checkpoints(doesNot.socket.sent)).toEqual([]);
    for (const [{ session }, sequence] of [
      [asks, 2],
      [doesNot, 1],
    ] as const) {
      expect(await store.load(session?.id ?? '')).toMatchObject({ checkpoint: { sequence } });
    }
  });

  test('is saved once, and again when it has changed again', async () => {
    const { open, pass, store } = await aServer();
    const { tell, socket } = open({ checkpoints: true });
    tell({ action: 'stats' });
    await pass(3 * INTERVAL_SECONDS);
    expect(store.batches).toEqual([1]);
    tell({ action: 'stats' });
    await pass(INTERVAL_SECONDS);
    expect(checkpoints(socket.sent)).toEqual([1, 2]);
  });

  test('can be resumed for as long as its client may be silent, and then away', async () => {
    const { open, pass, store, clock } = await aServer();
    const { tell, session } = open();
    tell({ action: 'stats' });
    // The client may be heard of until the next checkpoint.
    const lifetime = INTERVAL_SECONDS + TIMEOUT_SECONDS + WINDOW_SECONDS;
    const expiresAt = clock.now() + 1000 * lifetime;
    await pass(INTERVAL_SECONDS);
    expect(await store.load(session?.id ?? '')).toMatchObject({ checkpoint: { expiresAt } });
  });

  test('is written with the steps of its minutes, in one batch', async () => {
    const { open, pass, store, clock } = await aServer();
    const { tell, session } = open({ userId: 'ann' });
    tell({ samples: WALK.slice(0, 1000) });
    const steps = session?.steps ?? 0;
    expect(steps).toBeGreaterThan(10);
    await pass(INTERVAL_SECONDS);
    expect(store.batches).toEqual([2]);
    const minute = Math.floor(clock.now() / 60_000);
    expect(await store.sums('ann', [minute - 1, minute + 1])).toEqual([steps]);
  });
});

describe('the checkpoint of a session', () => {
  test('whose connection is lost is made at once, and lasts for the window', async () => {
    const { open, store, durability, clock } = await aServer();
    const { connection, session, tell } = open();
    tell({ action: 'stats' });
    connection.closed();
    await durability.buffer.flush();
    expect(await store.load(session?.id ?? '')).toMatchObject({
      checkpoint: { sequence: 1, expiresAt: clock.now() + 1000 * WINDOW_SECONDS },
    });
  });

  test('that ends is removed, and its last steps are counted', async () => {
    const { open, store, durability, pass } = await aServer();
    const { tell, session } = open({ userId: 'ann' });
    tell({ samples: WALK.slice(0, 1000) });
    await pass(INTERVAL_SECONDS);
    tell({ action: 'stop' });
    await durability.buffer.flush();
    expect(await store.load(session?.id ?? '')).toEqual({ state: 'missing' });
    expect(await store.total('ann')).toBe(session?.steps ?? -1);
  });

  test('whose client stays away is left to expire: it may have gone on elsewhere', async () => {
    const { open, store, registry, pass } = await aServer();
    const { connection, session, tell } = open();
    tell({ action: 'stats' });
    await pass(10);
    connection.closed();
    await pass(WINDOW_SECONDS + 1);
    expect(registry.detached).toBe(0);
    expect(await store.load(session?.id ?? '')).toMatchObject({ state: 'found' });
    await pass(60);
    expect(await store.load(session?.id ?? '')).toEqual({ state: 'missing' });
  });

  test('that an operator ends while its client is away is removed', async () => {
    const { open, store, registry, durability } = await aServer();
    const { connection, session, tell } = open();
    tell({ action: 'stats' });
    connection.closed();
    await durability.buffer.flush();
    registry.forget(session?.id ?? '');
    await durability.buffer.flush();
    expect(await store.load(session?.id ?? '')).toEqual({ state: 'missing' });
  });

  test('of this process is never made; its minutes are', async () => {
    const { store, registry, pass } = await aServer();
    const session = new OpenSession(registry, { userId: 'ann' });
    session.push(WALK.slice(0, 1000));
    await pass(INTERVAL_SECONDS);
    expect(store.batches).toEqual([1]);
    expect(await store.total('ann')).toBe(session.session.steps);
    session.close();
  });
});

test('with a store that ends with the process nothing is promised, and only minutes are kept', async () => {
  const place = await aPlace();
  Object.assign(place.store, { outlivesProcess: false });
  const { open, pass, store } = durableWorld(place);
  const { socket, tell, session } = open({ userId: 'ann', checkpoints: true });
  expect(socket.sent[0]).not.toHaveProperty('checkpoint_interval_seconds');
  tell({ samples: WALK.slice(0, 1000) });
  await pass(INTERVAL_SECONDS);
  expect(checkpoints(socket.sent)).toEqual([]);
  expect(await store.load(session?.id ?? '')).toEqual({ state: 'missing' });
  expect(await store.total('ann')).toBe(session?.steps ?? -1);
});

test('a store that fails for a while is told of once, and then has all', async () => {
  const { open, pass, store, logged } = await aServer();
  const { socket, tell, session } = open({ checkpoints: true });
  store.down = true;
  for (let i = 0; i < 5; i++) {
    expect(tell({ action: 'ping' }).at(-1)).toMatchObject({ type: 'pong' });
    await pass(INTERVAL_SECONDS);
  }
  expect(checkpoints(socket.sent)).toEqual([]);
  expect(logged).toEqual(['the store fails: writes wait in memory']);
  store.down = false;
  await pass(20);
  expect(checkpoints(socket.sent)).toEqual([5]);
  expect(logged).toEqual([
    'the store fails: writes wait in memory',
    'the store works again: what waited is written',
  ]);
  expect(await store.load(session?.id ?? '')).toMatchObject({ checkpoint: { sequence: 5 } });
});

test('a session with which another server has gone on ends here, and its client may come back', async () => {
  const { open, pass, store, registry, errors } = await aServer();
  const { socket, tell, session, connection } = open();
  tell({ action: 'stats' });
  await pass(INTERVAL_SECONDS);
  const loaded = await store.load(session?.id ?? '');
  if (loaded.state !== 'found') throw new Error(loaded.state);
  await store.save([{ ...loaded.checkpoint, sequence: 99 }]);
  tell({ action: 'stats' });
  await pass(INTERVAL_SECONDS);
  expect(socket.closed).toEqual({ code: 1012, reason: 'restarting' });
  expect(registry.size + registry.detached).toBe(0);
  connection.closed();
  await pass(INTERVAL_SECONDS);
  // What the other one has saved is left alone.
  expect(await store.load(session?.id ?? '')).toMatchObject({ checkpoint: { sequence: 99 } });
  expect(errors).toEqual([]);
});

test('all that have changed are saved at once where somebody asks for it', async () => {
  const { open, store, durability } = await aServer();
  for (const { tell } of [open(), open()]) tell({ action: 'stats' });
  open();
  await durability.saveAll();
  expect(store.batches).toEqual([3]);
  await durability.saveAll();
  expect(store.batches).toEqual([3]);
});

test('a user whose name no store can have is told of, and streams all the same', async () => {
  const { open, pass, errors } = await aServer();
  const { tell } = open({ userId: 'a\0b' });
  tell({ samples: WALK.slice(0, 1000) });
  await pass(2 * INTERVAL_SECONDS);
  // Once, however often it is tried.
  expect(errors).toHaveLength(1);
  expect(tell({ action: 'ping' }).at(-1)).toMatchObject({ type: 'pong' });
});
