/** The same cluster on a Redis Cluster: keys lie at three masters, and nobody tells how many hear a message. */
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test';
import {
  HAS_REDIS_CLUSTER,
  NEEDS_REDIS_CLUSTER,
  type RedisCluster,
} from '@stepstream/testing/redis-cluster';
import { demoFrames } from '@stepstream/testing/walking-client';
import { enginePartsOf } from '../engine/engine-parts.ts';
import { openCluster, openStore, StoreError } from '../index.ts';
import {
  type ClusterWorld,
  spreadClusterWorld,
  type TestNode,
  tokenOf,
  until,
} from './testing/cluster-world.ts';

// Starts three servers of Redis, on machines that may be busy.
setDefaultTimeout(60_000);

const FRAME = { samples: demoFrames().slice(0, 500) };

describe.skipIf(!HAS_REDIS_CLUSTER)(`a cluster on a Redis Cluster${NEEDS_REDIS_CLUSTER}`, () => {
  let world: ClusterWorld<RedisCluster>;
  beforeAll(async () => {
    world = await spreadClusterWorld();
  });
  afterEach(() => world.stop());
  afterAll(() => world?.remove());

  const two = async () => {
    const nodes = (await world.nodes(2)) as [TestNode, TestNode];
    const known = ({ server }: TestNode) => sizeOf(server.url);
    await until(async () => (await Promise.all(nodes.map(known))).every((n) => n === 2), 'both');
    return nodes;
  };
  /** How many servers one knows of, itself included. */
  const sizeOf = async (url: string) => {
    const headers = { authorization: 'Bearer of-the-operator-of-a-test' };
    const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
    return Number(/^stepstream_cluster_servers (\d+)$/m.exec(metrics)?.[1]);
  };

  test('hands sessions over, and has one of each user', async () => {
    const [here, there] = await two();
    const client = await here.connect('user_id=ann');
    const answer = await client.ask(FRAME);
    const back = await there.connect(`resume=${tokenOf(client)}`);
    expect(back.messages[0]).toMatchObject({
      ...{ session_id: client.sessionId, user_id: 'ann', resumed: true, total_requests: 1 },
      total_steps: answer.type === 'step_detection' && answer.total_steps,
    });
    expect((await client.closed).code).toBe(4409);
    await here.connect('user_id=ann');
    expect((await back.closed).code).toBe(4409);
    expect(back.messages.at(-1)).toMatchObject({ type: 'session_replaced' });
  });

  test('lists, ends and forgets what is at other servers', async () => {
    const [here, there] = await two();
    const [ann, bob] = [await here.connect('user_id=ann'), await there.connect('user_id=bob')];
    await ann.ask(FRAME);
    const listed = (await (await there.ask('/sessions')).json()) as { sessions: object };
    expect(Object.keys(listed.sessions).toSorted()).toEqual(
      [ann.sessionId, bob.sessionId].toSorted(),
    );
    expect((await here.ask(`/sessions/${bob.sessionId}`, 'DELETE')).status).toBe(200);
    expect((await bob.closed).code).toBe(4410);
    expect((await there.ask('/users/ann', 'DELETE')).status).toBe(204);
    expect((await ann.closed).code).toBe(4410);
    expect(await (await here.ask('/users/ann/steps')).json()).toMatchObject({ total: 0 });
  });

  test('goes on without a server that is dead, and tells a follower of steps elsewhere', async () => {
    const [here, there] = await two();
    const events = await there.follow('ann');
    await until(() => events.events.length > 0, 'how things stand');
    const client = await here.connect('user_id=ann');
    await until(() => events.events.at(-1)?.data['is_active'] === true, 'the beginning to be told');
    await client.ask(FRAME);
    await until(() => events.named('step').length > 0, 'steps to be told');
    events.close();
    await enginePartsOf(here.server.engine).durability.saveAll();
    here.link.close();
    const back = await there.connect(`resume=${tokenOf(client)}`);
    expect(back.messages[0]).toMatchObject({ resumed: true, total_requests: 1 });
  });

  test('is not taken for a single Redis, nor a single one for it', async () => {
    const [master] = world.redis.masters;
    const single = await openStore(master?.url() ?? '').catch((error) => error);
    expect(single).toBeInstanceOf(StoreError);
    expect(single.message).toContain('redis+cluster://HOST');
    expect(await openCluster('redis+cluster://127.0.0.1:1').catch((error) => error)).toMatchObject({
      code: 'store_unreachable',
    });
  });
});
