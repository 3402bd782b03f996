/** Servers that share a Redis: one session has one owner, wherever its client comes to. */
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import type { TestClient } from '@stepstream/testing/client';
import { HAS_REDIS, NEEDS_REDIS } from '@stepstream/testing/redis-server';
import { demoFrames } from '@stepstream/testing/walking-client';
import { enginePartsOf } from '../engine/engine-parts.ts';
import {
  type ClusterWorld,
  clusterWorld,
  type TestNode,
  tokenOf,
  until,
} from './testing/cluster-world.ts';

// Starts a Redis, and servers, on machines that may be busy.
setDefaultTimeout(60_000);

/** What `/readyz` tells. */
interface Readiness {
  readonly status: string;
  readonly cluster: { readonly status: string };
}

const FRAMES = [0, 500, 1000].map((at) => ({ samples: demoFrames().slice(at, at + 500) }));

describe.skipIf(!HAS_REDIS)(`a cluster${NEEDS_REDIS}`, () => {
  let world: ClusterWorld;
  beforeAll(async () => {
    world = await clusterWorld();
  });
  afterEach(() => world.stop());
  afterAll(() => world?.remove());

  const two = () => world.nodes(2) as Promise<[TestNode, TestNode, ...TestNode[]]>;
  const resume = (node: TestNode, token: string) => node.connect(`resume=${token}`);
  /** A client that has sent a frame, of which nothing is saved yet. */
  const walking = async (node: TestNode, query = 'user_id=ann') => {
    const client = await node.connect(query);
    const answer = await client.ask(FRAMES[0] ?? {});
    const steps = answer.type === 'step_detection' ? answer.total_steps : -1;
    return { client, steps, token: tokenOf(client) };
  };
  const greetingOf = ({ messages: [greeting] }: TestClient) => greeting;

  test('hands a session over that is resumed elsewhere, with all that it has counted', async () => {
    const [here, there] = await two();
    const { client, steps, token } = await walking(here);
    expect(steps).toBeGreaterThan(0);
    const back = await resume(there, token);
    expect(greetingOf(back)).toMatchObject({
      ...{ session_id: client.sessionId, user_id: 'ann', resumed: true },
      ...{ total_requests: 1, total_steps: steps },
    });
    expect((await client.closed).code).toBe(4409);
    expect([here, there].map(({ server }) => server.registry.size)).toEqual([0, 1]);
    // And back again.
    await back.ask(FRAMES[1] ?? {});
    const again = await resume(here, tokenOf(back));
    expect(greetingOf(again)).toMatchObject({ resumed: true, total_requests: 2 });
    expect([here, there].map(({ server }) => server.registry.size)).toEqual([1, 0]);
  });

  test('takes no token that its owner does not take any more', async () => {
    const [here, there] = await two();
    const { token } = await walking(here);
    await saved(here);
    // Its server hears of that a little later.
    let told = token;
    await until(async () => {
      told = tokenOf(await resume(here, token));
      return told !== token;
    }, 'a new token');
    const owner = await resume(here, told);
    const thief = await resume(there, token);
    expect(greetingOf(thief)).toMatchObject({ resumed: false, reason: 'unknown_token' });
    expect(await owner.ask({ action: 'ping' })).toMatchObject({ type: 'pong' });
    // A token that is made up takes nothing from anybody.
    const forged = told.slice(0, -6) + (told.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA');
    expect(greetingOf(await resume(there, forged))).toMatchObject({
      resumed: false,
      reason: 'unknown_token',
    });
  });

  test('has one session of a user, whichever server the next one begins at', async () => {
    const [here, there, third] = (await world.nodes(3)) as [TestNode, TestNode, TestNode];
    const { client, token } = await walking(here);
    const next = await there.connect('user_id=ann');
    expect((await client.closed).code).toBe(4409);
    expect(client.messages.at(-1)).toMatchObject({ type: 'session_replaced', user_id: 'ann' });
    const late = await resume(third, token);
    expect(greetingOf(late)).toMatchObject({ resumed: false, reason: 'unknown_token' });
    expect(await next.ask({ action: 'ping' })).toMatchObject({ type: 'pong' });
  });

  test('goes on without a server that is dead, and keeps nothing of what that still saves', async () => {
    const [here, there] = await two();
    const { client, token } = await walking(here);
    await saved(here);
    // It hears nothing more from others, and writes to its store as ever.
    here.link.close();
    const back = await resume(there, token);
    expect(greetingOf(back)).toMatchObject({ resumed: true, total_requests: 1 });
    for (const frame of FRAMES) await client.ask(frame);
    await saved(here);
    await until(() => here.server.registry.size === 0, 'the other one to notice');
    await saved(there);
    const again = await resume(there, tokenOf(back));
    expect(greetingOf(again)).toMatchObject({ resumed: true, total_requests: 1 });
  });

  test('gives a session that two clients resume at once to one of them', async () => {
    const [here, ...others] = (await world.nodes(3)) as [TestNode, TestNode, TestNode];
    const { token, client } = await walking(here);
    const back = await Promise.all([...others, ...others].map((node) => resume(node, token)));
    const owners = [here, ...others].filter(({ server }) => server.registry.get(client.sessionId));
    expect(owners).toHaveLength(1);
    const greetings = back.map(greetingOf);
    expect(greetings.filter((one) => one?.session_id === client.sessionId)).not.toHaveLength(0);
  });

  test('lists, tells of and ends sessions, whichever server is asked', async () => {
    const [here, there] = await two();
    const clients = [
      await here.connect('user_id=ann'),
      await there.connect('user_id=bob'),
      await here.connect(),
    ];
    const ids = clients.map(({ sessionId }) => sessionId);
    const list = async (node: TestNode, query = '') =>
      (await (await node.ask(`/sessions?${query}`)).json()) as {
        sessions: Record<string, { user_id?: string }>;
        next_cursor: string | null;
        active_sessions: number;
      };
    for (const node of [here, there]) {
      expect(new Set(Object.keys((await list(node)).sessions))).toEqual(new Set(ids));
      expect(Object.keys((await list(node, 'user_id=bob')).sessions)).toEqual([ids[1] ?? '']);
    }
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(there, `limit=1${cursor && `&cursor=${cursor}`}`);
      pages.push(...Object.keys(page.sessions));
      cursor = page.next_cursor;
    }
    expect(pages.toSorted()).toEqual(ids.toSorted());
    // What is listed is counted at once; sums come with what each server tells once a second.
    expect((await list(there)).active_sessions).toBe(3);
    const sum = async () => {
      const stats = await clients[1]?.ask({ action: 'stats' });
      return stats?.type === 'stats_response' ? stats.server_stats.active_sessions : 0;
    };
    await until(async () => (await sum()) === 3, 'the sum of sessions');

    const one = await there.ask(`/sessions/${ids[0]}`);
    expect(await one.json()).toMatchObject({ session_id: ids[0], user_id: 'ann' });
    expect((await there.ask(`/sessions/${ids[0]}`, 'DELETE')).status).toBe(200);
    expect((await clients[0]?.closed)?.code).toBe(4410);
    expect((await here.ask(`/sessions/${ids[0]}`)).status).toBe(404);
    expect((await there.ask(`/sessions/${ids[0]}`, 'DELETE')).status).toBe(404);
    expect((await there.ask('/sessions?limit=0')).status).toBe(400);
    expect((await there.ask('/sessions?cursor=x')).status).toBe(400);
  });

  test('ends for good what its dead owner has left behind', async () => {
    const [here, there] = await two();
    const { client, token } = await walking(here);
    await saved(here);
    here.link.close();
    expect((await there.ask(`/sessions/${client.sessionId}`, 'DELETE')).status).toBe(200);
    expect(greetingOf(await resume(there, token))).toMatchObject({ resumed: false });
  });

  test('has all that a user has walked, whichever server is asked, until it is deleted', async () => {
    const [here, there] = await two();
    const { client, steps } = await walking(here);
    const total = async () => {
      const answer = await there.ask('/users/ann/steps');
      return ((await answer.json()) as { total: number }).total;
    };
    expect(await total()).toBe(steps);
    expect((await there.ask('/users/ann', 'DELETE')).status).toBe(204);
    expect((await client.closed).code).toBe(4410);
    await saved(here);
    expect(await total()).toBe(0);
  });

  test('resumes what a server has saved that was told to stop', async () => {
    const [here, there] = await two();
    const { client, token, steps } = await walking(here);
    await here.server.drain({ delay: 0, spread: 0 });
    expect((await client.closed).code).toBe(1012);
    const back = await resume(there, token);
    expect(greetingOf(back)).toMatchObject({ resumed: true, total_steps: steps });
  });

  test('tells at one server of a user who walks at others, from one to the next', async () => {
    const [here, there, watching] = (await world.nodes(3)) as [TestNode, TestNode, TestNode];
    const events = await watching.follow('ann');
    const last = () => events.events.at(-1);
    await until(() => last()?.name === 'session', 'how things stand');
    expect(last()?.data).toMatchObject({ is_active: false, total_steps: 0 });
    const client = await here.connect('user_id=ann');
    const token = tokenOf(client);
    // Its steps may be sooner than its server knows that somebody watches.
    const first = await client.ask(FRAMES[0] ?? {});
    const steps = first.type === 'step_detection' ? first.total_steps : -1;
    await until(() => last()?.data['total_steps'] === steps, 'the steps to be told');
    const told = events.events.filter(({ name }) => name === 'step').map(({ data }) => data);
    expect(told.at(-1)).toMatchObject({ session_id: client.sessionId, user_id: 'ann' });

    // Whoever comes later hears how things stand at first.
    const late = await watching.follow('ann');
    await until(() => late.events.length > 0, 'how things stand');
    const state = { is_active: true, session_id: client.sessionId, total_steps: steps };
    expect(late.events[0]?.data).toMatchObject(state);
    const other = await there.follow('ann');
    await until(() => other.events.length > 0, 'how things stand elsewhere');
    expect(other.events[0]?.data).toMatchObject(state);

    const back = await resume(there, token);
    const answer = await back.ask(FRAMES[1] ?? {});
    const total = answer.type === 'step_detection' ? answer.total_steps : -1;
    for (const reader of [events, late, other]) {
      await until(() => reader.events.at(-1)?.data['total_steps'] === total, 'the next steps');
    }
    const counts = events.events.filter(({ name }) => name === 'step').length;
    expect(counts).toBe(total);
    await back.ask({ action: 'stop' });
    await until(() => last()?.data['is_active'] === false, 'the end to be told');
    expect(last()?.data).toMatchObject({ reason: 'stopped' });
    for (const reader of [events, late, other]) reader.close();
  });

  test('shows viewers of one server what goes on at the others, and nobody else', async () => {
    const [here, there] = await two();
    const { client } = await walking(here);
    const { hooks, taps } = enginePartsOf(here.server.engine);
    const isObserved = () => taps.of(client.sessionId) !== undefined;
    const viewer = await there.view();
    const rows = () => viewer.messages.filter((one) => one.type === 'sessions');
    const isTold = (id: string) =>
      rows().some(({ changed }) => changed.some((row) => row.id === id));
    await until(() => isTold(client.sessionId), 'the session to be shown');
    expect(isObserved()).toBe(false);
    viewer.send({ action: 'watch', session_id: client.sessionId });
    await until(isObserved, 'the session to be observed');
    await client.ask(FRAMES[1] ?? {});
    await until(
      () => viewer.messages.some((one) => one.type === 'trace' && one.times.length > 100),
      'its trace',
    );
    await until(
      () => viewer.messages.some((one) => one.type === 'frames' && one.frames.length > 0),
      'its frames',
    );
    // Who begins to watch later, beside the first, is shown what has been.
    const beside = await there.view();
    beside.send({ action: 'watch', session_id: client.sessionId });
    await until(() => beside.messages.some((one) => one.type === 'trace' && one.past), 'the past');
    const second = await here.connect();
    await until(() => isTold(second.sessionId), 'the next one');
    await client.ask({ action: 'stop' });
    await until(() => rows().some(({ gone }) => gone.includes(client.sessionId)), 'its end');
    const node = here.link.node.slice(0, 8);
    const row = rows()
      .flatMap(({ changed }) => changed)
      .find(({ id }) => id === client.sessionId);
    expect(row?.node).toBe(node);
    const ended = () =>
      viewer.messages.flatMap((one) => (one.type === 'ended' ? one.sessions : []));
    await until(() => ended().length > 0, 'the end to be told');
    expect(ended()).toMatchObject([{ id: client.sessionId, node, reason: 'stopped' }]);
    const nodes = () => viewer.messages.findLast((one) => one.type === 'nodes')?.nodes ?? [];
    await until(() => nodes().length === 2, 'both servers to be told');
    expect(nodes().map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(nodes()[0]).toMatchObject({ id: there.link.node.slice(0, 8), is_here: true });
    viewer.close();
    beside.close();
    await until(() => !isObserved(), 'nobody to be told any more');
    await until(() => !hooks.wants('samples', second.sessionId), 'no past to be kept');
    const late = await there.view();
    await until(() => late.messages.length > 0, 'the first list');
    late.close();
  });

  test('counts on while its Redis is away, and hands over when that is back', async () => {
    const [here, there] = await two();
    const { client, token } = await walking(here);
    // Whose session it is has been written then.
    await saved(here);
    const status = async () => {
      const answer = await here.ask('/readyz');
      return { http: answer.status, ...((await answer.json()) as Readiness) };
    };
    expect(await status()).toMatchObject({ status: 'ready', cluster: { status: 'healthy' } });
    await world.redis.kill();
    const answer = await client.ask(FRAMES[1] ?? {});
    await until(async () => (await status()).cluster.status === 'away', 'a server to notice');
    expect(await status()).toMatchObject({ http: 200, status: 'degraded' });
    const pending = resume(there, token);
    await Bun.sleep(300);
    await world.redis.start();
    const back = await pending;
    expect(greetingOf(back)).toMatchObject({
      ...{ resumed: true, total_requests: 2 },
      total_steps: answer.type === 'step_detection' && answer.total_steps,
    });
    await until(async () => (await status()).status === 'ready', 'all to be well');
  });

  test('sends clients of a server that drains to the others at once, as long as there are any', async () => {
    const [here, there] = await two();
    const waitOf = async (node: TestNode) => {
      const { client } = await walking(node, '');
      await node.server.drain();
      await client.closed;
      const last = client.messages.at(-1);
      return last?.type === 'server_draining' ? last.reconnect_after_ms : undefined;
    };
    expect(await waitOf(here)).toBe(0);
    expect(await waitOf(there)).toBeGreaterThanOrEqual(2000);
  });
});

/** Has a server save what it knows; returns how many sessions its store has taken. */
async function saved({ server }: TestNode): Promise<number> {
  const { durability } = enginePartsOf(server.engine);
  await durability.saveAll();
  return server.registry.size;
}
