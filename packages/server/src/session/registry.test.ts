import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import type { CloseReason } from '@stepstream/protocol';
import { createSampleBlock, DEFAULT_SETTINGS } from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import { ServerMessage } from '@stepstream/protocol/schemas';
import type { EndReason } from './close-reasons.ts';
import { SessionRegistry } from './registry.ts';
import type { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';

const TIMEOUT = 300;
const SAMPLE = '{"accel_x":0,"accel_y":0,"accel_z":9.8}';

function setUp(timeoutSeconds = TIMEOUT) {
  const clock = new ManualClock();
  const ends: [string, EndReason][] = [];
  const registry = new SessionRegistry({
    clock,
    model: CLASSIC,
    timeoutSeconds,
    onEnd: (session, reason) => ends.push([session.id, reason]),
  });
  const begin = (userId?: string) => {
    const connection = new RecordingConnection();
    return { connection, session: registry.begin(connection, userId) };
  };
  const send = (session: Session, text: string) =>
    registry.receive(session, readFrame(text, DEFAULT_SETTINGS, createSampleBlock()));
  return { clock, registry, ends, begin, send };
}

describe('every way a session ends leaves nothing behind', () => {
  const ways: Partial<Record<EndReason, (s: ReturnType<typeof setUp>, session: Session) => void>> =
    {
      stopped: ({ send }, session) => send(session, '{"action":"stop"}'),
      timed_out: ({ clock }) => clock.advance(TIMEOUT * 1000),
      replaced: ({ begin, registry }) => {
        const { session } = begin('ann');
        registry.end(session, 'disconnected');
      },
      terminated: ({ registry }, session) => registry.end(session, 'terminated'),
      unreadable: ({ registry }, session) => registry.end(session, 'unreadable'),
      slow_reader: ({ registry }, session) => registry.end(session, 'slow_reader'),
      rate_limited: ({ registry }, session) => registry.end(session, 'rate_limited'),
      server_closed: ({ registry }) => registry.endAll('server_closed'),
      disconnected: ({ registry }, session) => registry.end(session, 'disconnected'),
    };
  test.each(Object.entries(ways))('%s', (reason, end) => {
    const all = setUp();
    const { session, connection } = all.begin('ann');
    all.send(session, SAMPLE);
    end(all, session);
    expect(all.registry.size).toBe(0);
    expect(all.registry.get(session.id)).toBeUndefined();
    expect([...all.registry.sessions()]).toEqual([]);
    expect(all.clock.pendingTimers).toBe(0);
    expect(all.ends[0]).toEqual([session.id, reason as EndReason]);
    const told = reason === 'disconnected' ? undefined : (reason as CloseReason);
    expect(connection.closed?.reason).toBe(told);
    for (const message of connection.sent) ServerMessage.parse(message);

    const sent = connection.sent.length;
    all.registry.end(session, 'terminated');
    all.send(session, SAMPLE);
    expect(connection.sent.length).toBe(sent);
    expect(all.ends.filter(([id]) => id === session.id).length).toBe(1);
  });
});

describe('the timeout', () => {
  test('names five minutes, and comes after exactly that', () => {
    const { clock, begin } = setUp();
    const { connection } = begin();
    clock.advance(TIMEOUT * 1000 - 1);
    expect(connection.closed).toBeUndefined();
    clock.advance(1);
    expect(connection.sent.at(-1)).toMatchObject({
      type: 'timeout_response',
      status: 'timeout',
      message: 'Connection closed due to 5 minutes of inactivity',
    });
    expect(connection.closed?.code).toBe(4408);
  });

  test.each([
    [1, '1 second'],
    [90, '90 seconds'],
    [60, '1 minute'],
    [7200, '2 hours'],
    [0.5, '0.5 seconds'],
  ])('of %d s is named %s', (seconds, words) => {
    const { clock, begin } = setUp(seconds);
    const { connection } = begin();
    clock.advance(seconds * 1000);
    expect(connection.sent.at(-1)).toMatchObject({
      message: `Connection closed due to ${words} of inactivity`,
    });
  });

  test('is put off by any message of the client, a useless one included', () => {
    const { clock, begin, send } = setUp();
    const { session, connection } = begin();
    for (const text of [SAMPLE, '{"action":"stats"}', 'garbage', '{"action":"nonsense"}']) {
      clock.advance((TIMEOUT - 1) * 1000);
      send(session, text);
      expect(connection.closed).toBeUndefined();
    }
    clock.advance(TIMEOUT * 1000);
    expect(connection.closed?.reason).toBe('timed_out');
  });

  test('runs for each session by itself, on one timer for all of them', () => {
    const { clock, begin, send, registry } = setUp();
    const sessions = Array.from({ length: 50 }, () => {
      clock.advance(1000);
      return begin();
    });
    expect(clock.pendingTimers).toBe(1);
    const first = sessions[0] as ReturnType<typeof begin>;
    // One second before the first would fall silent for good, it speaks up.
    clock.advance((TIMEOUT - 50) * 1000);
    send(first.session, SAMPLE);
    clock.advance(1000);
    for (let live = 49; live >= 1; live--) {
      clock.advance(1000);
      expect(registry.size).toBe(live);
    }
    expect(first.connection.closed).toBeUndefined();
  });
});

test('a new connection of a user ends the old one, and only that', () => {
  const { begin, registry } = setUp();
  const other = begin('bob');
  const nobody = begin();
  const old = begin('ann');
  const fresh = begin('ann');
  expect(old.connection.sent.at(-1)).toMatchObject({
    type: 'session_replaced',
    status: 'replaced',
    session_id: old.session.id,
    user_id: 'ann',
    message: 'Session closed due to new connection from same user',
  });
  expect(old.connection.closed?.code).toBe(4409);
  for (const { connection } of [other, nobody, fresh]) expect(connection.closed).toBeUndefined();
  // The old connection's late death must not take the new session with it.
  registry.end(old.session, 'disconnected');
  expect(registry.get(fresh.session.id)).toBe(fresh.session);
  const third = begin('ann');
  expect(fresh.connection.closed?.code).toBe(4409);
  expect(third.connection.closed).toBeUndefined();
});

test('messages are counted, of every kind and over all sessions', () => {
  const { begin, send, registry } = setUp();
  const a = begin();
  const b = begin();
  send(b.session, SAMPLE);
  for (const text of [SAMPLE, 'garbage', '{"action":"reset"}', '{"action":"stats"}']) {
    send(a.session, text);
  }
  expect(a.connection.sent.at(-1)).toMatchObject({
    user_stats: { total_requests: 4 },
    server_stats: { active_sessions: 2, total_server_requests: 5 },
  });
  expect(registry.totalRequests).toBe(5);
});

test('durations follow the monotonic clock, and last_activity the last message', () => {
  const { clock, begin, send } = setUp();
  const { session } = begin();
  const started = clock.now() / 1000;
  clock.advance(1500);
  send(session, SAMPLE);
  clock.advance(2250);
  expect(session.duration).toBe(3.75);
  expect(session.createdAt).toBe(started);
  expect(session.lastActivity).toBe(started + 1.5);
});
