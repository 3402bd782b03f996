import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@stepstream/testing/run-command';
import { createStepstream, openStore } from 'stepstream';
import { visit, withoutOuterSettings, withVariable } from './serve-process.ts';

withoutOuterSettings();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-token-'));
});
afterAll(() => rm(folder, { recursive: true }));

const make = (...flags: string[]) => runCommand(['token', ...flags], folder);

/** Whom a server with this secret takes a token for. */
async function identityOf(token: string, authSecret: string) {
  const engine = createStepstream({ logLevel: 'silent', auth: 'token', authSecret });
  const headers = { authorization: `Bearer ${token.trim()}` };
  const identity = await engine.authenticate(new Request('http://localhost', { headers }));
  await engine.close();
  return identity;
}

test('a token is signed with a secret that is made once, for its owner alone', async () => {
  const state = join(folder, 'state');
  const flags = ['--state-folder', state, '--user', 'ann'];
  const made = await Promise.all([make(...flags), make(...flags, '--for', '7d')]);
  expect(made.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const file = join(state, 'auth-secret');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(state).mode & 0o777).toBe(0o700);
  const secret = readFileSync(file, 'utf8').trim();
  for (const { stdout } of made)
    expect(await identityOf(stdout, secret)).toMatchObject({ userId: 'ann' });
});

test.each([
  ['a secret in a file', (place: string) => ['--auth-secret-file', join(place, 'secret')]],
  [
    'its own secret, and an issuer',
    (place: string) => [
      ...['--state-folder', join(place, 'own'), '--auth-issuer', 'us', '--auth-audience', 'steps'],
    ],
  ],
])('a server with %s says how to make a token that it takes', async (_, flagsIn) => {
  const place = await mkdtemp(join(folder, 'said-'));
  writeFileSync(join(place, 'secret'), 'a secret in a file, which is long enough', { mode: 0o600 });
  let command: string[] = [];
  const { code } = await visit(
    ['--port', '0', '--store', 'memory', '--auth', 'token', ...flagsIn(place)],
    'SIGTERM',
    async (url) => {
      const { stdout } = await make(...command);
      const headers = { authorization: `Bearer ${stdout.trim()}` };
      expect((await fetch(`${url}/users/ann/steps`, { headers })).status).toBe(200);
    },
    (said) => {
      command = /npx stepstream token (.+)$/m.exec(said)?.[1]?.split(' ') ?? [];
    },
  );
  expect(code).toBe(0);
});

test('a token allows what is asked for', async () => {
  const file = join(folder, 'secret');
  const secret = 'a secret in a file, which is long enough';
  writeFileSync(file, `${secret}\n`);
  const flags = ['--scope', 'history:read', '--users', 'ann,bob', '--for', '15m'];
  const { stdout } = await make('--user', 'coach', ...flags, '--auth-secret-file', file);
  const identity = await identityOf(stdout, secret);
  expect(identity).toMatchObject({
    userId: 'coach',
    scope: ['history:read'],
    users: ['ann', 'bob'],
  });
  const { expiresAt = 0 } = identity as { readonly expiresAt?: number };
  expect(Math.abs(expiresAt - Date.now() / 1000 - 900)).toBeLessThan(60);
});

test.each([
  [['--user', 'ann', '--for', '1'], 'a time such as 1h'],
  [['--user', 'ann', '--for', '1000d'], 'at most 366 days'],
  [['--user', 'ann', '--scope', 'all'], 'stream, history:read, admin'],
  [['--user', ''], '1 to 256 characters'],
  [[], '--user ann'],
  [['--user', 'ann', '--auth-secret', 'short'], 'at least 32 bytes'],
  [['--user', 'ann', '--auth-secret-file', 'nowhere'], 'nowhere (ENOENT)'],
])('%j is refused in a sentence', async (flags, sentence) => {
  const { code, stdout, stderr } = await make('--state-folder', join(folder, 'none'), ...flags);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain('short');
});

test('a server that is told of a secret, and not to want tokens, does not start', async () => {
  const args = ['--port', '0', '--store', 'memory', '--auth-secret', 'x'.repeat(32)];
  const { code, stderr } = await runCommand(['serve', ...args], folder);
  expect(code).toBe(2);
  expect(stderr).toContain('--auth token');
  expect(stderr).not.toContain('xxx');
});

test('what is exported and removed without a server is in the audit log, too', async () => {
  const url = `sqlite:${join(folder, 'stepstream.db')}`;
  await (await openStore(url)).close();
  const log = join(folder, 'audit.log');
  for (const command of ['export', 'forget']) {
    const args = [command, 'ann', '--store', url];
    const ran = withVariable('STEPSTREAM_AUDIT_LOG', log, () => runCommand(args, folder));
    expect((await ran).code).toBe(0);
  }
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { action: 'user.export', by: 'command_line', user: 'ann' },
    { action: 'user.delete', by: 'command_line', user: 'ann' },
  ]);
});
