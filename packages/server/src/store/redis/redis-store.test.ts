import { afterAll, beforeAll } from 'bun:test';
import {
  HAS_REDIS,
  NEEDS_REDIS,
  type RedisServer,
  startRedis,
} from '@stepstream/testing/redis-server';
import { describeStore } from '../testing/store-contract.ts';

let server: RedisServer | undefined;
beforeAll(async () => {
  if (HAS_REDIS) server = await startRedis();
});
afterAll(() => server?.remove());

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
