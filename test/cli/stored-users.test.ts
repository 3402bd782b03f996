import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@stepstream/testing/run-command';
import { openStore, type Store } from 'stepstream';
import { visit, withoutOuterSettings, withVariable } from './serve-process.ts';

withoutOuterSettings();

/** 25 October 2026, when clocks in Berlin were put back, at 8:00 UTC. */
const MINUTE = Date.UTC(2026, 9, 25, 8) / 60_000;

let folder: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-users-'));
  url = `sqlite:${join(folder, 'stepstream.db')}`;
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() =>
  withStore(async (store) => {
    const sessionId = '00000000-0000-4000-8000-000000000001';
    const minutes = ['ann', 'bob'].flatMap((userId) =>
      [90, 100].map((count, i) => ({ userId, sessionId, minute: MINUTE + i, count })),
    );
    await store.record(minutes);
  }),
);

async function withStore<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(url);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const totalOf = (userId: string) => withStore((store) => store.total(userId));
const run = (...args: string[]) => runCommand([...args, '--state-folder', folder], folder);

describe('export', () => {
  test("writes a user's steps to the standard output", async () => {
    expect(await run('export', 'ann')).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'start_time,end_time,count',
        '2026-10-25T08:00:00+00:00,2026-10-25T08:01:00+00:00,90',
        '2026-10-25T08:01:00+00:00,2026-10-25T08:02:00+00:00,100',
        '',
      ].join('\r\n'),
    });
  });

  test('reaches users whose names no URL can have, and so does forget', async () => {
    const sessionId = '00000000-0000-4000-8000-000000000001';
    const names = ['.', '..'];
    await withStore((store) =>
      store.record(names.map((userId) => ({ userId, sessionId, minute: MINUTE, count: 7 }))),
    );
    for (const name of names) {
      expect((await run('export', name)).stdout).toContain(',7\r\n');
      expect(await run('forget', name)).toMatchObject({ code: 0 });
      expect(await totalOf(name)).toBe(0);
    }
  });

  test('writes the form, the days and the file that are asked for', async () => {
    const options = ['--format', 'ndjson', '--bucket', '1d', '--time-zone', 'Europe/Berlin'];
    const { code, stdout } = await run('export', 'ann', ...options, '--output', 'ann.ndjson');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(await readFile(join(folder, 'ann.ndjson'), 'utf8'))).toEqual({
      user_id: 'ann',
      start_time: '2026-10-25T00:00:00+02:00',
      end_time: '2026-10-26T00:00:00+01:00',
      count: 190,
    });
  });

  test('reads the store that the environment names, also beside a server', async () => {
    const args = ['--store', url, '--port', '0', '--log-level', 'error'];
    let printed = '';
    const { code } = await visit(args, 'SIGTERM', async () => {
      const exported = withVariable('STEPSTREAM_STORE', url, () =>
        runCommand(['export', 'ann', '--format', 'fhir'], folder),
      );
      printed = (await exported).stdout;
    });
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      resourceType: 'Observation',
      valueQuantity: { value: 190 },
    });
  });

  test('says in a line what is wrong, and makes no store', async () => {
    const wrong: readonly (readonly [string[], string])[] = [
      [['ann', '--start', 'soon'], '--start: expected a date'],
      [['ann', '--time-zone', 'Mars'], '--time-zone: expected the name of a time zone'],
      [
        ['ann', '--store', 'sqlite:none.db'],
        'none.db has no such file: name the one that the server writes',
      ],
      [['ann', '--store', 'memory'], 'only in its server'],
      [['ann', '--output', '/nowhere/ann.csv'], 'cannot write /nowhere/ann.csv'],
      [[''], "a user's name has 1 to 256 characters"],
    ];
    for (const [args, expected] of wrong) {
      const { code, stderr } = await run('export', ...args);
      expect({ args, code, lines: stderr.trim().split('\n').length }).toEqual({
        args,
        code: 2,
        lines: 1,
      });
      expect(stderr).toContain(expected);
    }
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
  });
});

describe('forget', () => {
  test('removes all of a user, and nobody else', async () => {
    expect(await run('forget', 'ann')).toEqual({
      code: 0,
      stderr: '',
      stdout: 'Removed ann: 190 steps, and 0 sessions that could be resumed.\n',
    });
    expect(await totalOf('ann')).toBe(0);
    expect(await totalOf('bob')).toBe(190);
  });

  test('is refused while a server runs, which does it instead', async () => {
    const args = ['--store', url, '--port', '0', '--log-level', 'error'];
    const { code } = await visit(args, 'SIGTERM', async (server) => {
      const refused = await run('forget', 'ann');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('is in use by another server');
      expect(refused.stderr).toContain('curl -X DELETE');
      expect(await totalOf('ann')).toBe(190);
      const answer = await fetch(new URL('/users/ann', server), { method: 'DELETE' });
      expect(answer.status).toBe(204);
    });
    expect(code).toBe(0);
    expect(await totalOf('ann')).toBe(0);
  });
});
