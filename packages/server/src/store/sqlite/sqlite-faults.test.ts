import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../index.ts';
import { expectFault } from '../testing/fault.ts';
import { type StoreChild, startChild } from '../testing/run-child.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from '../testing/samples.ts';

let folder: string;
let file: string;
let url: string;
const children: StoreChild[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-faults-'));
  file = join(folder, 'store.db');
  url = `sqlite:${file}`;
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  await rm(folder, { recursive: true, force: true });
});

const start = (...args: Parameters<typeof startChild>) => {
  const child = startChild(...args);
  children.push(child);
  return child;
};
const withStore = async (work: (store: Store) => Promise<void>) => {
  const store = await openStore(url);
  try {
    await work(store);
  } finally {
    await store.close();
  }
};

describe('a file', () => {
  test('is made with its folders, and nobody else can read it', async () => {
    url = `sqlite:${join(folder, 'not', 'there', 'yet.db')}`;
    await withStore(async (store) => {
      await store.record([sampleMinute()]);
      for (const suffix of ['', '-wal', '-shm']) {
        const { mode } = await stat(join(folder, 'not', 'there', `yet.db${suffix}`));
        expect(mode & 0o077).toBe(0);
      }
    });
  });

  test('leaves no log behind when it is closed', async () => {
    await withStore((store) => store.record([sampleMinute()]));
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  test('below something that is no folder is refused', async () => {
    await Bun.write(join(folder, 'plain'), '');
    await expectFault(openStore(`sqlite:${join(folder, 'plain', 'x.db')}`), 'store_read_only');
    await expectFault(openStore(`sqlite:${folder}`), 'store_read_only');
  });

  test.skipIf(process.platform === 'win32')(
    'in a folder that is read-only is refused',
    async () => {
      // The superuser may write everywhere, so somebody else has to try.
      const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
      await chmod(folder, 0o555);
      expect(await start(url, 'open', nobody).next()).toBe('store_read_only');
      await chmod(folder, 0o755);
      await withStore((store) => store.record([sampleMinute()]));
      await chmod(file, 0o444);
      await chmod(folder, 0o555);
      expect(await start(url, 'open', nobody).next()).toBe('store_read_only');
      await chmod(folder, 0o755);
    },
  );

  test('that holds something else is refused and left alone', async () => {
    const noise = Buffer.from('This is not a database at all. '.repeat(200));
    await Bun.write(file, noise);
    await expectFault(openStore(url), 'store_corrupt');
    expect(Buffer.from(await Bun.file(file).arrayBuffer()).equals(noise)).toBe(true);
  });

  test('of another program is refused and left alone', async () => {
    const other = new Database(file, { create: true });
    other.run('CREATE TABLE songs (title TEXT)');
    other.close();
    const before = await Bun.file(file).bytes();
    await expectFault(openStore(url), 'store_foreign');
    expect(await Bun.file(file).bytes()).toEqual(before);
  });

  test('of a newer version is refused and left alone', async () => {
    await withStore((store) => store.record([sampleMinute()]));
    const database = new Database(file);
    database.run('PRAGMA user_version = 99');
    database.close();
    expect(await expectFault(openStore(url), 'store_too_new')).toContain('99');
  });

  test('that is cut short or overwritten says so, and nothing of it is believed', async () => {
    await withStore((store) =>
      store
        .save(Array.from({ length: 200 }, () => sampleCheckpoint({ userId: 'ann' })))
        .then(() => {}),
    );
    const { size } = await stat(file);
    const handle = await open(file, 'r+');
    for (let at = 8192; at < size; at += 8192)
      await handle.write(Buffer.alloc(64, 0xff), 0, 64, at);
    await handle.close();
    await expectFault(
      withStore((store) => store.loadByUser('ann').then(() => {})),
      'store_corrupt',
    );
    await truncate(file, 8192 + 100);
    await expectFault(
      withStore((store) => store.save([sampleCheckpoint()]).then(() => {})),
      'store_corrupt',
    );
  });
});

describe.skipIf(process.platform === 'win32')('a file that is open', () => {
  const FILES = ['', '-wal', '-shm'];
  const move = async (from: string, to: string) => {
    for (const suffix of FILES) await rename(`${from}${suffix}`, `${to}${suffix}`);
  };

  test('and is moved away says so at the next write, and takes it again when it is back', async () => {
    await withStore(async (store) => {
      const checkpoint = sampleCheckpoint();
      await store.save([checkpoint]);
      await move(file, join(folder, 'away.db'));
      await expectFault(store.save([checkpoint]), 'store_moved');
      await expectFault(store.record([sampleMinute()]), 'store_moved');
      await move(join(folder, 'away.db'), file);
      await store.record([sampleMinute()]);
    });
    await withStore(async (store) => expect(await store.total('ann')).toBe(100));
  });

  test('and is replaced by another says so, and leaves that one alone', async () => {
    const other = join(folder, 'other.db');
    const otherStore = await openStore(`sqlite:${other}`);
    await otherStore.record([sampleMinute({ userId: 'bob', count: 7 })]);
    await withStore(async (store) => {
      await store.record([sampleMinute()]);
      await move(other, file);
      await expectFault(store.record([sampleMinute()]), 'store_moved');
    });
    await otherStore.close();
    await withStore(async (store) => expect(await store.users(9)).toEqual(['bob']));
  });

  test('and whose log is deleted says so', async () => {
    await withStore(async (store) => {
      await store.record([sampleMinute()]);
      await rm(`${file}-wal`);
      await expectFault(store.record([sampleMinute()]), 'store_moved');
    });
  });
});

describe('several processes', () => {
  test('may make the same file at once', async () => {
    const all = Array.from({ length: 4 }, () => start(url, 'record'));
    for (const child of all) {
      expect(await child.next()).toBe('open');
      expect(await child.next()).toBe('recorded');
    }
    await withStore(async (store) => expect(await store.total('ann')).toBe(4));
  });

  test('can’t both have a file for themselves, until the first one has ended, however', async () => {
    const first = start(url, 'exclusive');
    expect(await first.next()).toBe('open');
    expect(await start(url, 'exclusive').next()).toBe('store_in_use');
    await expectFault(openStore(url, { exclusive: true }), 'store_in_use');
    // What does not ask for it, such as an export, is let in.
    await withStore((store) => store.record([sampleMinute()]));
    await first.kill();
    const own = await openStore(url, { exclusive: true });
    await expectFault(openStore(url, { exclusive: true }), 'store_in_use');
    await own.close();
    await (await openStore(url, { exclusive: true })).close();
  });

  test('lose nothing that was acknowledged when they are killed, and no batch by half', async () => {
    for (let round = 0; round < 3; round++) {
      const child = start(url, 'write');
      expect(await child.next()).toBe('open');
      const sessionId = String(await child.next());
      for (let i = 0; i < 40; i++) await child.next();
      await child.kill();
      let acknowledged = 40;
      for (let told = await child.next(); told !== undefined; told = await child.next()) {
        acknowledged = Number(told);
      }
      await withStore(async (store) => {
        const loaded = await store.load(sessionId);
        const sequence = loaded.state === 'found' ? loaded.checkpoint.sequence : 0;
        expect(sequence).toBeGreaterThanOrEqual(acknowledged);
        const [sum] = await store.sums('ann', [MINUTE, MINUTE + 1]);
        expect(sum).toBe(sequence);
        await store.forget('ann');
      });
    }
  });
});

const CAN_MOUNT = canMount();
const NEEDS_MOUNT = CAN_MOUNT ? '' : ' (skipped: no small file system can be mounted here)';
test.skipIf(!CAN_MOUNT)(
  `a full disk keeps what is there, and takes the rest later${NEEDS_MOUNT}`,
  async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    try {
      url = `sqlite:${join(disk, 'store.db')}`;
      await withStore(async (store) => {
        const kept = sampleCheckpoint();
        await store.save([kept]);
        await Bun.write(join(disk, 'ballast'), Buffer.alloc(500_000));
        const minute = sampleMinute();
        const batch = {
          checkpoints: Array.from({ length: 100 }, () =>
            sampleCheckpoint({ payload: new Uint8Array(4096).fill(7) }),
          ),
          minutes: [minute],
        };
        await expectFault(store.saveAll(batch), 'store_full');
        expect(await store.total('ann')).toBe(0);
        expect(await store.load(kept.sessionId)).toMatchObject({ state: 'found' });
        await rm(join(disk, 'ballast'));
        await store.saveAll({ ...batch, checkpoints: batch.checkpoints.slice(0, 20) });
        expect(await store.total('ann')).toBe(100);
      });
    } finally {
      Bun.spawnSync(['umount', disk]);
    }
  },
);

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  // In a mount namespace of its own, which goes with the command.
  const tried = ['unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()];
  return Bun.spawnSync(tried).exitCode === 0;
}
