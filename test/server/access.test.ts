import { afterEach, describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import type { LiveMessage } from '@stepstream/protocol';
import { TestClient } from '@stepstream/testing/client';
import { lanAddresses, type ServerOptions, type StepstreamServer, startServer } from 'stepstream';

const TOKEN = 'the-token-of-this-test';
const [LAN] = lanAddresses();
const NEEDS_LAN = LAN ? '' : ' (skipped: this machine is on no network)';

const servers: StepstreamServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

function start(options: ServerOptions = {}): StepstreamServer {
  const server = startServer({ port: 0, logLevel: 'silent', adminToken: TOKEN, ...options });
  servers.push(server);
  return server;
}

/** A server that listens on all addresses, and its address as others on the network see it. */
function startOpen(options: ServerOptions = {}) {
  const server = start({ host: '0.0.0.0', ...options });
  const outside = server.url.replace('0.0.0.0', LAN ?? 'nowhere');
  const inside = server.url.replace('0.0.0.0', '127.0.0.1');
  return { server, outside, inside, port: Number(new URL(server.url).port) };
}

/** The status line's code of a request with headers that `fetch` would not send, such as Host. */
function status(url: string, lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.end(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`);
    socket.once('data', (data) => resolve(Number(String(data).split(' ')[1])));
    socket.once('error', reject);
  });
}

async function code(response: Response | Promise<Response>) {
  const { status, headers } = await response;
  const { code } = (await (await response).json()) as { code?: string };
  return { status, code, type: headers.get('content-type') };
}
const REFUSED = { status: 401, code: 'admin_token_required', type: 'application/problem+json' };
const FOREIGN = { status: 403, code: 'origin_not_allowed', type: 'application/problem+json' };

describe('on this machine', () => {
  test('sessions are open to whoever asks as this machine', async () => {
    const { url } = start();
    expect((await fetch(`${url}/sessions`)).status).toBe(200);
    expect(await status(url, ['GET /sessions HTTP/1.1', 'Host: localhost'])).toBe(200);
    // Old clients that name no host.
    expect(await status(url, ['GET /sessions HTTP/1.0'])).toBe(200);
  });

  test('but not to a name that has been pointed here, nor through a proxy', async () => {
    const { url } = start();
    const ask = (...headers: string[]) => status(url, ['GET /sessions HTTP/1.1', ...headers]);
    expect(await ask('Host: evil.example:8000')).toBe(401);
    expect(await ask('Host: localhost', 'X-Forwarded-For: 203.0.113.9')).toBe(401);
    expect(await ask('Host: steps.example', `Authorization: Bearer ${TOKEN}`)).toBe(200);
  });

  test('by whichever spelling of the path', async () => {
    const { url } = start();
    for (const path of ['/sessions', '/%73essions', '/sessions/x', '/%73essions/x', '/sessions/']) {
      const answer = await status(url, [`GET ${path} HTTP/1.1`, 'Host: evil.example']);
      expect([path, answer]).toEqual([path, path === '/sessions/' ? answer : 401]);
      expect(answer).toBeGreaterThan(400);
    }
  });
});

describe.skipIf(!LAN)(`from the network${NEEDS_LAN}`, () => {
  test('sessions need the token: to list, see, end', async () => {
    const { server, outside } = startOpen();
    const client = await TestClient.connect(server.streamUrl.replace('0.0.0.0', '127.0.0.1'));
    const one = `${outside}/sessions/${client.sessionId}`;
    expect(await code(fetch(`${outside}/sessions`))).toEqual(REFUSED);
    expect(await code(fetch(one))).toEqual(REFUSED);
    expect(await code(fetch(one, { method: 'DELETE' }))).toEqual(REFUSED);
    expect(await code(fetch(`${outside}/sessions/none`))).toEqual(REFUSED);
    const wrong = { authorization: `Bearer ${TOKEN}x` };
    expect(await code(fetch(one, { headers: wrong }))).toEqual(REFUSED);
    expect(server.registry.size).toBe(1);
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await fetch(`${outside}/sessions`, { headers })).status).toBe(200);
    expect((await fetch(one, { headers, method: 'DELETE' })).status).toBe(200);
    expect((await client.closed).code).toBe(4410);
  });

  test('a token is made where none is given, and is another each time', async () => {
    const one = startOpen({ adminToken: '' });
    const two = startOpen({ adminToken: '' });
    expect(one.server.adminToken).not.toBe(two.server.adminToken);
    const headers = { authorization: `Bearer ${one.server.adminToken}` };
    expect((await fetch(`${one.outside}/sessions`, { headers })).status).toBe(200);
    expect((await fetch(`${two.outside}/sessions`, { headers })).status).toBe(401);
    // An empty token is no token.
    const empty = { authorization: 'Bearer ' };
    expect((await fetch(`${one.outside}/sessions`, { headers: empty })).status).toBe(401);
  });

  test('the page, its files, the stream and the health are open', async () => {
    const { outside, port } = startOpen();
    const page = await fetch(outside);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('"operator":false');
    expect((await fetch(`${outside}/health`)).status).toBe(200);
    const client = await TestClient.connect(`ws://${LAN}:${port}/ws/realtime`);
    client.close();
  });

  test('this machine’s own address asks as the network does, and loopback as this machine', async () => {
    const { inside, outside } = startOpen();
    expect((await fetch(`${inside}/sessions`)).status).toBe(200);
    expect((await fetch(`${outside}/sessions`)).status).toBe(401);
  });
});

describe('web pages of others', () => {
  const upgrade = (url: string, path: string, origin: string) =>
    status(url, [
      `GET ${path} HTTP/1.1`,
      'Host: localhost',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Origin: ${origin}`,
    ]);

  test('open no socket, and read and end no session', async () => {
    const { url, streamUrl, registry } = start();
    for (const path of ['/ws/realtime', '/ws/realtime/ann', '/console/live']) {
      expect(await upgrade(url, path, 'https://evil.example')).toBe(403);
      expect(await upgrade(url, path, 'null')).toBe(403);
    }
    const client = await TestClient.connect(streamUrl);
    const headers = { origin: 'https://evil.example' };
    const one = `${url}/sessions/${client.sessionId}`;
    expect(await code(fetch(`${url}/sessions`, { headers }))).toEqual(FOREIGN);
    expect(await code(fetch(one, { headers, method: 'DELETE' }))).toEqual(FOREIGN);
    expect(await code(fetch(one, { headers, method: 'OPTIONS' }))).toEqual(FOREIGN);
    // Not even with the token: it may have been stolen, but not from here.
    const authorization = `Bearer ${TOKEN}`;
    expect(await code(fetch(one, { headers: { ...headers, authorization } }))).toEqual(FOREIGN);
    expect(registry.size).toBe(1);
    client.close();
  });

  test('of this machine may, and are told so by CORS', async () => {
    const { url } = start();
    expect(await upgrade(url, '/ws/realtime', 'http://localhost:3000')).toBe(101);
    const headers = { origin: 'http://localhost:3000' };
    const answer = await fetch(`${url}/sessions`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
  });

  test('that are listed may, preflight and all', async () => {
    const { url } = start({ allowedOrigins: 'https://app.example' });
    expect(await upgrade(url, '/ws/realtime', 'https://app.example')).toBe(101);
    expect(await upgrade(url, '/ws/realtime', 'https://other.example')).toBe(403);
    const headers = {
      origin: 'https://app.example',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization',
    };
    const answer = await fetch(`${url}/sessions/x`, { method: 'OPTIONS', headers });
    expect(answer.status).toBeLessThan(300);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('access-control-allow-methods')).toContain('DELETE');
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  test('are the only ones this concerns: apps name no origin', async () => {
    const { streamUrl } = start();
    const client = await TestClient.connect(streamUrl);
    client.close();
  });
});

describe('the live view', () => {
  /** A viewer: what it is told, and how it ends. */
  function watch(url: string, token?: string) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/console/live`);
    const messages: LiveMessage[] = [];
    const first = Promise.withResolvers<void>();
    socket.onopen = () => {
      if (token !== undefined) socket.send(JSON.stringify({ action: 'authenticate', token }));
    };
    socket.onmessage = ({ data }) => {
      messages.push(JSON.parse(String(data)));
      first.resolve();
    };
    const closed = new Promise<number>((resolve) => {
      socket.onclose = ({ code }) => resolve(code);
    });
    return { socket, messages, first: first.promise, closed };
  }

  test('is open on this machine, and shows the sessions', async () => {
    const { url, streamUrl } = start();
    const client = await TestClient.connect(`${streamUrl}/ann`);
    const { messages, first, socket } = watch(url);
    await first;
    expect(messages[0]).toMatchObject({ type: 'sessions', fresh: true });
    expect(JSON.stringify(messages[0])).toContain('"user_id":"ann"');
    socket.close();
    client.close();
  });

  test.skipIf(!LAN)(`needs the token from the network${NEEDS_LAN}`, async () => {
    const { outside } = startOpen();
    const good = watch(outside, TOKEN);
    await good.first;
    good.socket.close();
    const bad = watch(outside, 'another-token-of-this-test');
    expect(await bad.closed).toBe(4401);
    expect(bad.messages).toEqual([]);
    const rude = watch(outside);
    rude.socket.onopen = () => rude.socket.send('{"action":"watch","session_id":null}');
    expect(await rude.closed).toBe(4401);
    expect(rude.messages).toEqual([]);
  });

  test.each(['nonsense', '{}', '{"action":"watch"}', '{"action":"end"}', 'x'.repeat(5000)])(
    'ends with one who says %p, and with nobody else',
    async (text) => {
      const { url } = start();
      const [one, two] = [watch(url), watch(url)];
      await Promise.all([one.first, two.first]);
      one.socket.send(text);
      expect(await one.closed).toBe(4400);
      expect(two.socket.readyState).toBe(WebSocket.OPEN);
      two.socket.close();
    },
  );

  test('is told when the server goes away', async () => {
    const server = start();
    const { first, closed } = watch(server.url);
    await first;
    await server.stop();
    expect(await closed).toBe(1001);
  });

  test('takes sockets only', async () => {
    const { url } = start();
    expect((await fetch(`${url}/console/live`)).status).toBe(426);
  });
});
