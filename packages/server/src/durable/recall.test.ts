import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { aWalk, rows } from '@stepstream/testing/stream';
import { RECALL_TIMEOUT_MS } from './recall.ts';
import {
  aPlace,
  durableWorld,
  INTERVAL_SECONDS,
  type Place,
  TIMEOUT_SECONDS,
  WINDOW_SECONDS,
} from './testing/durable-world.ts';

const WALK = rows(aWalk()).map(([timestamp, accel_x, accel_y, accel_z]) => ({
  ...{ timestamp, accel_x, accel_y, accel_z },
}));

/** A server that has died with a session of some steps. */
async function afterACrash(userId?: string) {
  const place = await aPlace();
  const dead = durableWorld(place);
  const { tell, session, socket } = dead.open({ userId });
  tell({ action: 'configure', replies: 'steps' });
  tell({ samples: WALK.slice(0, 1000) });
  await dead.pass(INTERVAL_SECONDS);
  const { id = '', steps = 0 } = session ?? {};
  const greeting = socket.sent[0];
  const token = greeting?.type === 'session_started' ? greeting.resume_token : undefined;
  return { place, id, steps, token: token ?? '' };
}

/** Asks a new server for a session; what it says is there once time has passed. */
function comeBack(server: ReturnType<typeof durableWorld>, token: string, userId?: string) {
  return server.open({ userId, checkpoints: true, resume: { token, answered: undefined } });
}

async function greetingAt(place: Place, token: string, userId?: string) {
  const server = durableWorld(place);
  const { socket } = comeBack(server, token, userId);
  await server.pass(0.1);
  return socket.sent[0];
}

describe('a client that comes back to another server', () => {
  test('goes on with its session: id, counts, settings', async () => {
    const { place, id, steps, token } = await afterACrash('ann');
    const server = durableWorld(place);
    const { socket } = comeBack(server, token, 'ann');
    // Nothing is said before it is known.
    expect(socket.sent).toEqual([]);
    await server.pass(0.1);
    expect(socket.sent[0]).toMatchObject({
      type: 'session_started',
      session_id: id,
      user_id: 'ann',
      resumed: true,
      resume_token: token,
      total_requests: 2,
      total_predictions: 1000,
      total_steps: steps,
      settings: { replies: 'steps' },
    });
    expect(socket.sent[0]).not.toHaveProperty('detector');
    expect(steps).toBeGreaterThan(10);
  });

  test('is told where the detector begins anew', async () => {
    const { place, steps, token } = await afterACrash();
    const server = durableWorld(place, { ...CLASSIC, id: 'another' });
    const { socket } = comeBack(server, token);
    await server.pass(0.1);
    expect(socket.sent[0]).toMatchObject({
      ...{ resumed: true, total_steps: steps, detector: 'restarted' },
    });
  });

  test('is answered its frames in their order, those that came before it was greeted, too', async () => {
    const { place, token } = await afterACrash();
    const server = durableWorld(place);
    const { socket, connection } = comeBack(server, token);
    const actions = ['ping', 'stats', 'reset', 'ping'];
    for (const action of actions) connection.receive(JSON.stringify({ action }));
    await server.pass(0.1);
    expect(socket.sent.map(({ type }) => type)).toEqual([
      ...(['session_started', 'pong', 'stats_response', 'reset_response', 'pong'] as const),
    ]);
  });

  test('that sends too much before it is greeted is not read from meanwhile', async () => {
    const { place, token } = await afterACrash();
    const server = durableWorld(place);
    const { socket, connection } = comeBack(server, token);
    const frames = Array.from({ length: 400 }, () =>
      JSON.stringify({ samples: WALK.slice(0, 20) }),
    );
    for (const frame of frames) connection.receive(frame);
    expect(socket.isPaused).toBe(true);
    await server.pass(10);
    expect(socket.isPaused).toBe(false);
    expect(server.registry.totalRequests).toBe(400);
  });

  test('and is gone again before it is greeted loses nothing of what it has sent', async () => {
    const { place, id, token } = await afterACrash();
    const server = durableWorld(place);
    const { socket, connection } = comeBack(server, token);
    connection.receive(JSON.stringify({ action: 'stats' }));
    connection.closed();
    socket.closed = { code: 1006, reason: undefined };
    // Nobody hears what is sent to it.
    socket.send = () => {};
    await server.pass(0.1);
    expect(server.registry.size).toBe(0);
    expect(server.registry.detached).toBe(1);
    const again = comeBack(server, token);
    expect(again.socket.sent[0]).toMatchObject({ session_id: id, total_requests: 3 });
  });

  test('and is gone again without a word leaves all as it was', async () => {
    const { place, token } = await afterACrash();
    const server = durableWorld(place);
    const { connection } = comeBack(server, token);
    connection.closed();
    await server.pass(0.1);
    expect(server.registry.size + server.registry.detached).toBe(0);
    expect(await greetingAt(place, token)).toMatchObject({ resumed: true });
  });

  test('twice at once has its session on the later connection', async () => {
    const { place, id, token } = await afterACrash();
    const server = durableWorld(place);
    const [first, second] = [comeBack(server, token), comeBack(server, token)];
    await server.pass(0.1);
    expect(first.socket.sent[0]).toMatchObject({ session_id: id, resumed: true });
    expect(first.socket.closed?.code).toBe(4409);
    expect(second.socket.sent[0]).toMatchObject({ session_id: id, resumed: true });
    expect(second.socket.closed).toBeUndefined();
    expect(server.registry.size).toBe(1);
  });

  test('and is sent away before anything was saved has no session any more', async () => {
    const { place, token } = await afterACrash();
    const server = durableWorld(place);
    comeBack(server, token);
    await server.pass(0.001);
    expect(server.registry.size).toBe(1);
    server.registry.endAll('terminated');
    await server.durability.buffer.flush();
    expect(server.registry.size).toBe(0);
    const again = await greetingAt(place, token);
    expect(again).toMatchObject({ resumed: false, reason: 'unknown_token' });
  });

  test('and stops is told so again each time it comes, for as long as an end is remembered', async () => {
    const { place, id, token } = await afterACrash('ann');
    const server = durableWorld(place);
    const { tell, socket: first } = comeBack(server, token);
    await server.pass(0.001);
    tell({ samples: WALK.slice(1000, 1200) });
    tell({ action: 'stop' });
    await server.pass(0.1);
    const answer = first.sent.at(-1);
    const { total_steps } = answer?.type === 'stop_response' ? answer : {};
    expect(total_steps).toBeGreaterThan(30);
    const counted = await place.store.total('ann');
    const ends: unknown[] = [];
    for (let time = 0; time < 3; time++) {
      const next = durableWorld(place);
      next.hooks.on('sessionEnd', (_, reason) => void ends.push(reason));
      const { socket } = comeBack(next, token);
      await next.pass(0.1);
      const ended = { type: 'stop_response', session_id: id, total_steps, steps: [] };
      const back = { session_id: id, resumed: true, total_requests: 4, total_steps };
      expect(socket.sent).toMatchObject([back, ended]);
      expect(socket.closed?.code).toBe(1000);
      expect([next.registry.size, await place.store.total('ann')]).toEqual([0, counted]);
    }
    expect(ends).toEqual(['stopped', 'stopped', 'stopped']);
    place.clock.advance(1000 * (INTERVAL_SECONDS + TIMEOUT_SECONDS + WINDOW_SECONDS));
    const late = await greetingAt(place, token);
    expect(late).toMatchObject({ resumed: false, reason: 'unknown_token' });
  });

  test('is silent for the timeout from then on before its session ends', async () => {
    const { place, token } = await afterACrash();
    const server = durableWorld(place);
    const { socket } = comeBack(server, token);
    await server.pass(TIMEOUT_SECONDS - 1);
    expect(socket.closed).toBeUndefined();
    await server.pass(10);
    expect(socket.closed?.code).toBe(4408);
  });
});

describe('a token is refused, and a new session begins,', () => {
  const reasonOf = async (place: Place, token: string, userId?: string) => {
    const greeting = await greetingAt(place, token, userId);
    expect(greeting).toMatchObject({ type: 'session_started', resumed: false });
    return greeting?.type === 'session_started' ? greeting.reason : undefined;
  };

  test('where its secret is wrong, or it is none', async () => {
    const { place, token } = await afterACrash();
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    expect(await reasonOf(place, token.slice(0, -1) + last)).toBe('unknown_token');
    expect(await reasonOf(place, 'no token')).toBe('unknown_token');
  });

  test('where its session is of another user', async () => {
    const { place, token } = await afterACrash('ann');
    expect(await reasonOf(place, token, 'bob')).toBe('other_user');
    // Nobody has to say whose it is.
    expect(await greetingAt(place, token)).toMatchObject({ resumed: true, user_id: 'ann' });
  });

  test('where its time is over', async () => {
    const { place, token } = await afterACrash();
    place.clock.advance(1000 * (INTERVAL_SECONDS + TIMEOUT_SECONDS + WINDOW_SECONDS));
    expect(await reasonOf(place, token)).toBe('unknown_token');
  });

  test('where its user has begun another session since', async () => {
    const { place, token } = await afterACrash('ann');
    const server = durableWorld(place);
    const newer = server.open({ userId: 'ann' });
    const { socket } = comeBack(server, token);
    await server.pass(0.1);
    expect(socket.sent[0]).toMatchObject({ resumed: false, reason: 'unknown_token' });
    // It goes on: this client has named nobody.
    expect(newer.socket.closed).toBeUndefined();
  });

  test('where its state is damaged, or of another version', async () => {
    const { place, id, token } = await afterACrash();
    const loaded = await place.store.load(id);
    if (loaded.state !== 'found') throw new Error(loaded.state);
    const payload = loaded.checkpoint.payload.map((byte, i) => (i === 50 ? byte ^ 1 : byte));
    await place.store.save([{ ...loaded.checkpoint, sequence: 50, payload }]);
    expect(await reasonOf(place, token)).toBe('damaged_state');
    const other = loaded.checkpoint.payload.map((byte, i) => (i === 3 ? 99 : byte));
    await place.store.save([{ ...loaded.checkpoint, sequence: 51, payload: other }]);
    expect(await reasonOf(place, token)).toBe('damaged_state');
  });
});

describe('while the store does not answer', () => {
  test('a client waits, and has its session when it is back', async () => {
    const { place, id, token } = await afterACrash();
    const { load } = place.store;
    const server = durableWorld(place);
    place.store.load = () => Promise.reject(new Error('it is down'));
    const { socket } = comeBack(server, token);
    await server.pass(10);
    expect(socket.sent).toEqual([]);
    place.store.load = load;
    await server.pass(0.5);
    expect(socket.sent[0]).toMatchObject({ session_id: id, resumed: true });
  });

  test.each([
    ['fails', () => Promise.reject(new Error('it is down'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('which %s for too long, a new session begins that says why', async (_, load) => {
    const { place, token } = await afterACrash();
    const server = durableWorld(place);
    place.store.load = load;
    const { socket } = comeBack(server, token);
    await server.pass(RECALL_TIMEOUT_MS / 1000 + 0.5);
    expect(socket.sent[0]).toMatchObject({ resumed: false, reason: 'store_unavailable' });
  });
});
