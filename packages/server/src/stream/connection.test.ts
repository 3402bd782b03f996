import { describe, expect, test } from 'bun:test';
import type { CloseReason } from '@stepstream/protocol';
import { aWalk, rows } from '@stepstream/testing/stream';
import { MAX_STALL_MS } from './outbox.ts';
import { streamWorld } from './testing/stream-world.ts';

const SAMPLE = '{"accel_x":0,"accel_y":0,"accel_z":9.8}';
const WALK = {
  samples: rows(aWalk())
    .slice(0, 1000)
    .map(([timestamp, accel_x, accel_y, accel_z]) => ({ timestamp, accel_x, accel_y, accel_z })),
};

describe('every way a session ends is told to its client, and then nothing more', () => {
  type World = ReturnType<typeof streamWorld>;
  type Stream = ReturnType<World['open']>;
  const flood = (frame: string) => (_: World, stream: Stream) => {
    for (let i = 0; i < 1100 && !stream.socket.closed; i++) stream.tell(frame);
  };
  const ways: Record<string, [code: number, last: string, (w: World, s: Stream) => void]> = {
    stopped: [1000, 'stop_response', (_, { tell }) => void tell({ action: 'stop' })],
    timed_out: [4408, 'timeout_response', ({ clock }) => clock.advance(300_000)],
    replaced: [4409, 'session_replaced', ({ open }) => void open({ userId: 'ann' })],
    terminated: [
      4410,
      'session_terminated',
      ({ registry }, { session }) => session && registry.end(session, 'terminated'),
    ],
    server_closed: [1001, 'step_detection', ({ registry }) => registry.endAll('server_closed')],
    restarting: [
      1012,
      'server_draining',
      ({ registry }, { session }) =>
        session && registry.letGo(session, 'restarting')?.end('restarting', 1200),
    ],
    unreadable: [4400, 'error', flood('garbage')],
    rate_limited: [4429, 'error', flood(JSON.stringify(WALK))],
    slow_reader: [
      4413,
      'step_detection',
      ({ clock }, { socket, connection }) => {
        socket.buffered = 1;
        connection.receive(SAMPLE);
        clock.advance(MAX_STALL_MS + 1000);
        expect(socket.closed).toBeUndefined();
        socket.buffered = 0;
        connection.drained();
      },
    ],
  };
  test.each(Object.entries(ways))('%s', (reason, [code, last, end]) => {
    const world = streamWorld({ maxRate: 100 });
    const { hooks, registry, open } = world;
    const ends: string[] = [];
    hooks.on('sessionEnd', (_, why) => void ends.push(why));
    const stream = open({ userId: 'ann' });
    const { socket, connection, session, tell } = stream;
    tell(SAMPLE);
    end(world, stream);
    expect(socket.closed).toEqual({ code, reason: reason as CloseReason });
    expect(socket.sent.at(-1)?.type).toBe(last as 'error');
    expect(ends).toEqual([reason]);

    // A socket that is sent to once it is closed throws.
    const requests = session?.requests;
    expect(tell(SAMPLE)).toEqual([]);
    expect(tell({ action: 'stop' })).toEqual([]);
    connection.closed();
    expect(session?.requests).toBe(requests as number);
    expect(ends).toEqual([reason]);
    if (reason !== 'replaced') expect(registry.size).toBe(0);
  });

  test('the words name the session, and its user', () => {
    const { open } = streamWorld();
    const { socket } = open({ userId: 'ann' });
    open({ userId: 'ann' });
    expect(socket.sent.at(-1)).toMatchObject({
      type: 'session_replaced',
      status: 'replaced',
      session_id: socket.sent[0]?.session_id,
      user_id: 'ann',
      message: 'Session closed due to new connection from same user',
    });
  });

  test.each([
    [300, '5 minutes'],
    [1, '1 second'],
    [90, '90 seconds'],
    [60, '1 minute'],
    [7200, '2 hours'],
    [0.5, '0.5 seconds'],
  ])('the timeout of %d s is named %s', (timeoutSeconds, words) => {
    const { clock, open } = streamWorld({ timeoutSeconds });
    const { socket } = open();
    clock.advance(timeoutSeconds * 1000);
    expect(socket.sent.at(-1)).toMatchObject({
      type: 'timeout_response',
      status: 'timeout',
      message: `Connection closed due to ${words} of inactivity`,
    });
  });
});

test('any frame puts off the timeout, a useless one included', () => {
  const { clock, open } = streamWorld();
  const { socket, tell } = open();
  for (const text of [SAMPLE, '{"action":"stats"}', 'garbage', '{"action":"nonsense"}']) {
    clock.advance(299_000);
    tell(text);
    expect(socket.closed).toBeUndefined();
  }
  clock.advance(300_000);
  expect(socket.closed?.reason).toBe('timed_out');
});

test('unreadable frames end a session only where no other comes between', () => {
  const { open } = streamWorld();
  const { socket, tell } = open();
  for (let i = 0; i < 3000; i++) tell(i % 999 === 998 ? '{"action":"nonsense"}' : 'garbage');
  expect(socket.closed).toBeUndefined();
});

describe('a close', () => {
  test('waits until what was sent has gone out', () => {
    const { clock, open } = streamWorld();
    const { socket, connection, tell } = open();
    socket.buffered = 100;
    socket.isPaused = true;
    tell({ action: 'stop' });
    expect(socket.isPaused).toBe(false);
    connection.drained();
    expect(socket.closed).toBeUndefined();
    socket.buffered = 0;
    connection.drained();
    expect(socket.closed?.code).toBe(1000);
    connection.closed();
    expect(clock.pendingTimers).toBe(0);
  });

  test('is left to a socket that waits by itself', () => {
    const { clock, open } = streamWorld();
    const { socket, connection, tell } = open();
    Object.assign(socket, { closesInOrder: true, buffered: 100 });
    tell({ action: 'stop' });
    expect(socket.closed?.code).toBe(1000);
    clock.advance(9999);
    connection.closed();
    expect(clock.pendingTimers).toBe(0);
  });

  test('does not wait for ever', () => {
    const { clock, open } = streamWorld();
    const { socket, connection, tell } = open();
    socket.buffered = 100;
    tell({ action: 'stop' });
    clock.advance(9999);
    expect(socket.closed).toBeUndefined();
    clock.advance(1);
    expect(socket.closed?.code).toBe(1006);
    connection.closed();
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a stream that gets no session', () => {
  test('is told that there is no room', () => {
    const { open } = streamWorld({ maxSessions: 2 });
    const ann = open({ userId: 'ann' });
    open();
    const { socket } = open({ userId: 'bob' });
    expect(socket.sent).toEqual([]);
    expect(socket.closed).toEqual({ code: 1013, reason: 'server_full' });
    // Whoever takes the place of a session needs no room.
    expect(open({ userId: 'ann' }).socket.closed).toBeUndefined();
    expect(ann.socket.closed?.reason).toBe('replaced');
  });
});

describe('a listener', () => {
  test('may end the session whose samples it is told of', () => {
    const { open, hooks, registry } = streamWorld();
    const errors: unknown[] = [];
    hooks.on('error', (error) => void errors.push(error));
    const { socket, session, tell } = open();
    hooks.on('step', () => session && registry.end(session, 'terminated'));
    const answers = tell({ action: 'configure', confirm_after: 1 }).concat(tell(WALK));
    expect(answers.map(({ type }) => type)).toEqual(['configure_response', 'session_terminated']);
    expect(socket.closed?.code).toBe(4410);
    expect(errors).toEqual([]);
  });

  test('may end a session as it begins', () => {
    const { open, hooks, registry } = streamWorld();
    hooks.on('sessionStart', ({ id }) => {
      const session = registry.get(id);
      if (session) registry.end(session, 'terminated');
    });
    const { socket } = open();
    expect(socket.closed?.code).toBe(4410);
    expect(registry.size).toBe(0);
  });
});

test('a failure nobody foresaw is told to the listeners of error, and answered', () => {
  const { open, hooks } = streamWorld();
  const told: unknown[] = [];
  hooks.on('error', (error, context) => void told.push([(error as Error).message, context]));
  const { session, tell } = open();
  if (!session) throw new Error('no session has begun');
  session.push = () => {
    throw new Error('a secret');
  };
  const [answer] = tell(SAMPLE);
  expect(answer).toMatchObject({ type: 'error', code: 'internal_error' });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(told).toEqual([['a secret', { during: 'frame', session: session.id }]]);
  expect(tell({ action: 'ping' })).toMatchObject([{ type: 'pong' }]);
});
