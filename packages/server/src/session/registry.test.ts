import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import type { CloseReason } from '@stepstream/protocol';
import { type EndReason, Hooks } from '../hooks/index.ts';
import { SessionRegistry } from './registry.ts';
import type { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';
import { restingSample } from './testing/sample-block.ts';

const TIMEOUT = 300;

function setUp(timeoutSeconds = TIMEOUT) {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const ends: [string, EndReason][] = [];
  hooks.on('sessionEnd', ({ id }, reason) => {
    ends.push([id, reason]);
  });
  const registry = new SessionRegistry({ clock, model: CLASSIC, timeoutSeconds, hooks });
  const begin = (userId?: string) => {
    const connection = new RecordingConnection();
    return { connection, session: registry.begin(connection, userId) };
  };
  /** A frame with one sample. */
  const send = (session: Session) => {
    registry.touch(session);
    registry.push(session, restingSample());
  };
  return { clock, registry, ends, begin, send };
}

describe('every way a session ends leaves nothing behind', () => {
  const byRegistry =
    (reason: EndReason) =>
    ({ registry }: ReturnType<typeof setUp>, session: Session) =>
      registry.end(session, reason);
  const ways: Partial<Record<EndReason, (s: ReturnType<typeof setUp>, session: Session) => void>> =
    {
      stopped: byRegistry('stopped'),
      timed_out: ({ clock }) => clock.advance(TIMEOUT * 1000),
      replaced: ({ begin, registry }) => {
        const { session } = begin('ann');
        registry.end(session, 'disconnected');
      },
      terminated: byRegistry('terminated'),
      unreadable: byRegistry('unreadable'),
      slow_reader: byRegistry('slow_reader'),
      rate_limited: byRegistry('rate_limited'),
      server_closed: ({ registry }) => registry.endAll('server_closed'),
      disconnected: ({ registry }, session) => registry.disconnect(session),
    };
  test.each(Object.entries(ways))('%s', (reason, end) => {
    const all = setUp();
    const { session, connection } = all.begin('ann');
    all.send(session);
    end(all, session);
    expect(all.registry.size).toBe(0);
    expect(all.registry.get(session.id)).toBeUndefined();
    expect([...all.registry.sessions()]).toEqual([]);
    expect(all.clock.pendingTimers).toBe(0);
    expect(all.ends[0]).toEqual([session.id, reason as EndReason]);
    const told = reason === 'disconnected' ? undefined : (reason as CloseReason);
    expect(connection.closed?.reason).toBe(told);

    // A connection that is told twice throws.
    all.registry.end(session, 'terminated');
    all.registry.disconnect(session);
    expect(connection.closed?.reason).toBe(told);
    expect(all.ends.filter(([id]) => id === session.id).length).toBe(1);
  });
});

describe('the timeout', () => {
  test('comes after exactly its time', () => {
    const { clock, begin } = setUp();
    const { connection } = begin();
    clock.advance(TIMEOUT * 1000 - 1);
    expect(connection.closed).toBeUndefined();
    clock.advance(1);
    expect(connection.closed).toEqual({ code: 4408, reason: 'timed_out' });
  });

  test('is put off by any message of the client, one without samples included', () => {
    const { clock, begin, send, registry } = setUp();
    const { session, connection } = begin();
    for (const message of [send, (one: Session) => registry.touch(one), send]) {
      clock.advance((TIMEOUT - 1) * 1000);
      message(session);
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
    // One second before the first would be silent for too long, a message comes.
    clock.advance((TIMEOUT - 50) * 1000);
    send(first.session);
    clock.advance(1000);
    for (let live = 49; live >= 1; live--) {
      clock.advance(1000);
      expect(registry.size).toBe(live);
    }
    expect(first.connection.closed).toBeUndefined();
  });

  test('ends many that fall silent within a moment without a timer for each', () => {
    const { clock, begin, registry } = setUp();
    for (let i = 0; i < 100; i++) {
      begin();
      clock.advance(1);
    }
    clock.advance(TIMEOUT * 1000 - 101);
    expect(registry.size).toBe(100);
    clock.advance(101 + 50);
    expect(registry.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });
});

test('a new connection of a user ends the old one, and only that', () => {
  const { begin, registry } = setUp();
  const other = begin('bob');
  const nobody = begin();
  const old = begin('ann');
  const fresh = begin('ann');
  expect(old.connection.closed).toEqual({ code: 4409, reason: 'replaced' });
  for (const { connection } of [other, nobody, fresh]) expect(connection.closed).toBeUndefined();
  // That the old connection is gone comes late, and must not end the new session.
  registry.disconnect(old.session);
  expect(registry.get(fresh.session.id)).toBe(fresh.session);
  const third = begin('ann');
  expect(fresh.connection.closed?.code).toBe(4409);
  expect(third.connection.closed).toBeUndefined();
});

test('messages are counted by session and over all sessions', () => {
  const { begin, send, registry } = setUp();
  const [a, b] = [begin(), begin()];
  send(b.session);
  send(a.session);
  for (let i = 0; i < 3; i++) registry.touch(a.session);
  expect(a.session.requests).toBe(4);
  expect(b.session.requests).toBe(1);
  expect(registry.totalRequests).toBe(5);
  registry.end(a.session, 'stopped');
  expect(registry.totalRequests).toBe(5);
});

test('durations follow the monotonic clock, and last_activity the last message', () => {
  const { clock, begin, send } = setUp();
  const { session } = begin();
  const started = clock.now() / 1000;
  clock.advance(1500);
  send(session);
  clock.advance(2250);
  expect(session.duration).toBe(3.75);
  expect(session.createdAt).toBe(started);
  expect(session.lastActivity).toBe(started + 1.5);
});
