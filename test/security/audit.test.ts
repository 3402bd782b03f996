import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from 'stepstream';
import {
  ADMIN_TOKEN,
  bearer,
  Caller,
  makeToken,
  startGuarded,
  stopAfterEach,
} from './token-world.ts';

stopAfterEach();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepstream-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('who ended, deleted and exported what is kept, and where they did it from', async () => {
  const auditLog = join(folder, 'audit.log');
  const server = startGuarded({ auditLog });
  const { url, streamUrl } = server;
  const ann = await makeToken();
  const caller = new Caller(streamUrl, bearer(ann));
  const { session_id: session } = await caller.heard('session_started');
  const admin = await makeToken({ sub: 'me', stepstream: { scope: ['admin'] } });
  const call = async (method: string, path: string, token: string) => {
    const response = await fetch(url + path, { method, headers: bearer(token) });
    await response.body?.cancel();
  };
  await call('GET', '/users/ann/export', ann);
  await call('DELETE', `/sessions/${session}`, admin);
  await call('DELETE', '/sessions/nowhere', ADMIN_TOKEN);
  await call('DELETE', '/users/ann', ADMIN_TOKEN);
  await call('POST', '/console/session', ADMIN_TOKEN);
  // Reading, and what is refused, are not in it.
  await call('GET', '/sessions', ADMIN_TOKEN);
  await call('DELETE', '/users/ann', ann);
  await server.stop();
  const text = readFileSync(auditLog, 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const address = '127.0.0.1';
  expect(lines.map(({ time: _, ...line }) => line)).toEqual([
    { action: 'user.export', by: 'token', operator: 'ann', address, user: 'ann', status: 200 },
    {
      action: 'session.end',
      by: 'token',
      operator: 'me',
      address,
      session,
      user: 'ann',
      status: 200,
    },
    { action: 'session.end', by: 'admin_token', address, session: 'nowhere', status: 404 },
    { action: 'user.delete', by: 'admin_token', address, user: 'ann', status: 204 },
    { action: 'console.sign_in', by: 'admin_token', address, status: 204 },
  ]);
  for (const secret of [ADMIN_TOKEN, ann, admin]) expect(text).not.toContain(secret);
});

test('names are hashed in it and in the log, where that is wanted', async () => {
  const auditLog = join(folder, 'audit.log');
  const logged: string[] = [];
  const log = (fields: object, message: string) =>
    void logged.push(JSON.stringify({ ...fields, message }));
  const logger = { info: log, warn: log, error: log };
  const server = startGuarded({ auditLog, hashUserIds: true, userIdKey: 'key', logger });
  const caller = new Caller(server.streamUrl, bearer(await makeToken({ sub: 'annabel' })));
  await caller.heard('session_started');
  const headers = bearer(ADMIN_TOKEN);
  await fetch(`${server.url}/users/annabel`, { method: 'DELETE', headers });
  await server.stop();
  const text = readFileSync(auditLog, 'utf8') + logged.join('\n');
  expect(text).not.toContain('annabel');
  const [, name] = /"user":"(user-[\w-]{22})"/.exec(text) ?? [];
  expect(text.split(`"${name}"`)).toHaveLength(3);
});

test('no token is in the log, whatever becomes of it', async () => {
  const logged: string[] = [];
  const log = (fields: object, message: string) =>
    void logged.push(`${Bun.inspect(fields)} ${message}`);
  const { url, streamUrl } = startGuarded({ logger: { info: log, warn: log, error: log } });
  const good = await makeToken();
  const expired = await makeToken({ exp: -100 });
  const tokens = [
    expired,
    `${good}x`,
    'a-token-of-nobody',
    await makeToken({ sub: 'x'.repeat(300) }),
  ];
  for (const token of tokens) {
    await new Caller(streamUrl, bearer(token)).closed;
    await new Caller(`${streamUrl}?access_token=${token}`).closed;
    const first = await new Caller(streamUrl).opened();
    first.send({ action: 'authenticate', token });
    await first.closed;
    await fetch(`${url}/sessions`, { headers: bearer(token) });
    await fetch(`${url}/users/ann/steps?access_token=${token}`);
  }
  await new Caller(`${streamUrl}?access_token=${good}&user_id=bob`).closed;
  const text = logged.join('\n');
  for (const token of [...tokens, good, ADMIN_TOKEN]) expect(text).not.toContain(token);
  // But who said it, and why it was refused.
  expect(text).toContain('127.0.0.1');
  expect(text).toContain('ERR_JWT_EXPIRED');
});

test('an audit log that can not be written is told of at the start', () => {
  expect(() => startGuarded({ auditLog: join(folder, 'nowhere/audit.log') })).toThrow(ConfigError);
});
