import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { Hono } from 'hono';
import { createAccess } from '../auth/access.ts';
import { createIngestRoutes } from '../ingest/routes.ts';
import { createSessions, type Session, SessionRegistry } from '../session/index.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { RecordingConnection } from '../session/testing/recording-connection.ts';
import type { StoreHealth } from '../store/index.ts';
import { Scheduler } from '../stream/index.ts';
import { ALONE_MS, type ClusterHealth } from './health.ts';
import { createRestApp } from './rest.ts';
import type { RestEnv } from './rest-env.ts';

const UNKNOWN = '/sessions/00000000-0000-4000-8000-000000000000';

/** What `/readyz` is asked of. */
interface State {
  isDraining: boolean;
  storeHealth: StoreHealth;
  clusterHealth?: ClusterHealth;
}

function setUp() {
  const state: State = { isDraining: false, storeHealth: { state: 'healthy' } };
  const isDraining = () => state.isDraining;
  const clock = new ManualClock(1_700_000_000_000);
  const registry = new SessionRegistry({ clock, model: CLASSIC, timeoutSeconds: 300 });
  const sessions = createSessions(registry);
  const errors: Error[] = [];
  const rest = createRestApp({
    sessions,
    access: createAccess({ adminToken: 'a token of sixteen', admin: 'open' }),
    page: new Hono<RestEnv>().get('/', (c) => c.text('the page')),
    uptime: () => clock.monotonic() / 1000,
    now: () => clock.now(),
    isDraining,
    storeHealth: () => state.storeHealth,
    clusterHealth: () => state.clusterHealth,
    onError: (error) => errors.push(error),
    more: [
      createIngestRoutes({
        sessions,
        claim: async () => ({ userId: undefined, identity: undefined }),
        clock,
        isDraining,
        onError: () => {},
        maxBytes: 1000,
        scheduler: new Scheduler(),
        limits: { push: () => 0, session: () => 0 },
      }),
    ],
  });
  // Requests come from this machine.
  const app = {
    request: (path: string, init?: RequestInit) => rest.request(path, init, { peer: '127.0.0.1' }),
  };
  const begin = (userId?: string) => {
    const connection = new RecordingConnection();
    return { connection, session: registry.begin(connection, userId) };
  };
  const send = (session: Session) => registry.touch(session);
  const call = async (path: string, method = 'GET') => {
    const response = await app.request(path, { method });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return { clock, registry, errors, rest, app, begin, send, call, state };
}

describe('/readyz', () => {
  const FAILING: StoreHealth = {
    state: 'degraded',
    code: 'store_unreachable',
    reason: 'nobody answers',
    since: 1_700_000_000_500,
  };
  const DEGRADED = { status: 'degraded', code: 'store_unreachable', since: 1_700_000_000.5 };
  test.each<[string, Partial<State>, number, object]>([
    ['a healthy server', {}, 200, { status: 'ready', store: { status: 'healthy' } }],
    [
      'one whose store fails, which is ready all the same',
      { storeHealth: FAILING },
      200,
      { status: 'degraded', store: DEGRADED },
    ],
    [
      'one that drains',
      { isDraining: true },
      503,
      { status: 'draining', store: { status: 'healthy' } },
    ],
    [
      'one that drains while its store fails',
      { isDraining: true, storeHealth: FAILING },
      503,
      { status: 'draining', store: DEGRADED },
    ],
  ])('tells of %s', async (_, state, status, body) => {
    const world = setUp();
    Object.assign(world.state, state);
    expect(await world.call('/readyz')).toEqual({ status, body });
    expect(await world.call('/healthz')).toEqual({ status: 200, body: { status: 'alive' } });
  });
});

test('/health tells the number of sessions and the uptime', async () => {
  const { begin, call, clock } = setUp();
  begin();
  begin();
  clock.advance(12_345);
  expect(await call('/health')).toEqual({
    status: 200,
    body: {
      status: 'healthy',
      model_loaded: true,
      device: 'cpu',
      active_sessions: 2,
      timestamp: '1700000012.345',
      uptime: 12.345,
    },
  });
});

test('a server whose cluster is away is degraded for a minute, and then broken', async () => {
  const { call, state, clock } = setUp();
  state.clusterHealth = { state: 'healthy' };
  const well = { status: 'ready', cluster: { status: 'healthy' } };
  expect(await call('/readyz')).toMatchObject({ status: 200, body: well });
  const since = clock.now();
  state.clusterHealth = { state: 'away', since };
  const cluster = { status: 'away', since: since / 1000 };
  expect(await call('/readyz')).toMatchObject({
    status: 200,
    body: { status: 'degraded', cluster },
  });
  clock.advance(ALONE_MS);
  expect(await call('/readyz')).toMatchObject({ status: 503, body: { status: 'broken', cluster } });
});

describe('sessions', () => {
  test('are an empty list when there are none', async () => {
    expect((await setUp().call('/sessions')).body).toEqual({
      active_sessions: 0,
      total_requests: 0,
      sessions: {},
      next_cursor: null,
    });
  });

  test('are listed by id, each with its own counts', async () => {
    const { begin, send, call, clock } = setUp();
    const ann = begin('ann').session;
    clock.advance(1000);
    const nobody = begin().session;
    send(nobody);
    clock.advance(500);
    send(ann);
    send(ann);
    clock.advance(250);
    expect((await call('/sessions')).body).toEqual({
      active_sessions: 2,
      total_requests: 3,
      next_cursor: null,
      sessions: {
        [ann.id]: {
          duration: 1.75,
          requests: 2,
          last_activity: 1700000001.5,
          user_id: 'ann',
          steps: 0,
        },
        [nobody.id]: { duration: 0.75, requests: 1, last_activity: 1700000001, steps: 0 },
      },
    });
  });

  test('are described one by one', async () => {
    const { begin, send, call, clock } = setUp();
    const { session } = begin('ann');
    const other = begin().session;
    clock.advance(1500);
    send(session);
    clock.advance(500);
    const expected = {
      session_id: session.id,
      user_id: 'ann',
      created_at: 1700000000,
      last_activity: 1700000001.5,
      duration: 2,
      total_requests: 1,
      total_steps: 0,
      is_active: true,
    };
    expect(await call(`/sessions/${session.id}`)).toEqual({ status: 200, body: expected });
    expect((await call(`/sessions/${other.id}`)).body).not.toHaveProperty('user_id');
  });

  test('are ended with their connection, once, and nobody else is', async () => {
    const { begin, call, registry } = setUp();
    const { session, connection } = begin('ann');
    const bystander = begin();
    expect(await call(`/sessions/${session.id}`, 'DELETE')).toEqual({
      status: 200,
      body: {
        message: `Session ${session.id} terminated successfully`,
        timestamp: '1700000000.000',
      },
    });
    expect(connection.closed).toEqual({ code: 4410, reason: 'terminated' });
    expect([...registry.sessions()]).toEqual([bystander.session]);
    expect(bystander.connection.closed).toBeUndefined();
    for (const method of ['DELETE', 'GET']) {
      expect((await call(`/sessions/${session.id}`, method)).status).toBe(404);
    }
  });
});

describe('a problem', () => {
  test.each([
    ['GET', UNKNOWN, 404, 'session_not_found', 'Session not found'],
    ['DELETE', UNKNOWN, 404, 'session_not_found', 'Session not found'],
    ['GET', '/nowhere', 404, 'not_found', 'Not found'],
    ['GET', `${UNKNOWN}/more`, 404, 'not_found', 'Not found'],
    ['POST', '/health', 405, 'method_not_allowed', 'This address does not take this method'],
  ])('%s %s is %d %s', async (method, path, status, code, detail) => {
    const response = await setUp().app.request(path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const title = status === 404 ? 'Not Found' : 'Method Not Allowed';
    expect(await response.json()).toEqual({ type: 'about:blank', title, status, detail, code });
  });

  test.each([
    ['/', 'GET, HEAD'],
    ['/health', 'GET, HEAD'],
    ['/sessions', 'GET, HEAD'],
    [UNKNOWN, 'GET, HEAD, DELETE'],
    ['/docs', 'GET, HEAD'],
    ['/ingest/sensor-logger', 'POST'],
  ])('of the method on %s names those that it takes', async (path, allow) => {
    const others = ['POST', 'PUT', 'PATCH', 'OPTIONS'].filter((method) => !allow.includes(method));
    for (const method of others) {
      const response = await setUp().app.request(path, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe(allow);
    }
    expect((await setUp().app.request('/sessions', { method: 'DELETE' })).status).toBe(405);
  });

  test('that no route handles is reported to the operator, and hidden from the caller', async () => {
    const { app, registry, errors } = setUp();
    registry.get = () => {
      throw new Error('a secret');
    };
    const response = await app.request(UNKNOWN);
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ code: 'internal_error', status: 500 });
    expect(body).not.toContain('secret');
    expect(errors.map(({ message }) => message)).toEqual(['a secret']);
  });
});

test('HEAD answers as GET does, without a body', async () => {
  for (const path of ['/', '/health', '/sessions']) {
    const response = await setUp().app.request(path, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  }
});

test('every route but the pages is documented', async () => {
  const { rest, call } = setUp();
  const { body } = await call('/openapi.json');
  const documented = Object.entries((body as { paths: Record<string, object> }).paths).flatMap(
    ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = rest.routes
    .filter(({ method, path }) => method !== 'ALL' && path !== '/' && !path.startsWith('/docs/'))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  // What is missing lacks a documentRoute.
  expect(documented.sort()).toEqual([...new Set(routes)].sort());
});
