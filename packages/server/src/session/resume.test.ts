import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { type EndReason, Hooks } from '../hooks/index.ts';
import { SessionRegistry } from './registry.ts';
import type { ResumeRequest } from './resume.ts';
import type { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';
import { restingSample } from './testing/sample-block.ts';

const WINDOW = 120;

function setUp({ windowSeconds = WINDOW, most = 10 } = {}) {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const ends: [string, EndReason][] = [];
  hooks.on('sessionEnd', ({ id }, reason) => {
    ends.push([id, reason]);
  });
  const registry = new SessionRegistry({
    clock,
    hooks,
    model: CLASSIC,
    timeoutSeconds: 300,
    resume: { windowSeconds, most },
  });
  const begin = (userId?: string, request?: ResumeRequest) => {
    const connection = new RecordingConnection();
    const session = registry.begin(connection, userId, request);
    return { connection, session, beginning: connection.begun[0] };
  };
  /** Comes back with the token of a session. */
  const comeBack = ({ resumeToken }: Session, answered?: number, userId?: string) =>
    begin(userId, { token: resumeToken ?? '', answered });
  return { clock, registry, ends, begin, comeBack };
}

describe('a session that is resumed', () => {
  test('is the same session, on another connection', () => {
    const { begin, comeBack, registry } = setUp();
    const { session } = begin();
    registry.touch(session);
    registry.push(session, restingSample());
    registry.disconnect(session);
    expect(registry.size).toBe(0);
    const back = comeBack(session, 7);
    expect(back.session).toBe(session);
    expect(back.beginning).toEqual({ resumed: true, answered: 7 });
    expect(session).toMatchObject({ samples: 1, requests: 1 });
    expect([...registry.sessions()]).toEqual([session]);
  });

  test('is taken from a connection that only looks alive', () => {
    const { begin, comeBack, registry } = setUp();
    const old = begin('ann');
    const fresh = comeBack(old.session);
    expect(fresh.session).toBe(old.session);
    expect(old.connection.left).toBe(true);
    expect(old.connection.closed).toBeUndefined();
    expect(registry.size).toBe(1);
  });

  test('gets its whole timeout again, and times out like any other', () => {
    const { clock, begin, comeBack, registry } = setUp();
    const { session } = begin();
    clock.advance(250_000);
    registry.disconnect(session);
    clock.advance(100_000);
    const { connection } = comeBack(session);
    clock.advance(299_999);
    expect(connection.closed).toBeUndefined();
    clock.advance(1);
    expect(connection.closed?.code).toBe(4408);
    expect(comeBack(session).beginning?.refusal).toBe('unknown_token');
  });
});

describe('a new session is given, with the reason, to a token', () => {
  const refused = ({ session, beginning }: ReturnType<ReturnType<typeof setUp>['begin']>) => {
    expect(beginning?.resumed).toBe(false);
    return [beginning?.refusal, session.id];
  };

  test('that nobody has', () => {
    const { begin } = setUp();
    const { beginning } = begin(undefined, { token: 'made up', answered: 3 });
    expect(beginning).toEqual({ resumed: false, refusal: 'unknown_token' });
  });

  test('of a session that was away for too long', () => {
    const { clock, begin, comeBack, registry, ends } = setUp();
    const { session } = begin();
    registry.disconnect(session);
    clock.advance(WINDOW * 1000 - 1);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual([[session.id, 'disconnected']]);
    expect(clock.pendingTimers).toBe(0);
    const [reason, id] = refused(comeBack(session));
    expect(reason).toBe('unknown_token');
    expect(id).not.toBe(session.id);
  });

  test('of a session that has ended', () => {
    const { begin, comeBack, registry } = setUp();
    const { session } = begin();
    registry.end(session, 'stopped');
    registry.disconnect(session);
    const [reason, id] = refused(comeBack(session));
    expect(reason).toBe('unknown_token');
    expect(id).not.toBe(session.id);
  });

  test('of another user', () => {
    const { begin, comeBack, registry } = setUp();
    const { session } = begin('ann');
    registry.disconnect(session);
    const [reason, id] = refused(comeBack(session, 0, 'bob'));
    expect(reason).toBe('other_user');
    expect(id).not.toBe(session.id);
    expect(comeBack(session, 0, 'ann').session).toBe(session);
  });

  test('whose user has connected anew meanwhile', () => {
    const { begin, comeBack, registry, ends } = setUp();
    const { session } = begin('ann');
    registry.disconnect(session);
    begin('ann');
    expect(ends).toEqual([[session.id, 'replaced']]);
    const [reason, id] = refused(comeBack(session));
    expect(reason).toBe('unknown_token');
    expect(id).not.toBe(session.id);
  });

  test('of a session that an administrator has ended while it was away', () => {
    const { begin, comeBack, registry, ends } = setUp();
    const { session } = begin();
    registry.disconnect(session);
    registry.forget(session.id);
    expect(ends).toEqual([[session.id, 'terminated']]);
    const [reason, id] = refused(comeBack(session));
    expect(reason).toBe('unknown_token');
    expect(id).not.toBe(session.id);
  });
});

test('no more sessions are kept than were asked for; the first to go was the first to leave', () => {
  const { begin, comeBack, registry, ends, clock } = setUp({ most: 3 });
  const all = Array.from({ length: 5 }, () => begin());
  for (const { session } of all) registry.disconnect(session);
  expect(registry.detached).toBe(3);
  expect(ends.map(([id]) => id)).toEqual(all.slice(0, 2).map(({ session }) => session.id));
  expect(all.map(({ session }) => comeBack(session).beginning?.resumed)).toEqual([
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

test('a session that is away is not live, and nobody sees it', () => {
  const { begin, registry } = setUp();
  const { session } = begin();
  registry.disconnect(session);
  expect(registry.size).toBe(0);
  expect([...registry.sessions()]).toEqual([]);
  expect(registry.get(session.id)).toBeUndefined();
  registry.endAll('server_closed');
});

test('where nothing is kept, a session has no token', () => {
  const { begin, registry, ends } = setUp({ windowSeconds: 0 });
  const { session } = begin();
  expect(session.resumeToken).toBeUndefined();
  registry.disconnect(session);
  expect(ends).toEqual([[session.id, 'disconnected']]);
  expect(begin(undefined, { token: '', answered: 0 }).beginning?.resumed).toBe(false);
});

test('tokens are long, and no two are alike', () => {
  const { begin } = setUp();
  const tokens = Array.from({ length: 100 }, () => begin().session.resumeToken ?? '');
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{64}$/);
});

describe('where more sessions are lost than are kept', () => {
  const counted = (world: ReturnType<typeof setUp>, address: string) => {
    const connection = Object.assign(new RecordingConnection(), { address });
    const session = world.registry.begin(connection);
    world.registry.push(session, restingSample());
    world.registry.disconnect(session);
    return session;
  };

  test('those go first that have counted nothing', () => {
    const world = setUp({ most: 3 });
    const walkers = [counted(world, 'a'), counted(world, 'a')];
    for (let i = 0; i < 100; i++) world.registry.disconnect(world.begin().session);
    expect(world.registry.detached).toBe(3);
    for (const session of walkers) expect(world.comeBack(session).session).toBe(session);
  });

  test('and then those of the address that has most', () => {
    const world = setUp({ most: 5 });
    const walkers = [counted(world, 'home'), counted(world, 'home'), counted(world, 'cafe')];
    const flood = Array.from({ length: 100 }, () => counted(world, 'flooder'));
    expect(world.registry.detached).toBe(5);
    for (const session of walkers) expect(world.comeBack(session).session).toBe(session);
    expect(world.comeBack(flood[98] as Session).session).toBe(flood[98] as Session);
    expect(world.comeBack(flood[97] as Session).session).not.toBe(flood[97] as Session);
  });
});
