import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import {
  HAS_REDIS,
  NEEDS_REDIS,
  PASSWORD,
  type RedisServer,
  startRedis,
} from '@stepstream/testing/redis-server';
import { openStore, type Store } from '../index.ts';
import { expectFault } from '../testing/fault.ts';
import { sampleCheckpoint, sampleMinute } from '../testing/samples.ts';

describe.skipIf(!HAS_REDIS)(`a Redis server${NEEDS_REDIS}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.remove());
  // Also where a test has failed.
  afterEach(() => server.start());

  let prefixes = 0;
  const newPlace = () => server.url(`?prefix=faults-${prefixes++}`);
  const withStore = async (
    work: (store: Store) => Promise<unknown>,
    url = newPlace(),
    options = {},
  ) => {
    const store = await openStore(url, options);
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };

  test('is told by its name, which has no password', async () => {
    await withStore(async ({ name }) => {
      expect(name).toBe(`redis://127.0.0.1:${server.port}/2`);
    }, server.url('/2'));
  });

  test('that refuses the password, or wants one, says so', async () => {
    const wrong = 'not-the-secret';
    for (const login of [`:${wrong}`, `ann:${wrong}`, '']) {
      const url = server.url('', login).replace('//@', '//');
      await expectFault(openStore(url), 'store_authentication_failed', wrong);
    }
  });

  test('whose user may not write our keys says so', async () => {
    await server.run('ACL', 'SETUSER', 'reader', 'on', '>readers-secret', '~other:*', '+@all');
    const url = server.url('', 'reader:readers-secret');
    await expectFault(openStore(url), 'store_permission_denied', 'readers-secret');
  });

  test('that has no such database says so', async () => {
    await expectFault(openStore(server.url('/999')), 'store_database_missing', PASSWORD);
  });

  test('that is not there says so', async () => {
    await expectFault(openStore('redis://:a-secret@127.0.0.1:1'), 'store_unreachable', 'a-secret');
    const unknown = 'redis://:a-secret@no-such-host.invalid';
    await expectFault(openStore(unknown), 'store_unreachable', 'a-secret');
    await expectFault(openStore('rediss://:a-secret@127.0.0.1:1'), 'store_unreachable', 'a-secret');
  });

  test('with keys of a newer version is refused', async () => {
    const url = newPlace();
    await withStore(async () => {}, url);
    await server.run('SET', `${url.split('=').at(-1)}:schema`, '99');
    expect(await expectFault(openStore(url), 'store_too_new')).toContain('99');
  });

  test('whose memory is full takes nothing of a batch, and takes it later', async () => {
    await withStore(async (store) => {
      const checkpoint = sampleCheckpoint({ userId: 'ann' });
      const batch = { checkpoints: [checkpoint], minutes: [sampleMinute()] };
      await server.run('CONFIG', 'SET', 'maxmemory', '1mb', 'maxmemory-policy', 'noeviction');
      await expectFault(store.saveAll(batch), 'store_full');
      expect(await store.load(checkpoint.sessionId)).toEqual({ state: 'missing' });
      expect(await store.total('ann')).toBe(0);
      await server.run('CONFIG', 'SET', 'maxmemory', '0');
      await store.saveAll(batch);
      expect(await store.load(checkpoint.sessionId)).toMatchObject({ checkpoint });
    });
  });

  test('that crashes and comes back is used again, and has all that it acknowledged', async () => {
    await withStore(async (store) => {
      const checkpoint = sampleCheckpoint({ userId: 'ann' });
      await store.saveAll({ checkpoints: [checkpoint], minutes: [sampleMinute()] });
      await server.run('WAITAOF', '1', '0', '0').catch(() => Bun.sleep(1100));
      await server.kill();
      await expectFault(store.save([checkpoint]), 'store_unreachable', PASSWORD);
      await expectFault(store.total('ann'), 'store_unreachable', PASSWORD);
      await server.start();
      await untilReachable(store);
      expect(await store.load(checkpoint.sessionId)).toMatchObject({ checkpoint });
      await store.saveAll({ checkpoints: [checkpoint], minutes: [sampleMinute({ count: 1 })] });
      expect(await store.total('ann')).toBe(101);
    });
  });

  test('that forgets our scripts is told them again', async () => {
    await withStore(async (store) => {
      const checkpoint = sampleCheckpoint();
      await store.save([checkpoint]);
      await server.run('SCRIPT', 'FLUSH');
      expect(await store.save([checkpoint])).toEqual([]);
    });
  });

  test('that answers nothing is waited for only so long, and is used again when it does', async () => {
    const work = async (store: Store) => {
      server.pause();
      await expectFault(store.record([sampleMinute()]), 'store_unreachable');
      server.resume();
      await untilReachable(store);
      await store.record([sampleMinute({ userId: 'bob' })]);
      expect(await store.total('bob')).toBe(100);
    };
    try {
      await withStore(work, newPlace(), { timeoutMs: 200 });
    } finally {
      server.resume();
    }
  });

  async function untilReachable(store: Store): Promise<void> {
    for (;;) {
      const reached = await store.users(1).then(
        () => true,
        () => false,
      );
      if (reached) return;
      await Bun.sleep(10);
    }
  }
});
