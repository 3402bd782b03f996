import { describe, expect, test } from 'bun:test';
import { TestClient } from '@stepstream/testing/client';
import {
  LAN,
  NEEDS_LAN,
  problemOf,
  REFUSED,
  start,
  startOpen,
  statusOf,
  stopServersAfterEach,
  TOKEN,
} from './servers.ts';

stopServersAfterEach();

describe('on this machine', () => {
  test('sessions are open to callers on this machine', async () => {
    const { url } = start();
    expect((await fetch(`${url}/sessions`)).status).toBe(200);
    expect(await statusOf(url, ['GET /sessions HTTP/1.1', 'Host: localhost'])).toBe(200);
    // Old clients that name no host.
    expect(await statusOf(url, ['GET /sessions HTTP/1.0'])).toBe(200);
  });

  test('sessions are closed to a name that points here, and to a proxy', async () => {
    const { url } = start();
    const ask = (...headers: string[]) => statusOf(url, ['GET /sessions HTTP/1.1', ...headers]);
    expect(await ask('Host: evil.example:8000')).toBe(401);
    expect(await ask('Host: localhost', 'X-Forwarded-For: 203.0.113.9')).toBe(401);
    expect(await ask('Host: steps.example', `Authorization: Bearer ${TOKEN}`)).toBe(200);
  });

  test('sessions are closed by whichever spelling of the path', async () => {
    const { url } = start();
    for (const path of ['/sessions', '/%73essions', '/sessions/x', '/%73essions/x', '/sessions/']) {
      const answer = await statusOf(url, [`GET ${path} HTTP/1.1`, 'Host: evil.example']);
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
    expect(await problemOf(fetch(`${outside}/sessions`))).toEqual(REFUSED);
    expect(await problemOf(fetch(one))).toEqual(REFUSED);
    expect(await problemOf(fetch(one, { method: 'DELETE' }))).toEqual(REFUSED);
    expect(await problemOf(fetch(`${outside}/sessions/none`))).toEqual(REFUSED);
    const wrong = { authorization: `Bearer ${TOKEN}x` };
    expect(await problemOf(fetch(one, { headers: wrong }))).toEqual(REFUSED);
    expect(server.registry.size).toBe(1);
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await fetch(`${outside}/sessions`, { headers })).status).toBe(200);
    expect((await fetch(one, { headers, method: 'DELETE' })).status).toBe(200);
    expect((await client.closed).code).toBe(4410);
  });

  test('a server without a token makes one, another each time', async () => {
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

  test('sessions need the token on this machine, too, where others reach the server', async () => {
    const { inside, outside } = startOpen();
    for (const url of [inside, outside]) {
      expect((await fetch(`${url}/sessions`)).status).toBe(401);
      const headers = { authorization: `Bearer ${TOKEN}` };
      expect((await fetch(`${url}/sessions`, { headers })).status).toBe(200);
    }
  });
});
