import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../index.ts';
import { sampleCheckpoint } from '../testing/samples.ts';
import { WalWriter } from './wal-writer.ts';

const ENOUGH_BYTES = 2_000_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-wal-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('what is in the log gets into the database while the store is open', async () => {
  const file = join(folder, 'copied.db');
  const store = await openStore(`sqlite:${file}`);
  const checkpoints = Array.from({ length: 600 }, () =>
    sampleCheckpoint({ payload: new Uint8Array(4096) }),
  );
  const before = (await stat(file)).size;
  await store.save(checkpoints);
  while ((await stat(file)).size < before + ENOUGH_BYTES) await Bun.sleep(5);
  await store.close();
  expect(await Bun.file(`${file}-wal`).exists()).toBe(false);
  const database = new Database(file, { readonly: true });
  expect(database.query('SELECT count(*) AS n FROM checkpoints').get()).toEqual({ n: 600 });
  database.close();
});

test('a thread that fails is told of once, and waited for no longer', async () => {
  let failures = 0;
  const failed = new Promise<void>((resolve) => {
    const writer = new WalWriter(join(folder, 'no', 'such', 'folder.db'), async () => {
      failures++;
      writer.wrote(ENOUGH_BYTES);
      await writer.close();
      resolve();
    });
    writer.wrote(ENOUGH_BYTES);
  });
  await failed;
  expect(failures).toBe(1);
});

test('there is no thread where little is written', async () => {
  const writer = new WalWriter(join(folder, 'unused.db'), () => {
    throw new Error('it was started');
  });
  writer.wrote(ENOUGH_BYTES - 1);
  await writer.close();
  expect(await Bun.file(join(folder, 'unused.db')).exists()).toBe(false);
});
