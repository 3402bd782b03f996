import { describe, expect, test } from 'bun:test';
import { type ServerOptions, startServer } from 'stepstream';
import { ADMIN_TOKEN, bearer, Caller, stopAfterEach, whenDone } from './token-world.ts';

stopAfterEach();

const start = (options: ServerOptions = {}) =>
  whenDone(
    startServer({
      ...{ port: 0, logLevel: 'silent', adminToken: ADMIN_TOKEN, admin: 'token' },
      ...options,
    }),
  );

/** Signs in as the console does; returns the whole cookie, and what a browser sends of it. */
async function signIn(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/console/session`, {
    method: 'POST',
    headers: { ...bearer(ADMIN_TOKEN), ...headers },
  });
  expect(response.status).toBe(204);
  const whole = response.headers.get('set-cookie') ?? '';
  return { whole, cookie: whole.split(';')[0] ?? '' };
}

describe('the cookie of the console', () => {
  test('is given for the admin token, is for no script, and is sent to nobody else', async () => {
    const { url } = start();
    const { whole, cookie } = await signIn(url);
    expect(whole).toMatch(
      /^stepstream-console-[\w-]{8}=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(whole).not.toContain(ADMIN_TOKEN);
    expect((await fetch(`${url}/sessions`, { headers: { cookie } })).status).toBe(200);
    const page = await fetch(url, { headers: { cookie } });
    expect(await page.text()).toContain('"operator":true');
    for (const token of ['', 'wrong', `${ADMIN_TOKEN}x`]) {
      const refused = await fetch(`${url}/console/session`, {
        method: 'POST',
        headers: bearer(token),
      });
      expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    }
  });

  test('goes over HTTPS alone where the console does, and below the base path alone', async () => {
    const { url } = start({ basePath: '/app', publicUrl: 'https://steps.example' });
    const { whole } = await signIn(url, { 'x-forwarded-proto': 'https' });
    expect(whole).toEndWith('; Path=/app; HttpOnly; SameSite=Strict; Secure');
    expect((await signIn(url)).whole).not.toContain('Secure');
  });

  test('is taken away on request, and holds under its own admin token alone', async () => {
    const { url } = start();
    const { cookie } = await signIn(url);
    const gone = await fetch(`${url}/console/session`, { method: 'DELETE', headers: { cookie } });
    expect(gone.headers.get('set-cookie')).toContain('Max-Age=0');
    const other = start({ adminToken: 'another-admin-token-than-that' });
    expect((await fetch(`${other.url}/sessions`, { headers: { cookie } })).status).toBe(401);
    const [name, value = ''] = cookie.split('=');
    const [text = '', signature = ''] = value.split('.');
    const later = Buffer.from(JSON.stringify({ exp: 99_999_999_999 })).toString('base64url');
    for (const forged of [
      `${later}.${signature}`,
      text,
      `${text}.`,
      '.',
      `${text}.${signature}x`,
      `${text}.${signature}.x`,
    ]) {
      const headers = { cookie: `${name}=${forged}` };
      expect((await fetch(`${url}/sessions`, { headers })).status).toBe(401);
    }
  });

  test('does not prolong itself', async () => {
    const { url } = start();
    const { cookie } = await signIn(url);
    const again = await fetch(`${url}/console/session`, {
      method: 'POST',
      headers: { cookie, origin: url },
    });
    expect([again.status, again.headers.get('set-cookie')]).toEqual([204, null]);
  });

  // To SameSite, all ports of a host are one site: the browser sends the cookie with these.
  test.each<[string, Record<string, string>]>([
    ['another port of this machine', { origin: 'http://127.0.0.1:3000' }],
    ['another scheme of this host', { origin: 'http://localhost' }],
    ['another port, without an origin', { 'sec-fetch-site': 'same-site' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', { origin: 'null' }],
  ])('is not heeded from a page of %s', async (_, headers) => {
    const { url, registry, streamUrl } = start({ allowedOrigins: 'null' });
    const { cookie } = await signIn(url);
    const client = await new Caller(streamUrl).opened();
    const { session_id: id } = await client.heard('session_started');
    for (const [method, path] of [
      ['GET', '/sessions'],
      ['DELETE', `/sessions/${id}`],
      ['POST', '/webhooks/dead-letters/retry'],
    ] as const) {
      const response = await fetch(url + path, { method, headers: { cookie, ...headers } });
      expect([path, response.status]).toEqual([path, 401]);
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const live = `${url.replace('http', 'ws')}/console/live`;
    const watcher = await new Caller(live, { cookie, ...headers }).opened();
    watcher.send({ action: 'watch', session_id: id });
    expect((await watcher.closed).code).toBe(4401);
    expect(watcher.messages).toEqual([]);
    expect(registry.size).toBe(1);
  });

  test('is not heeded from a page of this host that came without HTTPS, where the console came with it', async () => {
    const { url } = start({ publicUrl: 'https://steps.example' });
    const { cookie } = await signIn(url);
    const status = async (origin: string) => {
      const headers = { cookie, origin, host: 'steps.example', 'x-forwarded-proto': 'https' };
      return (await fetch(`${url}/sessions`, { headers })).status;
    };
    expect(await status('https://steps.example')).toBe(200);
    expect(await status('http://steps.example')).toBe(401);
  });

  test('changes nothing for whoever hides where a request comes from', async () => {
    const { url } = start();
    const { cookie } = await signIn(url);
    const headers = { cookie };
    const erased = await fetch(`${url}/users/ann`, { method: 'DELETE', headers });
    expect(erased.status).toBe(401);
    const own = { cookie, origin: url };
    expect((await fetch(`${url}/users/ann`, { method: 'DELETE', headers: own })).status).toBe(204);
  });

  test('lets its page watch', async () => {
    const { url } = start();
    const { cookie } = await signIn(url);
    const live = `${url.replace('http', 'ws')}/console/live`;
    await new Caller(live, { cookie, origin: url }).heard('sessions');
  });
});

describe('a page of another site', () => {
  test.each(['https://evil.example', 'http://localhost.evil.example', 'null', 'file://'])(
    'gets no socket and no answer: %s',
    async (origin) => {
      const { url, streamUrl } = start({ admin: 'open' });
      for (const path of ['/sessions', '/users/ann/steps', '/health']) {
        const response = await fetch(url + path, { headers: { origin } });
        expect([path, response.status]).toEqual([path, 403]);
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
      }
      for (const address of [streamUrl, `${url.replace('http', 'ws')}/console/live`]) {
        const caller = new Caller(address, { origin });
        await caller.closed;
        expect(caller.messages).toEqual([]);
      }
    },
  );

  test('whose name points to this machine is no operator, and names no user', async () => {
    const { url, streamUrl } = start({ admin: 'open' });
    const host = 'evil.example';
    const headers = { host, origin: `http://${host}` };
    expect((await fetch(`${url}/sessions`, { headers: { host } })).status).toBe(401);
    expect((await fetch(`${url}/sessions`, { headers })).status).toBe(403);
    const caller = new Caller(`${streamUrl}/ann`, { host });
    expect((await caller.closed).code).toBe(4403);
  });
});
