import { describe, expect, test } from 'bun:test';
import { SessionStarted, StepDetection } from '@stepstream/protocol/schemas';
import { aWalk, rows } from '@stepstream/testing/stream';
import { type RecordingSocket, streamWorld } from './testing/stream-world.ts';

const WALK = rows(aWalk()).map(([timestamp, accel_x, accel_y, accel_z]) => {
  return { timestamp, accel_x, accel_y, accel_z };
});

function setUp({ windowSeconds = 120, most = 10 } = {}) {
  const world = streamWorld({ resume: { windowSeconds, most } });
  const begin = (options?: Parameters<typeof world.open>[0]) => {
    const stream = world.open(options);
    const say = (messages: readonly object[]) => {
      for (const message of messages) stream.tell(message);
    };
    return { ...stream, say, greeting: SessionStarted.parse(stream.socket.sent[0]) };
  };
  /** Comes back with the token of a greeting. */
  const comeBack = ({ resume_token = '' }: SessionStarted, answered?: number, userId?: string) =>
    begin({ userId, resume: { token: resume_token, answered } });
  return { ...world, begin, comeBack };
}

const answers = ({ sent }: RecordingSocket) =>
  sent.flatMap((message) => (message.type === 'step_detection' ? [message] : []));

describe('a stream that is resumed', () => {
  test('goes on as if nothing had happened, wherever it is cut', () => {
    const uncut = setUp().begin();
    uncut.say(WALK);
    const expected = answers(uncut.socket).map(({ steps }) => steps);

    const { begin, comeBack, registry } = setUp();
    const first = begin();
    const seen = [];
    let current = first;
    for (let i = 0; i < WALK.length; i += 97) {
      current.say(WALK.slice(i, i + 97));
      seen.push(...answers(current.socket).map(({ steps }) => steps));
      current.connection.closed();
      expect(registry.size).toBe(0);
      current = comeBack(first.greeting);
      expect(current.session).toBe(first.session);
      expect(current.greeting).toMatchObject({
        session_id: first.greeting.session_id,
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

  test('is told its settings, and the steps whose answers did not arrive', () => {
    const { begin, comeBack } = setUp();
    const first = begin();
    first.say([{ action: 'configure', confirm_after: 2 }, ...WALK]);
    const all = answers(first.socket);
    const answered = all.find(({ total_steps }) => total_steps >= 10)?.total_predictions ?? 0;
    const missed = all
      .filter(({ total_predictions }) => total_predictions > answered)
      .flatMap(({ steps }) => steps)
      .map(({ index: _, ...step }) => step);
    expect(missed.length).toBeGreaterThan(10);
    first.connection.closed();
    const { greeting } = comeBack(first.greeting, answered);
    expect(greeting.missed_steps).toEqual(missed);
    expect(greeting.settings?.confirm_after).toBe(2);
    expect(greeting.total_requests).toBe(WALK.length + 1);
  });

  test('is told no step from before a reset', () => {
    const { begin, comeBack } = setUp();
    const first = begin();
    first.say([...WALK, { action: 'reset' }]);
    first.connection.closed();
    expect(comeBack(first.greeting, 0).greeting).toMatchObject({
      total_steps: 0,
      missed_steps: [],
    });
  });

  test('closes the old connection, which may only look alive, and answers on the new one', () => {
    const { begin, comeBack, registry } = setUp();
    const old = begin({ userId: 'ann' });
    const fresh = comeBack(old.greeting);
    expect(old.socket.closed).toEqual({ code: 4409, reason: 'replaced' });
    expect(old.socket.sent).toHaveLength(1);
    expect(registry.size).toBe(1);
    fresh.say(WALK.slice(0, 1));
    expect(StepDetection.parse(fresh.socket.sent[1]).total_predictions).toBe(1);
    // What the old connection still brings is nobody's, and its close ends nothing.
    old.say(WALK.slice(1, 2));
    old.connection.closed();
    expect(answers(old.socket)).toEqual([]);
    expect(registry.size).toBe(1);
    expect(fresh.session?.samples).toBe(1);
  });

  test('is told why it gets a new session instead', () => {
    const { begin, comeBack } = setUp();
    const first = begin({ userId: 'ann' });
    first.connection.closed();
    const others = comeBack(first.greeting, 0, 'bob').greeting;
    expect(others).toMatchObject({ resumed: false, reason: 'other_user' });
    expect(others.session_id).not.toBe(first.greeting.session_id);
    const { greeting } = begin({ resume: { token: 'made up', answered: 3 } });
    expect(greeting).toMatchObject({ resumed: false, reason: 'unknown_token' });
    for (const each of [others, greeting]) expect(each).not.toHaveProperty('missed_steps');
  });
});

test('a frame that comes after its connection is gone reaches nobody', () => {
  const { begin, registry } = setUp();
  const { connection, session, socket, say } = begin();
  connection.closed();
  say(WALK.slice(0, 5));
  expect(socket.sent.length).toBe(1);
  expect(session?.requests).toBe(0);
  registry.endAll('server_closed');
});

test('a greeting tells the token and its window only where sessions are kept', () => {
  const kept = setUp().begin();
  expect(kept.greeting.resume_token).toBe(kept.session?.resumeToken as string);
  expect(kept.greeting.resume_window_seconds).toBe(120);
  const { greeting } = setUp({ windowSeconds: 0 }).begin();
  expect(greeting).not.toHaveProperty('resume_token');
  expect(greeting).not.toHaveProperty('resume_window_seconds');
});
