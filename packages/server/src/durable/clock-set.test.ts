/** The machine's clock is set while people walk: by a time server, or by hand. */
import { describe, expect, test } from 'bun:test';
import { aWalk, rows } from '@stepstream/testing/stream';
import { aPlace, durableWorld, INTERVAL_SECONDS, WINDOW_SECONDS } from './testing/durable-world.ts';

const HOUR_MS = 3_600_000;
const WALK = rows(aWalk()).map(([timestamp, accel_x, accel_y, accel_z]) => ({
  ...{ timestamp, accel_x, accel_y, accel_z },
}));
const FRAMES = [0, 500, 1000].map((at) => ({ samples: WALK.slice(at, at + 500) }));

describe.each([
  ['set back by an hour', -HOUR_MS],
  ['set forward by an hour', HOUR_MS],
])('a clock that is %s', (_, by) => {
  /** Somebody who walks while it happens, and is safe after it. */
  async function aWalker() {
    const place = await aPlace();
    const server = durableWorld(place);
    const { socket, tell, connection } = server.open({ userId: 'ann', checkpoints: true });
    tell(FRAMES[0] ?? {});
    await server.pass(INTERVAL_SECONDS);
    place.clock.setBy(by);
    tell(FRAMES[1] ?? {});
    await server.pass(INTERVAL_SECONDS);
    const greeting = socket.sent[0];
    const token = (greeting?.type === 'session_started' && greeting.resume_token) || '';
    return { ...server, place, socket, tell, connection, token };
  }

  test('leaves what was saved where it is, and a successor goes on from it', async () => {
    const { place, pass, socket, token, registry } = await aWalker();
    const steps = registry.ofUser('ann')?.steps;
    // What has expired is removed meanwhile.
    await pass(100);
    expect(socket.sent.at(-1)).toMatchObject({ type: 'checkpoint', total_requests: 2 });
    const successor = durableWorld(place);
    const again = successor.open({ checkpoints: true, resume: { token, answered: undefined } });
    await successor.pass(0.1);
    const expected = { resumed: true, total_requests: 2, total_steps: steps };
    expect(again.socket.sent[0]).toMatchObject(expected);
  });

  test('counts each step once, with the session that was before and after', async () => {
    const { place, tell, registry, durability } = await aWalker();
    tell(FRAMES[2] ?? {});
    const session = registry.ofUser('ann');
    tell({ action: 'stop' });
    await durability.buffer.flush();
    expect(session?.steps).toBeGreaterThan(20);
    expect(await place.store.total('ann')).toBe(session?.steps ?? -1);
  });

  test('neither shortens nor lengthens the time in which a client can come back', async () => {
    const { place, pass, connection, registry, token } = await aWalker();
    connection.closed();
    await pass(WINDOW_SECONDS - 5);
    expect(registry.detached).toBe(1);
    await pass(6);
    expect(registry.detached).toBe(0);
    // It was left to expire: the client may be elsewhere.
    await pass(60);
    const successor = durableWorld(place);
    const again = successor.open({ checkpoints: true, resume: { token, answered: undefined } });
    await successor.pass(0.1);
    expect(again.socket.sent[0]).toMatchObject({ resumed: false });
  });
});

test('a clock that is set while a client is away does not make its session one that is over', async () => {
  const place = await aPlace();
  const { open, pass, store } = durableWorld(place);
  const { connection, session, tell } = open();
  tell({ action: 'stats' });
  connection.closed();
  await pass(1);
  place.clock.setBy(-HOUR_MS);
  await pass(WINDOW_SECONDS);
  // Whoever has gone on with it elsewhere has saved nothing new yet.
  expect(await store.load(session?.id ?? '')).toMatchObject({ state: 'found' });
});
