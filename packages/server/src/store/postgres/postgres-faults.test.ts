import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test';
import {
  HAS_POSTGRES,
  NEEDS_POSTGRES,
  PASSWORD,
  type PostgresServer,
  startPostgres,
} from '@stepstream/testing/postgres-server';
import { openStore, type Store } from '../index.ts';
import { expectFault } from '../testing/fault.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from '../testing/samples.ts';

describe.skipIf(!HAS_POSTGRES)(`a PostgreSQL server${NEEDS_POSTGRES}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  // Also where a test has failed.
  afterEach(() => server.start());

  let databases = 0;
  const newDatabase = async () => {
    const name = `db_${databases++}`;
    await server.run(`CREATE DATABASE ${name}`);
    return { name, url: server.url(`/${name}`) };
  };
  const withStore = async <Result>(
    url: string,
    work: (store: Store) => Promise<Result>,
    timeoutMs?: number,
  ) => {
    const store = await openStore(url, timeoutMs === undefined ? {} : { timeoutMs });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };

  test('is told by its name, which has no password', async () => {
    await withStore(server.url(), async ({ name }) => {
      expect(name).toBe(`postgres://stepstream@127.0.0.1:${server.port}/postgres`);
    });
  });

  test('that refuses the password, or knows no such user, says so', async () => {
    const wrong = 'not-the-secret';
    for (const user of ['stepstream', 'nobody']) {
      const url = server.url('/postgres', `${user}:${wrong}`);
      await expectFault(openStore(url), 'store_authentication_failed', wrong);
    }
  });

  test('that has no such database says so', async () => {
    await expectFault(openStore(server.url('/none')), 'store_database_missing', PASSWORD);
  });

  test('that lets its user make no tables says so', async () => {
    const { name } = await newDatabase();
    await server.run(`CREATE ROLE reader LOGIN PASSWORD 'readers-secret'`);
    await server.run('REVOKE CREATE ON SCHEMA public FROM PUBLIC', name);
    const url = server.url(`/${name}`, 'reader:readers-secret');
    await expectFault(openStore(url), 'store_permission_denied', 'readers-secret');
  });

  test('whose user may only read and write rows is used, once there are tables', async () => {
    const { name, url } = await newDatabase();
    await withStore(url, async () => {});
    await server.run(`CREATE ROLE writer LOGIN PASSWORD 'w'`);
    await server.run(
      'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer',
      name,
    );
    await withStore(server.url(`/${name}`, 'writer:w'), async (store) => {
      await store.record([sampleMinute()]);
      expect(await store.total('ann')).toBe(100);
    });
  });

  test('that takes no writes says so', async () => {
    const { name, url } = await newDatabase();
    await withStore(url, async () => {});
    await server.run(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await withStore(url, (store) => expectFault(store.record([sampleMinute()]), 'store_read_only'));
  });

  test('with tables of a newer version is refused', async () => {
    const { name, url } = await newDatabase();
    await withStore(url, async () => {});
    await server.run('INSERT INTO stepstream_migrations (version) VALUES (99)', name);
    expect(await expectFault(openStore(url), 'store_too_new')).toContain('99');
  });

  test('that is not there says so', async () => {
    const nowhere = 'postgres://ann:a-secret@127.0.0.1:1/db';
    await expectFault(openStore(nowhere), 'store_unreachable', 'a-secret');
    const unknown = 'postgres://ann:a-secret@no-such-host.invalid/db';
    await expectFault(openStore(unknown), 'store_unreachable', 'a-secret');
  });

  test('that crashes and comes back is used again, and has all that it acknowledged', async () => {
    const { url } = await newDatabase();
    await withStore(url, async (store) => {
      const checkpoint = sampleCheckpoint({ userId: 'ann' });
      await store.saveAll({ checkpoints: [checkpoint], minutes: [sampleMinute()] });
      // While it writes, and while it reads.
      const failing = [() => store.record([sampleMinute()]), () => store.total('ann')].map((work) =>
        expectFault(again(work), 'store_unreachable', PASSWORD),
      );
      await server.kill();
      await Promise.all(failing);
      await expectFault(store.save([checkpoint]), 'store_unreachable', PASSWORD);
      await expectFault(store.total('ann'), 'store_unreachable', PASSWORD);
      await server.start();
      expect(await store.load(checkpoint.sessionId)).toMatchObject({ checkpoint });
      await store.record([sampleMinute({ count: 1 })]);
      expect(await store.total('ann')).toBe(101);
    });
  });

  test('that answers nothing is waited for only so long, and is used again when it does', async () => {
    const { url } = await newDatabase();
    const work = async (store: Store) => {
      await store.record([sampleMinute()]);
      server.pause();
      await expectFault(store.record([sampleMinute()]), 'store_unreachable');
      server.resume();
      await store.record([sampleMinute({ minute: MINUTE + 1 })]);
      expect(await store.sums('ann', [MINUTE + 1, MINUTE + 2])).toEqual([100]);
    };
    try {
      await withStore(url, work, 300);
    } finally {
      server.resume();
    }
  });

  test('on which a write waits in vain for another’s says so', async () => {
    const { name, url } = await newDatabase();
    await server.run(`ALTER DATABASE ${name} SET lock_timeout = 50`);
    await withStore(url, async (store) => {
      await store.record([sampleMinute()]);
      const locking = server.run(
        'BEGIN; LOCK TABLE stepstream_minutes; SELECT pg_sleep(1); COMMIT',
        name,
      );
      const writing = again(() => store.record([sampleMinute()]));
      await expectFault(writing, 'store_busy');
      await locking;
      await store.record([sampleMinute()]);
    });
  });
});

/** Does it again and again, until it fails. */
async function again(work: () => Promise<unknown>): Promise<never> {
  for (;;) await work();
}
