import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { z } from 'zod';
import { Detection, Problem, Stamp, Terminated, UnixTime } from './messages.ts';
import { open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

const Count = z.int().nonnegative();
const Seconds = z.number().nonnegative();

const Sessions = z.looseObject({
  active_sessions: Count,
  total_requests: Count,
  sessions: z.record(
    z.uuid(),
    z.looseObject({ duration: Seconds, requests: Count, last_activity: UnixTime }),
  ),
});

const OneSession = z.looseObject({
  session_id: z.uuid(),
  // Its form is not said.
  created_at: z.union([z.number(), z.string().min(1)]),
  last_activity: UnixTime,
  duration: Seconds,
  total_requests: Count,
  is_active: z.literal(true),
});

const Health = z.looseObject({
  status: z.literal('healthy'),
  model_loaded: z.literal(true),
  device: z.literal('cpu'),
  active_sessions: Count,
  timestamp: Stamp,
  uptime: Seconds,
});

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function call<S extends z.ZodType>(kind: S, path: string, method = 'GET') {
  const response = await fetch(`${server.httpUrl}${path}`, { method });
  const type = response.headers.get('content-type')?.split(';')[0];
  return { status: response.status, type, body: kind.parse(await response.json()) };
}

async function expectNoSession(path: string, method = 'GET'): Promise<void> {
  const { status, type, body } = await call(Problem, path, method);
  expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
  expect(body.detail).toBe('Session not found');
  if ('status' in body) expect(body['status']).toBe(404);
}

describe('GET /metrics', () => {
  test('tells Prometheus what was counted, and names nobody', async () => {
    const session = await open(server, '?user_id=somebody-of-this-test');
    for (let i = 0; i < 3; i++) await session.ask(Detection, SAMPLE);
    const response = await fetch(`${server.httpUrl}/metrics`);
    expect(response.headers.get('content-type')).toStartWith('text/plain; version=0.0.4');
    const text = await response.text();
    const value = (name: string) => Number(text.split(`\n${name} `)[1]?.split('\n')[0]);
    expect(value('stepstream_samples_total')).toBeGreaterThanOrEqual(3);
    expect(value('stepstream_answer_seconds_count')).toBeGreaterThanOrEqual(3);
    expect(value('stepstream_sessions{state="live"}')).toBeGreaterThanOrEqual(1);
    expect(text).not.toContain('somebody-of-this-test');
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});

describe('GET /sessions', () => {
  test('lists the live sessions with their requests', async () => {
    const session = await open(server);
    for (let i = 0; i < 7; i++) await session.ask(Detection, SAMPLE);
    const { status, type, body } = await call(Sessions, '/sessions');
    expect({ status, type }).toEqual({ status: 200, type: 'application/json' });
    expect(body.sessions[session.id]?.requests).toBe(7);
    const listed = Object.values(body.sessions);
    expect(body.active_sessions).toBe(listed.length);
    // Whether ended sessions are in the sum is not said.
    const sum = listed.reduce((total, { requests }) => total + requests, 0);
    expect(body.total_requests).toBeGreaterThanOrEqual(sum);
    session.client.destroy();
  });
});

describe('GET /sessions/{id}', () => {
  test('describes one', async () => {
    const session = await open(server);
    for (let i = 0; i < 3; i++) await session.ask(Detection, SAMPLE);
    const { status, body } = await call(OneSession, `/sessions/${session.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ session_id: session.id, total_requests: 3 });
    session.client.destroy();
  });

  const unknown = {
    'another id': crypto.randomUUID(),
    'what is no id': 'no-such-session',
    'a name all objects have': 'constructor',
    'the prototype': '__proto__',
    'an encoded slash': 'a%2Fb',
    'two thousand letters': 'x'.repeat(2000),
  };
  test.each(Object.entries(unknown))('does not know %s', async (_, id) => {
    await expectNoSession(`/sessions/${id}`);
  });
});

describe('DELETE /sessions/{id}', () => {
  test('ends the session and its connection', async () => {
    const session = await open(server, '?user_id=deleted');
    const neighbour = await open(server);
    const path = `/sessions/${session.id}`;
    const Answer = z.looseObject({ message: z.string(), timestamp: Stamp });
    const { status, body } = await call(Answer, path, 'DELETE');
    expect(status).toBe(200);
    expect(body.message).toBe(`Session ${session.id} terminated successfully`);

    const last = await session.expect(Terminated);
    expect(last).toMatchObject({ session_id: session.id, user_id: 'deleted' });
    expect((await session.client.closed).code).toBe(4410);
    expect(session.client.unread()).toEqual([]);

    await expectNoSession(path);
    await expectNoSession(path, 'DELETE');
    expect((await call(Sessions, '/sessions')).body.sessions).not.toHaveProperty(session.id);
    expect((await neighbour.ask(Detection, SAMPLE)).total_predictions).toBe(1);
    neighbour.client.destroy();
  });

  test('does not know what is not there', async () => {
    await expectNoSession(`/sessions/${crypto.randomUUID()}`, 'DELETE');
  });
});

test('GET /health', async () => {
  const session = await open(server);
  const { status, type, body } = await call(Health, '/health');
  expect({ status, type }).toEqual({ status: 200, type: 'application/json' });
  expect(body.active_sessions).toBeGreaterThanOrEqual(1);
  session.client.destroy();
});

describe('other requests', () => {
  test('a path that does not exist is a problem', async () => {
    const { status, type } = await call(Problem, '/no/such/path');
    expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
  });

  test.each(['/sessions/%E0%A4%A', '/%', '/ws/realtime', '/ws/realtime/someone'])(
    'GET %s without an upgrade is the fault of the client',
    async (path) => {
      const { status } = await fetch(`${server.httpUrl}${path}`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );
});
