import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { type RunningServer, startServer } from './start-server.ts';

const PAGE = 'https://app.example.org';
const FOREIGN = 'https://evil.example';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--allowed-origins', `${PAGE},null`, '--hsts', '31536000']);
});
afterAll(() => server.stop());

/** Sends a request that `fetch` would not send, and reads the head of its answer. */
function headOf(path: string, lines: readonly string[]) {
  const { hostname, port } = new URL(server.httpUrl);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(port), hostname);
  let head = '';
  socket.on('data', (data) => {
    head += data;
    if (head.includes('\r\n\r\n')) socket.destroy();
  });
  socket.on('close', () => resolve(head)).on('error', reject);
  socket.write([`GET ${path} HTTP/1.1`, `Host: ${hostname}`, ...lines, '', ''].join('\r\n'));
  return promise.then((text) => {
    const [status = '', ...rest] = text.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
    const pairs = rest.map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    });
    return { status: Number(status.split(' ')[1]), headers: new Headers(pairs) };
  });
}

const UPGRADE = [
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** What every answer tells browsers. */
function expectSecurityHeaders(headers: Headers): void {
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('content-security-policy')).toContain("base-uri 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(headers.get('vary')?.toLowerCase()).toContain('origin');
  expect(headers.has('access-control-allow-credentials')).toBe(false);
  for (const name of ['server', 'x-powered-by']) expect(headers.has(name)).toBe(false);
}

describe('what a request is called', () => {
  const said = (id: string) => ({ headers: { 'x-request-id': id } });

  test('is said by its answer, as it was called or anew', async () => {
    const named = await fetch(`${server.httpUrl}/health`, said('of-this-test/1'));
    expect(named.headers.get('x-request-id')).toBe('of-this-test/1');
    for (const init of [{}, said('no name')]) {
      const { headers } = await fetch(`${server.httpUrl}/health`, init);
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test.each(['/nowhere', '/sessions/none', '/ws/realtime'])(
    'is said by the error at %s, in its body, too',
    async (path) => {
      const response = await fetch(`${server.httpUrl}${path}`, said('of-this-test/2'));
      expect(response.headers.get('x-request-id')).toBe('of-this-test/2');
      expect(await response.json()).toMatchObject({ request_id: 'of-this-test/2' });
    },
  );

  test('is said by a handshake', async () => {
    const { status, headers } = await headOf('/ws/realtime', [
      ...UPGRADE,
      'X-Request-Id: of-this-test/3',
    ]);
    expect(status).toBe(101);
    expect(headers.get('x-request-id')).toBe('of-this-test/3');
  });
});

describe('security headers', () => {
  test.each([
    ['/docs', 200],
    ['/openapi.json', 200],
    ['/asyncapi.json', 200],
    ['/health', 200],
    ['/readyz', 200],
    ['/sessions', 200],
    ['/sessions/none', 404],
    ['/nowhere', 404],
    ['/users/ann/steps?bucket=2d', 400],
    ['/ws/realtime', 426],
    ['/console/live', 426],
  ])('are on the answer of %s, %d', async (path, status) => {
    const answer = await fetch(`${server.httpUrl}${path}`);
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    expectSecurityHeaders(answer.headers);
  });

  test('are on refusals: a method, a body, an origin', async () => {
    const refused = await Promise.all([
      fetch(`${server.httpUrl}/sessions`, { method: 'PUT' }),
      fetch(`${server.httpUrl}/sessions`, { headers: { 'x-forwarded-for': '203.0.113.9' } }),
      fetch(`${server.httpUrl}/sessions`, { headers: { origin: FOREIGN } }),
      fetch(`${server.httpUrl}/health`, { method: 'OPTIONS', headers: { origin: FOREIGN } }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([405, 401, 403, 403]);
    for (const { headers } of refused) {
      expectSecurityHeaders(headers);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('are on a handshake that is refused', async () => {
    for (const path of ['/ws/realtime', '/ws/realtime/ann', '/console/live']) {
      const { status, headers } = await headOf(path, [...UPGRADE, `Origin: ${FOREIGN}`]);
      expect(status).toBe(403);
      expectSecurityHeaders(headers);
    }
  });

  test('ask for HTTPS where the browser came over it, and nowhere else', async () => {
    const plain = await fetch(`${server.httpUrl}/health`);
    expect(plain.headers.has('strict-transport-security')).toBe(false);
    const headers = { 'x-forwarded-proto': 'https' };
    const forwarded = await fetch(`${server.httpUrl}/health`, { headers });
    expect(forwarded.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

describe('a page of another origin', () => {
  const preflight = (origin: string, path = '/sessions/x') =>
    fetch(`${server.httpUrl}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  test('that is listed may ask, preflight included', async () => {
    for (const origin of [PAGE, 'null']) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-methods')).toContain('DELETE');
      expect(headers.get('access-control-allow-methods')).toContain('POST');
      const allowed = headers.get('access-control-allow-headers')?.split(', ');
      expect(allowed).toContain('authorization');
      expect(allowed).toContain('content-type');
      expectSecurityHeaders(headers);
    }
  });

  test('that is listed may read every answer, errors included', async () => {
    for (const path of ['/health', '/sessions/none', '/nowhere', '/ws/realtime', '/docs']) {
      const { headers } = await fetch(`${server.httpUrl}${path}`, { headers: { origin: PAGE } });
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, PAGE]);
    }
  });

  test('that is not listed may neither ask nor read', async () => {
    for (const origin of [FOREIGN, 'file://', `${PAGE}.evil.example`, 'http://app.example.org']) {
      for (const answer of [
        await preflight(origin),
        await fetch(`${server.httpUrl}/health`, { headers: { origin } }),
      ]) {
        expect([origin, answer.status]).toEqual([origin, 403]);
        expect(answer.headers.has('access-control-allow-origin')).toBe(false);
        expect(answer.headers.has('access-control-allow-methods')).toBe(false);
      }
    }
  });

  test('opens a socket where it is listed', async () => {
    const open = async (origin: string) =>
      (await headOf('/ws/realtime', [...UPGRADE, `Origin: ${origin}`])).status;
    expect(await open(PAGE)).toBe(101);
    expect(await open('null')).toBe(101);
    expect(await open('file://')).toBe(403);
  });
});
