import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { createSampleBlock } from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import { SessionStarted, StepDetection } from '@stepstream/protocol/schemas';
import { aWalk, rows } from '@stepstream/testing/stream';
import type { EndReason } from './close-reasons.ts';
import { SessionRegistry } from './registry.ts';
import type { ResumeRequest } from './resume.ts';
import type { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';

const WINDOW = 120;
const WALK = rows(aWalk()).map(([timestamp, accel_x, accel_y, accel_z]) =>
  JSON.stringify({ timestamp, accel_x, accel_y, accel_z }),
);

function setUp({ windowSeconds = WINDOW, most = 10 } = {}) {
  const clock = new ManualClock();
  const ends: [string, EndReason][] = [];
  const registry = new SessionRegistry({
    clock,
    model: CLASSIC,
    timeoutSeconds: 300,
    resume: { windowSeconds, most },
    onEnd: (session, reason) => ends.push([session.id, reason]),
  });
  const block = createSampleBlock();
  const begin = (userId?: string, request?: ResumeRequest) => {
    const connection = new RecordingConnection();
    const session = registry.begin(connection, userId, request);
    return { connection, session, greeting: SessionStarted.parse(connection.sent[0]) };
  };
  const send = (session: Session, texts: readonly string[]) => {
    for (const text of texts) registry.receive(session, readFrame(text, session.settings, block));
  };
  /** Comes back with the token of a greeting. */
  const comeBack = (greeting: SessionStarted, answered?: number, userId?: string) =>
    begin(userId, { token: greeting.resume_token ?? '', answered });
  return { clock, registry, ends, begin, send, comeBack };
}

const answers = ({ sent }: RecordingConnection) =>
  sent.flatMap((message) => (message.type === 'step_detection' ? [message] : []));

describe('a session that is resumed', () => {
  test('goes on as if nothing had happened, wherever it is cut', () => {
    const whole = setUp();
    const uncut = whole.begin();
    whole.send(uncut.session, WALK);
    const expected = answers(uncut.connection).map(({ steps }) => steps);

    const { begin, send, comeBack, registry } = setUp();
    const first = begin();
    const seen = [];
    let current = first;
    for (let i = 0; i < WALK.length; i += 97) {
      send(current.session, WALK.slice(i, i + 97));
      seen.push(...answers(current.connection).map(({ steps }) => steps));
      registry.disconnect(current.session);
      expect(registry.size).toBe(0);
      current = comeBack(first.greeting);
      expect(current.session).toBe(first.session);
      expect(current.greeting).toMatchObject({
        session_id: first.session.id,
        resumed: true,
        total_steps: seen.flat().length,
        total_predictions: seen.length,
        total_requests: seen.length,
        missed_steps: [],
      });
    }
    expect(seen).toEqual(expected);
    expect(seen.flat().length).toBeGreaterThan(30);
  });

  test('tells its settings, and the steps whose answers did not arrive', () => {
    const { begin, send, comeBack, registry } = setUp();
    const first = begin();
    send(first.session, ['{"action":"configure","confirm_after":2}', ...WALK]);
    const all = answers(first.connection);
    const answered = all.find(({ total_steps }) => total_steps >= 10)?.total_predictions ?? 0;
    const missed = all
      .filter(({ total_predictions }) => total_predictions > answered)
      .flatMap(({ steps }) => steps)
      .map(({ index: _, ...step }) => step);
    expect(missed.length).toBeGreaterThan(10);
    registry.disconnect(first.session);
    const { greeting } = comeBack(first.greeting, answered);
    expect(greeting.missed_steps).toEqual(missed);
    expect(greeting.settings?.confirm_after).toBe(2);
    expect(greeting.total_requests).toBe(WALK.length + 1);
  });

  test('tells no step from before a reset', () => {
    const { begin, send, comeBack, registry } = setUp();
    const first = begin();
    send(first.session, [...WALK, '{"action":"reset"}']);
    registry.disconnect(first.session);
    expect(comeBack(first.greeting, 0).greeting).toMatchObject({
      total_steps: 0,
      missed_steps: [],
    });
  });

  test('is taken from a connection that only looks alive', () => {
    const { begin, send, comeBack, registry } = setUp();
    const old = begin('ann');
    const fresh = comeBack(old.greeting);
    expect(old.connection.closed).toEqual({ code: 4409, reason: 'replaced' });
    expect(registry.size).toBe(1);
    send(fresh.session, WALK.slice(0, 1));
    expect(StepDetection.parse(fresh.connection.sent[1]).total_predictions).toBe(1);
    expect(answers(old.connection)).toEqual([]);
  });

  test('gets its whole timeout again, and times out like any other', () => {
    const { clock, begin, comeBack, registry } = setUp();
    const first = begin();
    clock.advance(250_000);
    registry.disconnect(first.session);
    clock.advance(100_000);
    const { connection } = comeBack(first.greeting);
    clock.advance(299_999);
    expect(connection.closed).toBeUndefined();
    clock.advance(1);
    expect(connection.closed?.code).toBe(4408);
    expect(comeBack(first.greeting).greeting.reason).toBe('unknown_token');
  });
});

describe('a new session is given, with the reason, to a token', () => {
  const refused = (greeting: SessionStarted, old: SessionStarted) => {
    expect(greeting.session_id).not.toBe(old.session_id);
    expect(greeting.resumed).toBe(false);
    expect(greeting).not.toHaveProperty('missed_steps');
    return greeting.reason;
  };

  test('that nobody has', () => {
    const { begin } = setUp();
    const { greeting } = begin(undefined, { token: 'made up', answered: 3 });
    expect(greeting).toMatchObject({ resumed: false, reason: 'unknown_token' });
  });

  test('of a session that was away for too long', () => {
    const { clock, begin, comeBack, registry, ends } = setUp();
    const { session, greeting } = begin();
    registry.disconnect(session);
    clock.advance(WINDOW * 1000 - 1);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual([[session.id, 'disconnected']]);
    expect(clock.pendingTimers).toBe(0);
    expect(refused(comeBack(greeting).greeting, greeting)).toBe('unknown_token');
  });

  test('of a session that has ended', () => {
    const { begin, send, comeBack, registry } = setUp();
    const { session, greeting } = begin();
    send(session, ['{"action":"stop"}']);
    registry.disconnect(session);
    expect(refused(comeBack(greeting).greeting, greeting)).toBe('unknown_token');
  });

  test('of another user', () => {
    const { begin, comeBack, registry } = setUp();
    const { session, greeting } = begin('ann');
    registry.disconnect(session);
    expect(refused(comeBack(greeting, 0, 'bob').greeting, greeting)).toBe('other_user');
    expect(comeBack(greeting, 0, 'ann').session).toBe(session);
  });

  test('whose user has connected anew meanwhile', () => {
    const { begin, comeBack, registry, ends } = setUp();
    const { session, greeting } = begin('ann');
    registry.disconnect(session);
    begin('ann');
    expect(ends).toEqual([[session.id, 'replaced']]);
    expect(refused(comeBack(greeting).greeting, greeting)).toBe('unknown_token');
  });

  test('of a session that an administrator has ended while it was away', () => {
    const { begin, comeBack, registry } = setUp();
    const { session, greeting } = begin();
    registry.disconnect(session);
    registry.forget(session.id);
    expect(refused(comeBack(greeting).greeting, greeting)).toBe('unknown_token');
  });
});

test('no more sessions are kept than were asked for; the first to go was the first to leave', () => {
  const { begin, comeBack, registry, ends, clock } = setUp({ most: 3 });
  const all = Array.from({ length: 5 }, () => begin());
  for (const { session } of all) registry.disconnect(session);
  expect(registry.detached).toBe(3);
  expect(ends.map(([id]) => id)).toEqual(all.slice(0, 2).map(({ session }) => session.id));
  expect(all.map(({ greeting }) => comeBack(greeting).greeting.resumed)).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
  registry.endAll('server_closed');
  expect(registry.detached).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

test('a session that is away is not live: nobody sees it, nothing reaches it', () => {
  const { begin, send, registry } = setUp();
  const { session, connection } = begin();
  registry.disconnect(session);
  expect(registry.size).toBe(0);
  expect([...registry.sessions()]).toEqual([]);
  expect(registry.get(session.id)).toBeUndefined();
  send(session, WALK.slice(0, 5));
  expect(connection.sent.length).toBe(1);
  expect(session.requests).toBe(0);
  registry.endAll('server_closed');
});

test('where nothing is kept, no token is told', () => {
  const { begin, registry, ends } = setUp({ windowSeconds: 0 });
  const { session, greeting } = begin();
  expect(greeting.resume_token).toBeUndefined();
  registry.disconnect(session);
  expect(ends).toEqual([[session.id, 'disconnected']]);
  expect(begin(undefined, { token: '', answered: 0 }).greeting.resumed).toBe(false);
});

test('tokens are long, and no two are alike', () => {
  const { begin } = setUp();
  const tokens = Array.from({ length: 100 }, () => begin().greeting.resume_token ?? '');
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
});
