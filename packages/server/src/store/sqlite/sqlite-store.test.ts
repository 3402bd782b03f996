import { Database } from 'bun:sqlite';
import { afterAll, beforeAll } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStore } from '../testing/store-contract.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-sqlite-'));
});
afterAll(() => rm(folder, { recursive: true }));

let places = 0;
describeStore({
  name: 'SQLite',
  durable: true,
  runs: 40,
  place: async () => `sqlite:${join(folder, `${places++}.db`)}`,
  async damage(url, sessionId) {
    const database = new Database(url.slice('sqlite:'.length));
    database.run("UPDATE checkpoints SET payload = x'010204' WHERE session_id = ?", [sessionId]);
    database.close();
  },
});
