import { expect, test } from 'bun:test';
import type { LiveMessage, ServerMessage } from '@stepstream/protocol';
import { TestClient } from '@stepstream/testing/client';
import type { StepstreamServer } from 'stepstream';
import { pushesOf } from 'stepstream/internals';
import { start, stopServersAfterEach } from './servers.ts';

stopServersAfterEach();

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };
const [PUSH] = pushesOf([['totalacceleration', () => [0, 0, 9.8]]]);

/** How a new socket is closed, and what it was told before. */
function refusal(url: string): Promise<{ code: number; reason: string; told: unknown[] }> {
  const socket = new WebSocket(url);
  const told: unknown[] = [];
  socket.onmessage = ({ data }) => void told.push(data);
  return new Promise((resolve) => {
    socket.onclose = ({ code, reason }) => resolve({ code, reason, told });
  });
}

const get = async (server: StepstreamServer, path: string) => {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, body: (await response.json()) as object };
};

const push = (server: StepstreamServer, deviceId: string) =>
  fetch(`${server.url}/ingest/sensor-logger`, {
    method: 'POST',
    body: JSON.stringify({ ...PUSH, deviceId, sessionId: deviceId }),
  });

const waitOf = (message: ServerMessage | undefined) =>
  message?.type === 'server_draining' ? message.reconnect_after_ms : undefined;

test('while it waits, a server that drains serves its clients, is not ready, and lets nobody in', async () => {
  const server = start();
  expect(await get(server, '/readyz')).toEqual({
    status: 200,
    body: { status: 'ready', store: { status: 'healthy' } },
  });
  const client = await TestClient.connect(server.streamUrl);
  const drained = server.drain({ delay: 60 });
  expect(await get(server, '/readyz')).toMatchObject({ status: 503, body: { status: 'draining' } });
  expect(await get(server, '/healthz')).toEqual({ status: 200, body: { status: 'alive' } });
  expect(await get(server, '/health')).toMatchObject({ status: 200, body: { status: 'healthy' } });
  expect(await get(server, '/sessions')).toMatchObject({ body: { active_sessions: 1 } });
  expect(await client.ask(SAMPLE)).toMatchObject({ type: 'step_detection' });
  for (const url of [server.streamUrl, `${server.streamUrl}/ann`]) {
    expect(await refusal(url)).toEqual({ code: 1012, reason: 'restarting', told: [] });
  }
  expect(await client.ask(SAMPLE)).toMatchObject({ type: 'step_detection' });
  await server.stop();
  await drained;
  expect(await client.closed).toEqual({ code: 1012, reason: 'restarting' });
  expect(waitOf(client.messages.at(-1))).toBeGreaterThanOrEqual(2000);
});

test('clients are told one after the other, each its own time', async () => {
  const server = start();
  const clients = await Promise.all(
    Array.from({ length: 40 }, () => TestClient.connect(server.streamUrl)),
  );
  const order: number[] = [];
  for (const [i, { closed }] of clients.entries()) void closed.then(() => order.push(i));
  await server.drain({ spread: 0.4 });
  await Promise.all(clients.map(({ closed }) => closed));
  expect(order).toEqual(clients.map((_, i) => i));
  const waits = clients.map(({ messages }) => waitOf(messages.at(-1)));
  expect(waits).not.toContain(undefined);
  expect(new Set(waits).size).toBeGreaterThan(30);
});

test('pushes of a known recording are taken until its turn; others are to be tried again', async () => {
  const server = start();
  expect((await push(server, 'known')).status).toBe(200);
  const drained = server.drain({ delay: 60 });
  expect((await push(server, 'known')).status).toBe(200);
  const refused = await push(server, 'new');
  expect(refused.headers.get('retry-after')).toBe('2');
  expect({ status: refused.status, body: await refused.json() }).toMatchObject({
    status: 503,
    body: { code: 'restarting' },
  });
  const ends: string[] = [];
  server.engine.on('sessionEnd', (_, reason) => void ends.push(reason));
  const closing = server.engine.close();
  await drained;
  expect(ends).toEqual(['restarting']);
  expect((await push(server, 'known')).status).toBe(503);
  await closing;
});

test('a live view that is open sees it all, and is closed as one that comes back', async () => {
  const server = start();
  const liveUrl = `${server.url.replace('http', 'ws')}/console/live`;
  const socket = new WebSocket(liveUrl);
  const seen = new Set<string>();
  const gone = new Set<string>();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as LiveMessage;
    if (message.type !== 'sessions') return;
    for (const { id } of message.changed) seen.add(id);
    for (const id of message.gone) gone.add(id);
  };
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.onclose = ({ code, reason }) => resolve({ code, reason });
  });
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const client = await TestClient.connect(server.streamUrl);
  while (!seen.has(client.sessionId)) await Bun.sleep(20);
  await server.drain();
  expect(await refusal(liveUrl)).toEqual({ code: 1012, reason: 'restarting', told: [] });
  while (!gone.has(client.sessionId)) await Bun.sleep(20);
  await server.stop();
  expect(await closed).toEqual({ code: 1012, reason: 'restarting' });
});

test('followers of a user hear that the session is not here any more, and the stream ends last', async () => {
  const server = start();
  const client = await TestClient.connect(`${server.streamUrl}/ann`);
  const follow = async () => {
    const response = await fetch(`${server.url}/users/ann/events`);
    expect(response.status).toBe(200);
    return response;
  };
  const early = await follow();
  await server.drain();
  // A browser gives up on a stream that is refused, so it is given one, however short.
  const late = await follow();
  await client.closed;
  await server.stop();
  expect(await early.text()).toContain('"reason":"restarting"');
  expect(await late.text()).toContain('"is_active":false');
});

test('drained again, it is the same draining', async () => {
  const server = start();
  const first = server.drain({ delay: 60 });
  const second = server.drain({ delay: 0 });
  expect(second).toBe(first);
  await server.stop();
  await first;
});
