import { describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { ConfigError, type ServerOptions, startServer } from 'stepstream';
import {
  ADMIN_TOKEN,
  bearer,
  Caller,
  makeToken,
  SECRET,
  startGuarded,
  stopAfterEach,
  whenDone,
} from './token-world.ts';

stopAfterEach();

const ADMIN_CALLS = [
  ['GET', '/sessions'],
  ['GET', '/sessions/x'],
  ['DELETE', '/sessions/x'],
  ['GET', '/users'],
  ['DELETE', '/users/ann'],
  ['GET', '/webhooks/dead-letters'],
  ['POST', '/webhooks/dead-letters/retry'],
] as const;

/** A server on this machine alone, with nothing configured but what a test names. */
function startPlain(options: ServerOptions = {}) {
  return whenDone(
    startServer({ port: 0, logLevel: 'silent', adminToken: ADMIN_TOKEN, ...options }),
  );
}

/** The status of a request whose lines are written by hand. */
function statusOf(url: string, lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.end(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    socket.once('data', (data) => resolve(Number(String(data).split(' ')[1])));
    socket.once('error', reject);
  });
}

describe('the calls of operators', () => {
  test.each<[string, ServerOptions]>([
    ['listens on the network', { host: '0.0.0.0' }],
    ['listens on the network over IPv6', { host: '::' }],
    ['is published by a proxy', { publicUrl: 'https://steps.example' }],
    ['is published below a path', { basePath: '/app' }],
    ['has proxies before it', { trustProxy: 1 }],
    ['wants tokens', { auth: 'token', authSecret: SECRET }],
    ['has a port for operators', { adminPort: 0 }],
  ])('need the token where the server %s', async (_, options) => {
    const { adminUrl, admin } = startPlain(options);
    expect(admin).toBe('token');
    const url = adminUrl.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]');
    for (const [method, path] of ADMIN_CALLS) {
      expect([path, (await fetch(url + path, { method })).status]).toEqual([path, 401]);
      const headers = bearer(ADMIN_TOKEN);
      expect((await fetch(url + path, { method, headers })).status).not.toBe(401);
    }
    const watcher = await new Caller(`${url.replace('http', 'ws')}/console/live`).opened();
    watcher.send({ action: 'authenticate', token: `${ADMIN_TOKEN}x` });
    expect((await watcher.closed).code).toBe(4401);
  });

  test.each<ServerOptions>([
    { host: '0.0.0.0' },
    { publicUrl: 'https://steps.example' },
    { auth: 'token', authSecret: SECRET },
    { trustProxy: 1 },
  ])('can not be opened with %j', (options) => {
    expect(() => startPlain({ ...options, admin: 'open' })).toThrow(ConfigError);
  });

  test('can be closed on this machine, too', async () => {
    expect((await fetch(`${startPlain({ admin: 'token' }).url}/sessions`)).status).toBe(401);
    expect((await fetch(`${startPlain().url}/sessions`)).status).toBe(200);
  });

  test.each([
    '2130706433',
    '017700000001',
    '0x7f.1',
    '0x7f000001',
    '127.1',
    '127.0.0.1.',
    'evil@localhost',
    'localhost@evil.example',
    'evil.example#localhost',
    'evil.example/localhost',
    'evil.example?localhost',
    'localhost.evil.example',
    'evil.example',
    'localhost, evil.example',
    'ⓛocalhost',
    '127.0.0.1:8000:80',
    '[::ffff:7f00:1]x',
    '[::1',
    '',
  ])('are closed to the host %p, which is not this machine', async (host) => {
    const { url } = startPlain();
    const ask = (...lines: string[]) => statusOf(url, ['GET /sessions HTTP/1.1', ...lines]);
    expect(await ask(`Host: ${host}`)).toBeGreaterThanOrEqual(400);
    expect(await ask('Host: LOCALHOST:8000')).toBe(200);
    expect(await ask('Host: [0:0:0:0:0:0:0:1]')).toBe(200);
  });

  test.each([
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-Host: localhost',
    'X-Real-IP: 127.0.0.1',
    'Forwarded: for=127.0.0.1',
    'Via: 1.1 proxy',
  ])('are closed to whoever sends %s', async (header) => {
    const { url } = startPlain();
    expect(await statusOf(url, ['GET /sessions HTTP/1.1', 'Host: localhost', header])).toBe(401);
  });

  test('are for whoever has a token with the scope admin, and no other token', async () => {
    const { url } = startGuarded();
    const ask = async (path: string, claim: object | undefined, method = 'GET') => {
      const headers = bearer(await makeToken(claim && { stepstream: claim }));
      return (await fetch(url + path, { method, headers })).status;
    };
    expect(await ask('/sessions', { scope: ['admin'] })).toBe(200);
    expect(await ask('/sessions', undefined)).toBe(403);
    expect(await ask('/sessions', { scope: ['stream', 'history:read'] })).toBe(403);
    // Narrowed to users, it is no token for the others.
    const narrowed = { scope: ['admin'], users: ['bob'] };
    expect(await ask('/sessions', narrowed)).toBe(403);
    expect(await ask('/users', narrowed)).toBe(403);
    expect(await ask('/users/ann', narrowed, 'DELETE')).toBe(403);
    expect(await ask('/users/bob', narrowed, 'DELETE')).toBe(204);
    expect(await ask('/users/ann', undefined, 'DELETE')).toBe(403);
  });

  test('are not opened by the admin token in an address', async () => {
    const { url, streamUrl } = startGuarded();
    expect((await fetch(`${url}/sessions?access_token=${ADMIN_TOKEN}`)).status).toBe(401);
    expect((await new Caller(streamUrl, bearer(ADMIN_TOKEN)).closed).code).toBe(4401);
  });
});

describe('the history of a user', () => {
  test.each(['steps', 'export', 'events'])('is for the user alone: %s', async (what) => {
    const { url } = startGuarded();
    const ask = async (user: string, headers: Record<string, string>, query = '') => {
      const response = await fetch(`${url}/users/${user}/${what}${query}`, { headers });
      await response.body?.cancel();
      return response.status;
    };
    const ann = await makeToken();
    expect(await ask('ann', bearer(ann))).toBe(200);
    expect(await ask('ann', {}, `?access_token=${ann}`)).toBe(200);
    expect(await ask('bob', bearer(ann))).toBe(403);
    expect(await ask('%61nn', bearer(ann))).toBe(200);
    expect(await ask('ann', {})).toBe(401);
    expect(await ask('ann', bearer(`${ann}x`))).toBe(401);
    expect(await ask('ann', bearer(ADMIN_TOKEN))).toBe(200);
    const streamOnly = await makeToken({ stepstream: { scope: ['stream'] } });
    expect(await ask('ann', bearer(streamOnly))).toBe(403);
    const coach = await makeToken({ sub: 'coach', stepstream: { users: ['ann'] } });
    expect(await ask('ann', bearer(coach))).toBe(200);
    expect(await ask('coach', bearer(coach))).toBe(403);
  });
});

test('events of a user end with the token that asked for them', async () => {
  const { url } = startGuarded();
  const headers = bearer(await makeToken({ exp: 1 }));
  const response = await fetch(`${url}/users/ann/events`, { headers });
  expect(await response.text()).toContain('event: session');
});

describe('a port for operators', () => {
  test('has their calls, and the other one has none of them', async () => {
    const { url, adminUrl, streamUrl } = startPlain({ adminPort: 0 });
    const headers = bearer(ADMIN_TOKEN);
    for (const [method, path] of ADMIN_CALLS) {
      expect([path, (await fetch(url + path, { method, headers })).status]).toEqual([path, 404]);
      expect((await fetch(adminUrl + path, { method })).status).toBe(401);
    }
    for (const path of ['/', '/console/session', '/console/live']) {
      expect([path, (await fetch(url + path, { headers })).status]).toEqual([path, 404]);
    }
    const watcher = new Caller(`${url.replace('http', 'ws')}/console/live`, headers);
    expect((await watcher.closed).code).toBe(1006);
    expect((await fetch(`${adminUrl}/`)).status).toBe(200);
    for (const one of [url, adminUrl]) {
      for (const path of ['/health', '/healthz', '/readyz']) {
        expect((await fetch(one + path)).status).toBe(200);
      }
    }
    await new Caller(streamUrl).heard('session_started');
    const operator = new Caller(`${adminUrl.replace('http', 'ws')}/console/live`, headers);
    await operator.heard('sessions');
  });

  test('leaves users their own history on the other one, and that to nobody else', async () => {
    const { url } = startGuarded({ adminPort: 0 });
    const ask = async (token: string, method = 'GET', path = '/users/ann/steps') =>
      (await fetch(url + path, { method, headers: bearer(token) })).status;
    expect(await ask(await makeToken())).toBe(200);
    expect(await ask(ADMIN_TOKEN)).toBe(401);
    const admin = await makeToken({ sub: 'me', stepstream: { scope: ['admin'] } });
    expect(await ask(admin)).toBe(403);
    expect(await ask(admin, 'DELETE', '/users/ann')).toBe(404);
  });
});
