/** Servers with one store: a client goes from one to the other, and back again. */
import { describe, expect, test } from 'bun:test';
import { aWalk, rows } from '@stepstream/testing/stream';
import { NEWER_TIMEOUT_MS } from './recall.ts';
import { aPlace, durableWorld, INTERVAL_SECONDS } from './testing/durable-world.ts';

type Server = ReturnType<typeof durableWorld>;

const WALK = rows(aWalk()).map(([timestamp, accel_x, accel_y, accel_z]) => ({
  ...{ timestamp, accel_x, accel_y, accel_z },
}));
const FRAMES = [0, 500, 1000, 1500].map((at) => WALK.slice(at, at + 500));

function comeTo(server: Server, token: string) {
  return server.open({ checkpoints: true, resume: { token, answered: undefined } });
}

/** A client that was at one server, then at another, whose store has all that it has sent: three frames. */
async function aJourney(isCut: boolean) {
  const place = await aPlace();
  Object.assign(place.store, { isShared: true });
  const [here, there] = [durableWorld(place), durableWorld(place)];
  const first = here.open({ userId: 'ann', checkpoints: true });
  first.tell({ samples: FRAMES[0] });
  await here.pass(INTERVAL_SECONDS);
  const greeting = first.socket.sent[0];
  const token = (greeting?.type === 'session_started' && greeting.resume_token) || '';
  if (isCut) first.connection.closed();
  const second = comeTo(there, token);
  await there.pass(0.1);
  second.tell({ samples: FRAMES[1] });
  second.tell({ samples: FRAMES[2] });
  await there.pass(INTERVAL_SECONDS);
  const steps = there.registry.ofUser('ann')?.steps;
  return { place, here, there, first, second, token, steps };
}

describe.each([
  ['noticed', true],
  ['did not notice', false],
])('a client that was elsewhere meanwhile, and comes back to a server that %s,', (_, isCut) => {
  test('goes on from what was saved there', async () => {
    const { here, first, token, steps } = await aJourney(isCut);
    const { socket } = comeTo(here, token);
    await here.pass(0.1);
    const expected = { resumed: true, total_requests: 3, total_steps: steps };
    expect(socket.sent[0]).toMatchObject(expected);
    expect(socket.closed).toBeUndefined();
    expect(here.registry.size + here.registry.detached).toBe(1);
    if (!isCut) expect(first.socket.closed?.code).toBe(4409);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('it is down'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('goes on from what is here while the store %s', async (_, load) => {
    const { place, here, token } = await aJourney(isCut);
    place.store.load = load;
    const { socket } = comeTo(here, token);
    await here.pass(NEWER_TIMEOUT_MS / 1000 + 0.1);
    expect(socket.sent[0]).toMatchObject({ resumed: true, total_requests: 1 });
  });
});

test('a token that was followed by another is not taken because what is saved still takes it', async () => {
  const place = await aPlace();
  Object.assign(place.store, { isShared: true });
  const server = durableWorld(place);
  const tokenOf = ({ socket }: ReturnType<typeof comeTo>) => {
    const greeting = socket.sent[0];
    return (greeting?.type === 'session_started' && greeting.resume_token) || '';
  };
  const come = async (token: string) => {
    const stream = comeTo(server, token);
    await server.pass(0.1);
    return stream;
  };
  const stale = tokenOf(server.open({ checkpoints: true }));
  await server.pass(INTERVAL_SECONDS);
  const told = tokenOf(await come(stale));
  expect(told).not.toBe(stale);
  const owner = await come(told);
  const thief = await come(stale);
  expect(thief.socket.sent[0]).toMatchObject({ resumed: false, reason: 'unknown_token' });
  expect(owner.socket.closed).toBeUndefined();
});

test('a client that comes back to a server that knows more than the store has all of it', async () => {
  const { here, there, second, token } = await aJourney(true);
  const { socket, tell } = comeTo(there, token);
  await there.pass(0.1);
  expect(second.socket.closed?.code).toBe(4409);
  tell({ action: 'ping' });
  const again = comeTo(there, token);
  await there.pass(0.1);
  expect(socket.closed?.code).toBe(4409);
  expect(again.socket.sent[0]).toMatchObject({ resumed: true, total_requests: 4 });
  expect(here.registry.detached).toBe(1);
});

describe('a server that slept while its client went on elsewhere', () => {
  test('takes nothing away from there when it ends the session', async () => {
    const { place, here, there, token } = await aJourney(false);
    here.registry.endAll('timed_out');
    await here.durability.buffer.flush();
    // The other one dies before it saves again.
    expect(there.registry.size).toBe(1);
    const third = durableWorld(place);
    const { socket } = comeTo(third, token);
    await third.pass(0.1);
    expect(socket.sent[0]).toMatchObject({ resumed: true, total_requests: 3 });
  });

  test.each([
    ['saves it', INTERVAL_SECONDS],
    ['ends it before it could save it', 0],
  ])('brings nothing back that was stopped there, when it %s', async (_, seconds) => {
    const { place, here, there, first, second } = await aJourney(false);
    second.tell({ action: 'stop' });
    await there.durability.buffer.flush();
    const id = here.registry.ofUser('ann')?.id ?? '';
    const end = await place.store.load(id);
    const before = await place.store.total('ann');
    await here.pass(60 - INTERVAL_SECONDS);
    // These frames were sent again to the other one.
    first.tell({ samples: FRAMES[1] });
    first.tell({ samples: FRAMES[2] });
    await here.pass(seconds);
    here.registry.endAll('timed_out');
    await here.durability.buffer.flush();
    expect(await place.store.load(id)).toEqual(end);
    expect(await place.store.total('ann')).toBe(before);
  });

  test('counts nothing again of what still reaches it', async () => {
    const { place, here, first, steps = 0 } = await aJourney(false);
    const before = await place.store.total('ann');
    // By its clock these steps are in another minute than they were there.
    await here.pass(60);
    first.tell({ samples: FRAMES[1] });
    await here.pass(INTERVAL_SECONDS);
    expect(await place.store.total('ann')).toBe(before);
    expect(before).toBe(steps);
    expect(first.socket.closed?.code).toBe(1012);
  });
});

describe('a save that the store took long for', () => {
  /** A client whose second frame one server could not save, that sent it again to another, and is back. */
  async function aDelay(howItGoes: 'hangs' | 'fails') {
    const place = await aPlace();
    Object.assign(place.store, { isShared: true });
    const { promise: isBack, resolve: comesBack } = Promise.withResolvers<void>();
    let isAway = false;
    const saveAll: typeof place.store.saveAll = async (batch) => {
      if (isAway && howItGoes === 'fails') throw new Error('it is down');
      if (isAway) await isBack;
      return await place.store.saveAll(batch);
    };
    const here = durableWorld({ ...place, store: { ...place.store, saveAll } });
    const there = durableWorld(place);
    const first = here.open({ userId: 'ann', checkpoints: true });
    first.tell({ samples: FRAMES[0] });
    await here.pass(INTERVAL_SECONDS);
    const greeting = first.socket.sent[0];
    const token = (greeting?.type === 'session_started' && greeting.resume_token) || '';
    isAway = true;
    first.tell({ samples: FRAMES[1] });
    await here.pass(INTERVAL_SECONDS);
    first.connection.closed();
    return {
      ...{ place, here, there, token },
      endOutage() {
        isAway = false;
        comesBack();
      },
    };
  }

  test.each(['hangs', 'fails'] as const)(
    'while it %s harms nobody whose client was elsewhere meanwhile, and is back',
    async (howItGoes) => {
      const { place, here, there, token, endOutage } = await aDelay(howItGoes);
      // By its clock the other one counts these steps in another minute.
      await there.pass(60);
      const second = comeTo(there, token);
      await there.pass(0.1);
      second.tell({ samples: FRAMES[1] });
      second.tell({ samples: FRAMES[2] });
      await there.pass(INTERVAL_SECONDS);
      const { socket, tell } = comeTo(here, token);
      await here.pass(0.1);
      expect(socket.sent[0]).toMatchObject({ resumed: true, total_requests: 3 });
      const session = here.registry.ofUser('ann');
      tell({ samples: FRAMES[3] });
      await here.pass(INTERVAL_SECONDS);
      endOutage();
      await here.pass(20);
      expect(socket.closed).toBeUndefined();
      expect(here.registry.size).toBe(1);
      tell({ action: 'stop' });
      await here.durability.buffer.flush();
      expect(await place.store.total('ann')).toBe(session?.steps ?? -1);
    },
  );

  test.each(['hangs', 'fails'] as const)(
    'while it %s is the newest there is where its client comes back to the same server',
    async (howItGoes) => {
      const { place, here, token, endOutage } = await aDelay(howItGoes);
      const { socket, tell } = comeTo(here, token);
      await here.pass(0.1);
      expect(socket.sent[0]).toMatchObject({ resumed: true, total_requests: 2 });
      const { id = '' } = here.registry.ofUser('ann') ?? {};
      tell({ samples: FRAMES[2] });
      endOutage();
      await here.pass(20);
      expect(socket.closed).toBeUndefined();
      expect(await place.store.load(id)).toMatchObject({ checkpoint: { sequence: 3 } });
    },
  );
});
