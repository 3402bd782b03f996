import { expect, test } from 'bun:test';
import { createStepstream, type ServerOptions, startServer } from 'stepstream';
import { pushesOf } from 'stepstream/internals';
import {
  bearer,
  Caller,
  makeToken,
  SECRET,
  startGuarded,
  stopAfterEach,
  whenDone,
} from './token-world.ts';

stopAfterEach();

const start = (options: ServerOptions = {}) =>
  whenDone(startServer({ port: 0, logLevel: 'silent', ...options }));

/** What says that somebody is not on this machine. */
const ELSEWHERE: Record<string, string>[] = [
  { 'x-forwarded-for': '203.0.113.9' },
  { forwarded: 'for=203.0.113.9' },
  { 'x-real-ip': '203.0.113.9' },
  { host: 'steps.example' },
  { host: '2130706433' },
];

test('who knows a name can not take over its session from elsewhere', async () => {
  const { url, streamUrl, registry } = start();
  const ann = new Caller(`${streamUrl}/ann`);
  const { session_id } = await ann.heard('session_started');
  for (const headers of ELSEWHERE) {
    for (const address of [`${streamUrl}/ann`, `${streamUrl}?user_id=ann`]) {
      expect(await new Caller(address, headers).closed).toEqual({
        code: 4403,
        reason: 'forbidden',
      });
    }
    const push = await fetch(`${url}/ingest/sensor-logger?user_id=ann`, {
      ...{ method: 'POST', body: '{}', headers },
    });
    expect(push.status).toBe(403);
    // Without a name anybody may stream.
    await new Caller(streamUrl, headers).heard('session_started');
  }
  ann.send({ action: 'stats' });
  expect(await ann.heard('stats_response')).toMatchObject({ session_id });
  expect(registry.ofUser('ann')?.id).toBe(session_id);
});

test('names are nobody’s behind a proxy, even where it hides that it is one', async () => {
  const { streamUrl } = start({ publicUrl: 'https://steps.example' });
  expect((await new Caller(`${streamUrl}/ann`).closed).code).toBe(4403);
});

test('names are taken from everywhere where the operator says so', async () => {
  const { streamUrl } = start({ trustUserIds: true });
  for (const headers of ELSEWHERE) {
    const caller = new Caller(`${streamUrl}/ann`, headers);
    expect(await caller.heard('session_started')).toMatchObject({ user_id: 'ann' });
  }
});

test('a phone’s recording is not joined by the phone of somebody else', async () => {
  const { url, registry } = startGuarded();
  const [message] = pushesOf([['accelerometer', () => [0, 0, 9.8]]]);
  const push = async (sub: string) => {
    const headers = { ...bearer(await makeToken({ sub })), 'content-type': 'application/json' };
    const body = JSON.stringify(message);
    const response = await fetch(`${url}/ingest/sensor-logger`, { method: 'POST', headers, body });
    return (await response.json()) as { session_id: string; user_id?: string };
  };
  const ann = await push('ann');
  const bob = await push('bob');
  expect(bob.session_id).not.toBe(ann.session_id);
  expect(registry.ofUser('ann')?.id).toBe(ann.session_id);
  expect(registry.ofUser('bob')?.id).toBe(bob.session_id);
});

test('an engine that is mounted trusts nobody on this machine, unless it is told to', async () => {
  const engine = createStepstream({ logLevel: 'silent', auth: 'token', authSecret: SECRET });
  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0, fetch: engine.fetch, websocket: engine.websocket },
  });
  whenDone({ stop: () => Promise.all([engine.close(), server.stop(true)]) });
  const url = `http://127.0.0.1:${server.port}`;
  const streamUrl = `${url.replace('http', 'ws')}/ws/realtime`;
  expect((await fetch(`${url}/sessions`)).status).toBe(401);
  expect((await fetch(`${url}/sessions`, { headers: bearer(engine.adminToken) })).status).toBe(200);
  const token = await makeToken();
  const caller = new Caller(streamUrl, bearer(token));
  expect(await caller.heard('session_started')).toMatchObject({ user_id: 'ann' });
  const asked = (headers: Record<string, string>) =>
    engine.authenticate(new Request(url, { headers }));
  expect(await asked(bearer(token))).toMatchObject({ userId: 'ann' });
  expect(await asked({})).toBe(false);
});

test('a listener of an engine may ask for tokens of its own kind', async () => {
  const engine = createStepstream({ logLevel: 'silent' });
  engine.on('authenticate', ({ headers }) => {
    const said = headers.get('authorization');
    if (said === null) return 'token_required';
    return said === 'Bearer open-sesame'
      ? { userId: 'ann', expiresAt: Date.now() / 1000 + 2 }
      : false;
  });
  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0, fetch: engine.fetch, websocket: engine.websocket },
  });
  whenDone({ stop: () => Promise.all([engine.close(), server.stop(true)]) });
  const streamUrl = `ws://127.0.0.1:${server.port}/ws/realtime`;
  const caller = await new Caller(streamUrl).opened();
  caller.send({ action: 'authenticate', token: 'open-sesame' });
  expect(await caller.heard('session_started')).toMatchObject({ user_id: 'ann' });
  await caller.heard('token_expiring');
  expect((await caller.closed).code).toBe(4401);
});
