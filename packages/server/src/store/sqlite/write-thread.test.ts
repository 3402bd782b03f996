import { Database } from 'bun:sqlite';
import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectFault } from '../testing/fault.ts';
import { WriteThread } from './write-thread.ts';

let folder: string;
let path: string;
let thread: WriteThread;
const made = () =>
  new WriteThread({ path, name: 'sqlite:test', settings: 'PRAGMA busy_timeout = 100' });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-thread-'));
  path = join(folder, 'test.db');
  const database = new Database(path, { create: true });
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE rows (key TEXT PRIMARY KEY, data BLOB)');
  database.close();
  thread = made();
});
afterEach(async () => {
  await thread.close();
  await rm(folder, { recursive: true });
});

const insert = (key: string, data: Uint8Array | null = null) => ({
  sql: 'INSERT INTO rows VALUES (?1, ?2) ON CONFLICT DO NOTHING',
  values: [key, data],
});

function rows(): unknown[] {
  const database = new Database(path, { readonly: true });
  try {
    return database.query('SELECT key, hex(data) AS data FROM rows ORDER BY key').all();
  } finally {
    database.close();
  }
}

test('writes what is asked, and what follows from it', async () => {
  const both = { ifChanged: [insert('new', Uint8Array.of(1, 2))], ifUnchanged: [insert('old')] };
  expect(await thread.transaction([{ ...insert('a'), ifChanged: both.ifChanged }])).toEqual([1]);
  expect(
    await thread.transaction([{ ...insert('a'), ...both }, insert('b', Uint8Array.of(3))]),
  ).toEqual([0, 1]);
  expect(rows()).toEqual([
    { key: 'a', data: '' },
    { key: 'b', data: '03' },
    { key: 'new', data: '0102' },
    { key: 'old', data: '' },
  ]);
});

test('writes another statement where the first changes nothing, and tells what that changed', async () => {
  const otherwise = 'UPDATE rows SET data = ?2 WHERE key = ?1 AND data IS NOT ?2';
  const write = (...values: Parameters<typeof insert>) => ({ ...insert(...values), otherwise });
  const [two, one] = [Uint8Array.of(2), Uint8Array.of(1)];
  expect(await thread.transaction([write('a', one), write('a', one)])).toEqual([1, 0]);
  expect(await thread.transaction([write('a', two)])).toEqual([1]);
  expect(rows()).toEqual([{ key: 'a', data: '02' }]);
});

test('writes all of a transaction or nothing, and goes on after an error', async () => {
  const wrong = { sql: 'INSERT INTO elsewhere VALUES (1)', values: [] };
  const said = await expectFault(thread.transaction([insert('a'), wrong]), 'store_failed');
  expect(said).toContain('no such table: elsewhere');
  expect(rows()).toEqual([]);
  expect(await thread.transaction([insert('b')])).toEqual([1]);
  await expectFault(thread.transaction([wrong]), 'store_failed');
  expect(rows()).toEqual([{ key: 'b', data: '' }]);
});

test('asks in turn, and closes when all is answered', async () => {
  const answers = ['a', 'b', 'a'].map((key) => thread.transaction([insert(key)]));
  await thread.close();
  expect(await Promise.all(answers)).toEqual([[1], [1], [0]]);
  await expectFault(thread.transaction([insert('c')]), 'store_closed');
});

test('a thread that can’t open the database is an error, and the next write tries anew', async () => {
  const elsewhere = path;
  path = join(folder, 'not', 'there.db');
  const lost = made();
  await expectFault(lost.transaction([insert('a')]), 'store_failed');
  await expectFault(lost.transaction([insert('a')]), 'store_failed');
  await lost.close();
  path = elsewhere;
  expect(rows()).toEqual([]);
});

test('one that was never asked is closed at once', async () => {
  await made().close();
});
