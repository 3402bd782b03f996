import { afterAll, beforeAll } from 'bun:test';
import {
  HAS_REDIS_CLUSTER,
  NEEDS_REDIS_CLUSTER,
  type RedisCluster,
  startRedisCluster,
} from '@stepstream/testing/redis-cluster';
import {
  HAS_REDIS,
  NEEDS_REDIS,
  type RedisServer,
  startRedis,
} from '@stepstream/testing/redis-server';
import { describeStore } from '../testing/store-contract.ts';

let server: RedisServer | undefined;
let cluster: RedisCluster | undefined;
beforeAll(async () => {
  if (HAS_REDIS) server = await startRedis();
  if (HAS_REDIS_CLUSTER) cluster = await startRedisCluster();
});
afterAll(async () => {
  await server?.remove();
  await cluster?.remove();
});

let places = 0;
describeStore({
  name: 'Redis',
  skipped: NEEDS_REDIS,
  durable: true,
  runs: 20,
  place: async () => `${server?.url()}?prefix=place-${places++}`,
  async damage(url, sessionId) {
    const key = `${url.split('=').at(-1)}:{session:${sessionId}}:checkpoint`;
    await server?.run('HSET', key, 'payload', Buffer.of(1, 2, 4));
  },
});

describeStore({
  name: 'Redis Cluster',
  skipped: NEEDS_REDIS_CLUSTER,
  durable: true,
  runs: 10,
  place: async () => cluster?.url(`?prefix=place-${places++}`) ?? '',
  async damage(url, sessionId) {
    const key = `${url.split('=').at(-1)}:{session:${sessionId}}:checkpoint`;
    // One of them has it, and the others say so.
    const tries = cluster?.masters.map((one) =>
      one.run('HSET', key, 'payload', Buffer.of(1, 2, 4)),
    );
    await Promise.any(tries ?? []);
  },
});
