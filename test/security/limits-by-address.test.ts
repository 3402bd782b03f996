import { afterEach, describe, expect, test } from 'bun:test';
import { type ServerOptions, type StepstreamServer, startServer } from 'stepstream';
import { connect, type RawClient } from '../contract/raw-client.ts';

let server: StepstreamServer;
const clients: RawClient[] = [];
const start = (options: ServerOptions) => {
  server = startServer({ port: 0, logLevel: 'silent', trustProxy: 1, ...options });
};
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await server.stop();
});

/** Connects as a proxy on this machine does, for a client elsewhere. */
async function from(address: string, path = ''): Promise<RawClient> {
  const headers = { 'X-Forwarded-For': address };
  const client = await connect(`${server.streamUrl}${path}`, { headers });
  clients.push(client);
  return client;
}

const push = (address: string, device: string) =>
  fetch(`${server.url}/ingest/sensor-logger`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': address },
    body: JSON.stringify({
      messageId: 0,
      sessionId: 'walk',
      deviceId: device,
      payload: [{ name: 'totalacceleration', time: 1e18, values: { x: 0, y: 0, z: 9.8 } }],
    }),
  });

const REFUSED = 'handshake refused: HTTP/1.1 429';

describe('an address', () => {
  test('has no more sockets than it may, and others have theirs', async () => {
    start({ maxAddressConnections: 3 });
    for (let i = 0; i < 3; i++) await from('203.0.113.7');
    await expect(from('203.0.113.7')).rejects.toThrow(REFUSED);
    await from('203.0.113.8');
    clients[0]?.destroy();
    while (server.registry.size > 3) await Bun.sleep(5);
    await from('203.0.113.7');
  });

  test('has no more handshakes a minute, and is told when to come back', async () => {
    start({ maxAddressHandshakes: 5 });
    for (let i = 0; i < 5; i++) (await from('2001:db8::1')).destroy();
    await expect(from('2001:db8::2')).rejects.toThrow(REFUSED);
    const refused = await fetch(server.streamUrl.replace('ws', 'http'), {
      headers: { 'X-Forwarded-For': '2001:db8::3', Upgrade: 'websocket' },
    });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeWithin(1, 13);
    expect(await refused.json()).toMatchObject({ code: 'too_many_requests' });
  });

  test('that is forged counts for nothing, where no proxy is trusted', async () => {
    start({ trustProxy: 0, maxAddressConnections: 1 });
    for (let i = 0; i < 5; i++) await from('203.0.113.7');
  });

  test('pushes no more than it may, and has no more sessions', async () => {
    start({ maxAddressPushes: 5, maxAddressSessions: 3 });
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await push('203.0.113.7', `${i}`)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429, 429]);
    expect((await push('203.0.113.8', 'x')).status).toBe(200);
  });

  test('follows no more users than it may have connections', async () => {
    start({ maxAddressConnections: 2, adminToken: 'the-token-of-the-operator' });
    const headers = {
      'X-Forwarded-For': '203.0.113.7',
      Authorization: 'Bearer the-token-of-the-operator',
    };
    const follow = (signal?: AbortSignal) =>
      fetch(`${server.url}/users/ann/events`, { headers, ...(signal && { signal }) });
    const first = new AbortController();
    const second = new AbortController();
    expect((await follow(first.signal)).status).toBe(200);
    expect((await follow(second.signal)).status).toBe(200);
    expect((await follow()).status).toBe(429);
    await expect(from('203.0.113.7')).rejects.toThrow(REFUSED);
    first.abort();
    second.abort();
    const again = new AbortController();
    while ((await follow(again.signal)).status !== 200) await Bun.sleep(10);
    again.abort();
  });

  test('asks no more than it may, in whichever form its address is written', async () => {
    start({ maxAddressRequests: 3 });
    const ask = async (address: string) => {
      const headers = { 'X-Forwarded-For': address };
      return (await fetch(`${server.url}/health`, { headers })).status;
    };
    const forms = ['198.51.100.4', '::ffff:198.51.100.4', '::ffff:c633:6404', '198.51.100.4:80'];
    expect(await Promise.all(forms.map(ask))).toEqual([200, 200, 200, 429]);
    expect(await ask('198.51.100.5')).toBe(200);
    // Not exempt as the proxy is, which is on this machine.
    expect(await Promise.all(['unknown', 'unix:', 'unknown', 'unknown'].map(ask))).toContain(429);
  });

  test('says no more wrong tokens than it may, in whichever way', async () => {
    start({ maxAddressFailures: 3, adminToken: 'the-token-of-the-operator' });
    const headers = { 'X-Forwarded-For': '203.0.113.7' };
    for (let i = 0; i < 3; i++) {
      const viewer = await from('203.0.113.7', '/../../console/live');
      viewer.send({ action: 'authenticate', token: `guess ${i}` });
      await viewer.closed;
    }
    const right = await from('203.0.113.7', '/../../console/live');
    right.send({ action: 'authenticate', token: 'the-token-of-the-operator' });
    expect((await right.closed).code).toBe(4401);
    for (const query of ['access_token=x', 'access%5Ftoken=x']) {
      const { status } = await fetch(`${server.url}/users/ann/steps?${query}`, { headers });
      expect(status).toBe(429);
    }
  });
});

test('a user who begins sessions in a loop is closed with 4429', async () => {
  start({ maxUserSessions: 3, trustUserIds: true });
  for (let i = 0; i < 3; i++) await from('203.0.113.7', '/ann');
  expect((await (await from('203.0.113.8', '/ann')).closed).code).toBe(4429);
  await (await from('203.0.113.8', '/bob')).next();
});

test('hundreds of pushes of one reading each leave room for others', async () => {
  start({ maxSessions: 100 });
  for (let i = 0; i < 400; i++) expect((await push('127.0.0.1', `${i}`)).status).toBe(200);
  expect(server.registry.size).toBe(25);
  const client = await from('203.0.113.7');
  expect(await client.next()).toMatchObject({ type: 'session_started' });
});
