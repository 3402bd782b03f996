import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docBlocks } from '@stepstream/testing/doc-blocks';
import { HAS_POSTGRES, NEEDS_POSTGRES, startPostgres } from '@stepstream/testing/postgres-server';
import { findProgram } from '@stepstream/testing/server-process';
import { openStore, type Store } from './index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './testing/samples.ts';

const GUIDE = join(import.meta.dir, '../../../../docs/history.md');
const SQLITE3 = findProgram('sqlite3');
const PG_DUMP = findProgram('pg_dump');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-backup-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the block of the guide that holds a word, as a reader would. */
async function runBlock(word: string, environment: Record<string, string>): Promise<void> {
  const blocks = docBlocks(await Bun.file(GUIDE).text());
  const block = blocks.find(({ language, text }) => language === 'bash' && text.includes(word));
  const { exitCode, stderr } = Bun.spawnSync(['sh', '-ec', block?.text ?? 'false'], {
    env: { ...process.env, ...environment },
  });
  expect({ exitCode, stderr: stderr.toString() }).toEqual({ exitCode: 0, stderr: '' });
}

const checkpoint = sampleCheckpoint({ userId: 'ann' });

async function fill(store: Store): Promise<void> {
  const minutes = Array.from({ length: 3000 }, (_, i) => sampleMinute({ minute: MINUTE + i }));
  await store.saveAll({ minutes, checkpoints: [checkpoint] });
}

async function expectBackup(store: Store): Promise<void> {
  expect(await store.total('ann')).toBe(300_000);
  expect(await store.total('bob')).toBe(0);
  expect(await store.load(checkpoint.sessionId)).toEqual({ state: 'found', checkpoint });
  expect(await store.users(9)).toEqual(['ann']);
}

const needsSqlite3 = SQLITE3 ? '' : ' (skipped: no sqlite3; apt-get install sqlite3)';
describe.skipIf(!SQLITE3)(`a backup of SQLite${needsSqlite3}`, () => {
  test('is made while a server writes, and brings back what was there', async () => {
    const environment = { STATE: join(folder, 'state'), BACKUP: join(folder, 'backup') };
    for (const path of Object.values(environment)) await mkdir(path);
    const url = `sqlite:${environment.STATE}/stepstream.db`;
    const store = await openStore(url, { exclusive: true });
    try {
      await fill(store);
      await runBlock('VACUUM INTO', environment);
      await store.record([sampleMinute({ userId: 'bob' })]);
      await store.forget('ann');
    } finally {
      await store.close();
    }
    await runBlock('rm -f', environment);
    const restored = await openStore(url, { exclusive: true });
    try {
      await expectBackup(restored);
      await restored.record([sampleMinute({ userId: 'bob' })]);
      expect(await restored.total('bob')).toBe(100);
    } finally {
      await restored.close();
    }
  });
});

const needsPgDump = HAS_POSTGRES ? (PG_DUMP ? '' : ' (skipped: no pg_dump)') : NEEDS_POSTGRES;
describe.skipIf(!HAS_POSTGRES || !PG_DUMP)(`a backup of PostgreSQL${needsPgDump}`, () => {
  test('is made while a server writes, and brings back what was there', async () => {
    const server = await startPostgres();
    try {
      const environment = { STEPSTREAM_STORE: server.url(), BACKUP: folder };
      const store = await openStore(server.url());
      try {
        await fill(store);
        await runBlock('pg_dump', environment);
        await store.record([sampleMinute({ userId: 'bob' })]);
        await store.forget('ann');
      } finally {
        await store.close();
      }
      await runBlock('pg_restore', environment);
      const restored = await openStore(server.url());
      try {
        await expectBackup(restored);
      } finally {
        await restored.close();
      }
    } finally {
      await server.remove();
    }
  });
});
