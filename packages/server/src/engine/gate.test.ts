import { describe, expect, test } from 'bun:test';
import { Hono } from 'hono';
import type { Identity } from '../hooks/index.ts';
import { ResponseRules } from '../http/response-rules.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { LiveHub } from '../live/hub.ts';
import { createSessions } from '../session/index.ts';
import { RecordingSocket, streamWorld } from '../stream/testing/stream-world.ts';
import { Gate } from './gate.ts';
import { createIdentity } from './identity.ts';

const TOKEN = 'a token of sixteen';
const LOCAL = '127.0.0.1';
const REMOTE = '192.0.2.7';
const UPGRADE = { upgrade: 'websocket' };

function setUp({ basePath = '', streamPath = '/ws/realtime', isDraining = false } = {}) {
  const world = streamWorld({ resume: { windowSeconds: 120, most: 10 } });
  const { hooks, clock, registry, context: stream } = world;
  const errors: unknown[] = [];
  hooks.on('error', (error, { during }) => void errors.push([(error as Error).message, during]));
  const config = {
    admin: 'open' as const,
    adminToken: TOKEN,
    allowedOrigins: '',
    publicUrl: '',
    trustProxy: 0,
    trustUserIds: false,
    tokens: undefined,
    authenticateTimeout: 0.01,
  };
  const limits = { authentication: () => 0, authenticationFailed() {} };
  const logger = { info() {}, warn() {}, error() {} };
  const { access, claim } = createIdentity({ config, hooks, clock, logger, limits });
  const rest = new Hono<RestEnv>()
    .use('*', async (_, next) => next())
    .get('/', (c) => c.text('the page'))
    .get('/openapi.json', (c) => c.text('the document'))
    .get('/sessions/:id', (c) => c.text(`${c.req.path} ${c.env.peer}`))
    .notFound((c) => c.text('nothing', 404));
  const hub = new LiveHub({ sessions: createSessions(registry), hooks, clock, uptime: () => 0 });
  const gate = new Gate({
    access,
    claim,
    rest,
    responses: new ResponseRules({ access, hstsSeconds: 0 }),
    stream,
    isDraining: () => isDraining,
    limits,
    live: {
      hub,
      clock,
      limits: { viewer: () => () => {} },
      outbox: stream.outbox,
    },
    basePath,
    streamPath,
  });
  const judge = (path: string, headers: Record<string, string> = {}, peer = LOCAL) =>
    gate.judge(new Request(`http://localhost${path}`, { headers }), { peer });
  /** Opens the WebSocket of an address that has one. */
  const connect = async (path: string, headers: Record<string, string> = {}, peer = LOCAL) => {
    const judged = await judge(path, { ...UPGRADE, ...headers }, peer);
    if (judged instanceof Response) throw new Error(`refused with ${judged.status}`);
    const socket = new RecordingSocket();
    const handler = judged.accept(socket);
    handler.open();
    return { socket, handler, protocol: judged.protocol };
  };
  return { ...world, gate, errors, judge, connect };
}

describe('the addresses of an engine', () => {
  test('are its streams, its live view and its routes', () => {
    const { gate } = setUp();
    const own = ['/', '/ws/realtime', '/ws/realtime/ann', '/console/live', '/openapi.json'];
    for (const path of [...own, '/sessions/x', '/sessions/x/']) expect(gate.owns(path)).toBe(true);
    const others = ['/ws', '/ws/realtimes', '/sessions/x/y', '/sessions', '/openapixjson', '/app'];
    for (const path of others) expect(gate.owns(path)).toBe(false);
  });

  test('are all those below its base path, with or without a route', () => {
    const { gate } = setUp({ basePath: '/app' });
    const own = ['/app', '/app/', '/app/ws/realtime', '/app/nowhere', '/sessions/x'];
    for (const path of own) expect(gate.owns(path)).toBe(true);
    for (const path of ['/apple', '/nowhere']) expect(gate.owns(path)).toBe(false);
  });

  test('move with the stream', () => {
    const { gate } = setUp({ streamPath: '/steps' });
    expect(gate.owns('/steps/ann')).toBe(true);
    expect(gate.owns('/ws/realtime')).toBe(false);
  });
});

describe('a plain request', () => {
  test('is answered by its route, which knows who asks', async () => {
    const answer = await setUp().judge('/sessions/7', {}, REMOTE);
    expect(await (answer as Response).text()).toBe(`/sessions/7 ${REMOTE}`);
  });

  test('is answered with and without the base path', async () => {
    const { judge } = setUp({ basePath: '/app' });
    for (const path of ['/app/sessions/7', '/sessions/7']) {
      expect(await ((await judge(path)) as Response).text()).toBe(`/sessions/7 ${LOCAL}`);
    }
    expect(await ((await judge('/app')) as Response).text()).toBe('the page');
  });
});

describe('a request for a stream is refused', () => {
  const foreign = { origin: 'https://evil.example', ...UPGRADE };
  test.each<[string, string, Record<string, string>, number, string]>([
    ['without an upgrade', '/ws/realtime', {}, 426, 'websocket_only'],
    ['with a name that can be none', '/ws/realtime/%ff', UPGRADE, 400, 'invalid_user'],
    ['of a foreign page', '/ws/realtime', foreign, 403, 'origin_not_allowed'],
    [
      'of a foreign page, though it is of the live view',
      '/console/live',
      foreign,
      403,
      'origin_not_allowed',
    ],
  ])('%s', async (_, path, headers, status, code) => {
    const answer = (await setUp().judge(path, headers)) as Response;
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
  });
});

describe('a stream', () => {
  test('is of the user that the address names', async () => {
    const { connect, registry } = setUp();
    const { socket } = await connect('/ws/realtime/ann');
    await connect('/ws/realtime?user_id=bob');
    await connect('/ws/realtime');
    expect(socket.sent).toMatchObject([{ type: 'session_started', user_id: 'ann' }]);
    expect([...registry.sessions()].map(({ userId }) => userId)).toEqual(['ann', 'bob', undefined]);
  });

  test('goes on with the session that the address names', async () => {
    const { connect, registry } = setUp();
    const { handler } = await connect('/ws/realtime');
    const [session] = registry.sessions();
    handler.closed();
    const { socket } = await connect(`/ws/realtime?resume=${session?.resumeToken}`);
    expect(socket.sent[0]).toMatchObject({ resumed: true, session_id: session?.id });
  });

  test.each([
    ['stepstream.v1', 'stepstream.v1'],
    ['other, stepstream.v1 ,more', 'stepstream.v1'],
    ['other', undefined],
    ['', undefined],
  ])('of a client that offers %p hears of %p', async (offered, chosen) => {
    const { protocol } = await setUp().connect('/ws/realtime', {
      'sec-websocket-protocol': offered,
    });
    expect(protocol).toBe(chosen as string);
  });
});

describe('whoever decides who may connect', () => {
  type Said = Identity | false | undefined;
  const world = (said: () => Said | Promise<Said>) => {
    const all = setUp();
    all.hooks.on('authenticate', said);
    return all;
  };

  test('sees the request', async () => {
    const { hooks, connect } = setUp();
    const seen: (string | null)[] = [];
    hooks.on('authenticate', ({ headers }) => {
      seen.push(headers.get('authorization'));
      return undefined;
    });
    await connect('/ws/realtime', { authorization: 'Bearer x' });
    expect(seen).toEqual(['Bearer x']);
  });

  test('is not asked for plain requests and viewers', async () => {
    const { judge } = world(() => {
      throw new Error('asked');
    });
    expect(await judge('/')).toHaveProperty('status', 200);
    const live = await judge('/console/live', UPGRADE);
    expect(live).toHaveProperty('accept');
  });

  test('refuses on the socket, where pages see why', async () => {
    const { connect, registry } = world(() => false);
    const { socket } = await connect('/ws/realtime/ann');
    expect(socket.sent).toEqual([]);
    expect(socket.closed).toEqual({ code: 4401, reason: 'unauthenticated' });
    expect(registry.size).toBe(0);
  });

  test('refuses by throwing, which is an error, too', async () => {
    const { connect, errors } = world(async () => {
      throw new Error('no key');
    });
    const { socket } = await connect('/ws/realtime');
    expect(socket.closed?.code).toBe(1013);
    expect(errors).toEqual([['no key', 'authenticate']]);
  });

  test('refuses by taking too long', async () => {
    const { connect, errors } = world(() => new Promise(() => {}));
    const { socket } = await connect('/ws/realtime');
    expect(socket.closed?.code).toBe(1013);
    expect(errors).toEqual([['nothing came within 10 ms', 'authenticate']]);
  });

  test('binds the session to its user', async () => {
    const { connect } = world(async () => ({ userId: 'ann' }));
    for (const path of ['/ws/realtime', '/ws/realtime/ann', '/ws/realtime?user_id=ann']) {
      const { socket } = await connect(path);
      expect(socket.sent[0]).toMatchObject({ type: 'session_started', user_id: 'ann' });
    }
    const { socket } = await connect('/ws/realtime/bob');
    expect(socket.closed).toEqual({ code: 4403, reason: 'forbidden' });
  });

  test('may leave the name to the address', async () => {
    const { connect } = world(() => ({}));
    const { socket } = await connect('/ws/realtime/bob');
    expect(socket.sent[0]).toMatchObject({ user_id: 'bob' });
  });

  test('gives nobody the session of another user', async () => {
    const { connect, registry, hooks } = setUp();
    const { handler } = await connect('/ws/realtime/bob');
    const [session] = registry.sessions();
    handler.closed();
    hooks.on('authenticate', () => ({ userId: 'ann' }));
    const { socket } = await connect(`/ws/realtime?resume=${session?.resumeToken}`);
    expect(socket.sent[0]).toMatchObject({ resumed: false, reason: 'other_user', user_id: 'ann' });
  });
});

describe('an engine that drains', () => {
  test.each(['/ws/realtime', '/ws/realtime/ann', '/console/live'])(
    'refuses a new socket at %s on the socket, as one that comes back',
    async (path) => {
      const { connect, registry } = setUp({ isDraining: true });
      const { socket } = await connect(path);
      expect(socket.closed).toEqual({ code: 1012, reason: 'restarting' });
      expect(socket.sent).toEqual([]);
      expect(registry.size).toBe(0);
    },
  );

  test('answers over HTTP', async () => {
    const { judge } = setUp({ isDraining: true });
    expect(await judge('/')).toMatchObject({ status: 200 });
  });
});
