import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import type { LiveMessage, SessionsMessage, TraceMessage } from '@stepstream/protocol';
import { aWalk, rows } from '@stepstream/testing/stream';
import { Hooks } from '../hooks/index.ts';
import { createSessions, type Session, SessionRegistry } from '../session/index.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { RecordingConnection } from '../session/testing/recording-connection.ts';
import { sampleBlock } from '../session/testing/sample-block.ts';
import { FrameTaps } from '../stream/index.ts';
import { LiveHub } from './hub.ts';
import type { Viewer } from './viewer.ts';

const WALK = rows(aWalk());
/** What is told of a session that nothing is wrong with. */
const WELL = { hints: [], silent_since: null, away_until: null, errors: 0, last_error: null };

function setUp() {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const taps = new FrameTaps();
  const registry = new SessionRegistry({
    clock,
    hooks,
    model: CLASSIC,
    timeoutSeconds: 3600,
    resume: { windowSeconds: 120, most: 10 },
  });
  const hub = new LiveHub({
    sessions: createSessions(registry),
    hooks,
    clock,
    taps,
    away: () => registry.away(),
    uptime: () => clock.monotonic() / 1000,
  });
  /** Whether a session is observed: its frames are seen with its samples. */
  const observes = ({ id }: Session) => taps.of(id) !== undefined;
  /** Whether anything of sessions is listened to. */
  const listens = ({ id }: Session) => hooks.wants('samples', id) || hooks.wants('step', id);
  const begin = (user?: string) => registry.begin(new RecordingConnection(), user);
  /** Streams some of the walk, in real time. */
  const walk = (session: Session, from: number, to: number) => {
    for (const row of WALK.slice(from, to)) {
      registry.touch(session);
      registry.push(session, sampleBlock([row]));
      clock.advance(20);
    }
  };
  const join = (isPaced = false) => {
    const messages: LiveMessage[] = [];
    let closed = false;
    const viewer: Viewer = {
      isPaced,
      send: (text) => messages.push(JSON.parse(text)),
      close: () => {
        closed = true;
      },
    };
    hub.join(viewer);
    return {
      viewer,
      messages,
      isClosed: () => closed,
      lists: () => messages.filter((one): one is SessionsMessage => one.type === 'sessions'),
      traces: () => messages.filter((one): one is TraceMessage => one.type === 'trace'),
    };
  };
  return { clock, registry, hub, taps, begin, walk, join, observes, listens };
}

describe('with nobody there', () => {
  test('nothing runs and nothing is observed, before and after', () => {
    const { clock, registry, hub, begin, walk, join, observes, listens } = setUp();
    const session = begin();
    walk(session, 0, 10);
    // The registry's own timer for silent sessions.
    const idle = clock.pendingTimers;
    expect([observes(session), listens(session)]).toEqual([false, false]);
    const { viewer, messages } = join();
    hub.watch(viewer, session.id);
    expect(clock.pendingTimers).toBe(idle + 1);
    expect(observes(session)).toBe(true);
    hub.leave(viewer);
    expect(clock.pendingTimers).toBe(idle);
    expect([observes(session), listens(session)]).toEqual([false, false]);
    const heard = messages.length;
    walk(session, 10, 200);
    expect(messages.length).toBe(heard);
    expect(registry.size).toBe(1);
  });
});

describe('the list', () => {
  test('comes whole, then only what has changed', () => {
    const { clock, begin, walk, join } = setUp();
    const ann = begin('ann');
    const bob = begin('bob');
    const { lists } = join();
    expect(lists()).toHaveLength(1);
    expect(lists()[0]).toMatchObject({ fresh: true, gone: [] });
    expect(lists()[0]?.changed).toEqual([
      {
        id: ann.id,
        user_id: 'ann',
        node: null,
        created_at: ann.createdAt,
        rate: 0,
        cadence: 0,
        steps: 0,
        ...WELL,
      },
      {
        id: bob.id,
        user_id: 'bob',
        node: null,
        created_at: bob.createdAt,
        rate: 0,
        cadence: 0,
        steps: 0,
        ...WELL,
      },
    ]);
    walk(ann, 0, 600);
    const changes = lists().slice(1);
    expect(changes.every(({ fresh }) => !fresh)).toBe(true);
    // Of the other one nothing is new but that it is silent.
    const ofBob = changes.flatMap(({ changed }) => changed).filter(({ id }) => id !== ann.id);
    expect(ofBob).toEqual([{ id: bob.id, silent_since: bob.lastActivity }]);
    const told = Object.assign(
      {},
      ...changes.flatMap(({ changed }) => changed).filter(({ id }) => id === ann.id),
    );
    expect(told).toMatchObject({ rate: 50, steps: ann.steps });
    expect(told.steps).toBeGreaterThan(8);
    expect(told.cadence).toBeWithin(100, 116);
    const before = lists().length;
    clock.advance(500);
    // Neither stirs, but that the device is silent now is news once.
    clock.advance(4000);
    const silent = lists()
      .slice(before)
      .flatMap(({ changed }) => changed);
    expect(silent).toEqual([{ id: ann.id, rate: 0 }]);
    const heard = ann.lastActivity;
    clock.advance(1200);
    expect(lists().at(-1)?.changed).toEqual([{ id: ann.id, silent_since: heard, cadence: 0 }]);
  });

  test('tells of those who come and go, and gives a sign of life in silence', () => {
    const { clock, registry, begin, join } = setUp();
    const { lists } = join();
    const ann = begin('ann');
    clock.advance(400);
    expect(lists().at(-1)?.changed).toMatchObject([{ id: ann.id, user_id: 'ann' }]);
    registry.end(ann, 'stopped');
    clock.advance(400);
    expect(lists().at(-1)).toMatchObject({ changed: [], gone: [ann.id] });
    const before = lists().length;
    clock.advance(10_000);
    expect(lists().length - before).toBe(5);
  });

  test('is the same for one who comes later', () => {
    const { begin, walk, join } = setUp();
    const first = join();
    const ann = begin('ann');
    walk(ann, 0, 300);
    const second = join();
    expect(second.lists()[0]?.changed).toMatchObject([{ id: ann.id, user_id: 'ann', rate: 50 }]);
    walk(ann, 300, 600);
    expect(second.lists().at(-1)).toEqual(first.lists().at(-1) as SessionsMessage);
  });
});

describe('a viewer over a slow link', () => {
  const ids = (lists: readonly SessionsMessage[]) =>
    lists.flatMap(({ changed }) => changed).map(({ id }) => id);

  test('is told the list in pages, the next when it says that one has come', () => {
    const { hub, begin, join } = setUp();
    const all = Array.from({ length: 950 }, () => begin().id);
    const { viewer, lists } = join(true);
    expect(lists().map(({ fresh, changed }) => [fresh, changed.length])).toEqual([
      [true, 100],
      [false, 100],
      [false, 100],
      [false, 100],
    ]);
    expect(lists()[0]?.totals.live).toBe(950);
    for (let i = 0; i < 6; i++) hub.seen(viewer);
    expect(ids(lists())).toEqual(all);
    expect(lists().map(({ more }) => more)).toEqual([...Array(9).fill(true), false]);
  });

  test('hears what is, and not what was: each change once, and nothing of who has gone', () => {
    const { clock, registry, hub, begin, walk, join } = setUp();
    const sessions = Array.from({ length: 600 }, () => begin());
    const { viewer, lists } = join(true);
    const [, , last] = sessions.slice(-3);
    const [gone] = sessions.slice(-3);
    if (!last || !gone) throw new Error('there are 600');
    walk(last, 0, 300);
    registry.end(gone, 'stopped');
    clock.advance(400);
    const before = lists().length;
    // All pages that were sent are still on their way.
    expect(before).toBe(4);
    for (let i = 0; i < 8; i++) hub.seen(viewer);
    const later = lists().slice(before);
    expect(ids(later)).not.toContain(gone.id);
    expect(later.flatMap((list) => list.gone)).toEqual([gone.id]);
    const told = later.flatMap(({ changed }) => changed).filter(({ id }) => id === last.id);
    expect(told).toMatchObject([{ rate: 50, user_id: null, steps: last.steps }]);
  });
});

describe('a session whose client does wrong', () => {
  test('is told with the number of its errors and the code of the last', () => {
    const { clock, begin, join } = setUp();
    const ann = begin('ann');
    const { lists } = join();
    ann.failed('invalid_json');
    clock.advance(400);
    expect(lists().at(-1)?.changed).toMatchObject([{ errors: 1, last_error: 'invalid_json' }]);
  });
});

describe('a watched session', () => {
  test('is told of sample by sample, with its steps, to those who watch it', () => {
    const { hub, begin, walk, join } = setUp();
    const [ann, bob] = [begin('ann'), begin('bob')];
    const [one, two] = [join(), join()];
    hub.watch(one.viewer, ann.id);
    hub.watch(two.viewer, bob.id);
    walk(ann, 0, 500);
    walk(bob, 0, 100);
    const times = one.traces().flatMap((trace) => trace.times);
    expect(times).toEqual(WALK.slice(0, 500).map(([time]) => time));
    expect(one.traces().every(({ session_id }) => session_id === ann.id)).toBe(true);
    expect(one.traces().flatMap(({ steps }) => steps)).toHaveLength(ann.steps);
    const lengths = one
      .traces()
      .map((trace) => [
        trace.magnitudes.length - trace.times.length,
        trace.starts.length - trace.times.length,
        trace.ends.length - trace.times.length,
      ]);
    expect(new Set(lengths.flat())).toEqual(new Set([0]));
    expect(Math.max(...one.traces().flatMap(({ starts }) => starts))).toBeGreaterThan(0.5);
    expect(two.traces().flatMap((trace) => trace.times)).toHaveLength(100);
  });

  test('is watched by two, then one, then none', () => {
    const { hub, begin, walk, join, observes } = setUp();
    const [ann, bob] = [begin('ann'), begin('bob')];
    const [one, two] = [join(), join()];
    hub.watch(one.viewer, ann.id);
    hub.watch(two.viewer, ann.id);
    walk(ann, 0, 50);
    expect(one.traces()).toEqual(two.traces());
    hub.watch(one.viewer, bob.id);
    expect(observes(ann)).toBe(true);
    hub.watch(two.viewer, null);
    expect(observes(ann)).toBe(false);
    expect(observes(bob)).toBe(true);
  });

  test('that is lost is not observed, and is again when it comes back', () => {
    const { clock, registry, hub, begin, walk, join, observes } = setUp();
    const ann = begin('ann');
    const { viewer, lists, traces } = join();
    hub.watch(viewer, ann.id);
    walk(ann, 0, 50);
    registry.disconnect(ann);
    clock.advance(400);
    const until = Math.round(clock.now() / 1000) + 120;
    expect(lists().at(-1)).toMatchObject({ gone: [], totals: { live: 0, away: 1 } });
    const away = lists()
      .flatMap(({ changed }) => changed)
      .at(-1)?.away_until;
    expect(Math.abs((away ?? 0) - until)).toBeLessThanOrEqual(1);
    expect(observes(ann)).toBe(false);
    const resume = { token: ann.resumeToken ?? '', answered: undefined };
    const back = registry.begin(new RecordingConnection(), 'ann', resume);
    expect(back).toBe(ann);
    clock.advance(500);
    expect(lists().at(-1)?.changed).toMatchObject([{ id: ann.id, away_until: null }]);
    expect(observes(ann)).toBe(true);
    const before = traces().length;
    walk(ann, 50, 100);
    expect(traces().length).toBeGreaterThan(before);
  });

  test('that ends, or that there is not, harms nobody', () => {
    const { clock, registry, hub, begin, walk, join } = setUp();
    const ann = begin('ann');
    const { viewer, lists } = join();
    hub.watch(viewer, 'nobody');
    hub.watch(viewer, ann.id);
    walk(ann, 0, 50);
    registry.end(ann, 'disconnected');
    clock.advance(1000);
    expect(lists().at(-1)?.gone).toEqual([ann.id]);
    hub.watch(viewer, null);
    hub.leave(viewer);
    hub.leave(viewer);
    hub.watch(viewer, ann.id);
    expect(clock.pendingTimers).toBe(0);
  });
});

test('when the server goes away all viewers are closed', () => {
  const { clock, hub, join } = setUp();
  const viewers = [join(), join()];
  hub.close();
  expect(viewers.every(({ isClosed }) => isClosed())).toBe(true);
  expect(clock.pendingTimers).toBe(0);
});

describe('one who begins to watch', () => {
  test('is shown what has just been, while somebody looked at the list', () => {
    const { hub, begin, walk, join } = setUp();
    const ann = begin('ann');
    walk(ann, 0, 100);
    const { viewer, traces } = join();
    walk(ann, 100, 700);
    hub.watch(viewer, ann.id);
    const [past] = traces();
    expect(past?.past).toBe(true);
    expect(past?.times[0]).toBeCloseTo(WALK[100]?.[0] ?? -1, 2);
    expect(past?.times.at(-1)).toBeCloseTo(WALK[699]?.[0] ?? -1, 1);
    expect(past?.steps.length).toBe(past?.total_steps ?? -1);
    expect(past?.steps.length).toBeGreaterThan(5);
    walk(ann, 700, 720);
    expect(traces().at(-1)?.past).toBeUndefined();
    // Whoever watches it already is not told again.
    const second = join();
    hub.watch(second.viewer, ann.id);
    expect(second.traces()[0]?.past).toBe(true);
    expect(traces().filter(({ past: isPast }) => isPast)).toHaveLength(1);
    const told = traces()
      .slice(1)
      .flatMap(({ times }) => times);
    expect(told).toEqual(WALK.slice(700, 720).map(([time]) => time));
  });

  test('sees frames and answers from then on, and the last ones that another viewer has seen', () => {
    const { clock, hub, taps, begin, join } = setUp();
    const ann = begin('ann');
    const frames = ({ messages }: ReturnType<typeof join>) =>
      messages.filter((one) => one.type === 'frames');
    const [one, two] = [join(), join()];
    expect(taps.of(ann.id)).toBeUndefined();
    hub.watch(one.viewer, ann.id);
    taps.of(ann.id)?.received('{"action":"ping"}', 'ping');
    taps.of(ann.id)?.sent('{"type":"pong"}');
    clock.advance(400);
    expect(
      frames(one)
        .at(-1)
        ?.frames.map(({ kind }) => kind),
    ).toEqual(['ping', 'pong']);
    expect(frames(two)).toEqual([]);
    hub.watch(two.viewer, ann.id);
    expect(frames(two)[0]).toMatchObject({ fresh: true, frames: [{ kind: 'ping' }, {}] });
    const before = frames(one).length;
    clock.advance(2000);
    expect(frames(one)).toHaveLength(before);
  });
});

describe('sessions that have ended', () => {
  const ended = (messages: readonly LiveMessage[]) =>
    messages.filter((one) => one.type === 'ended');

  test('are told with their total and reason, also to one who comes later', () => {
    const { clock, registry, hub, begin, walk, join } = setUp();
    const ann = begin('ann');
    const first = join();
    expect(ended(first.messages)).toEqual([{ type: 'ended', fresh: true, sessions: [] }]);
    walk(ann, 0, 600);
    registry.end(ann, 'stopped');
    clock.advance(400);
    const [, told] = ended(first.messages);
    expect(told).toMatchObject({
      fresh: false,
      sessions: [{ id: ann.id, user_id: 'ann', steps: ann.steps, duration: 12, reason: 'stopped' }],
    });
    const second = join();
    expect(ended(second.messages)[0]?.sessions).toEqual(told?.sessions ?? []);
    // Whoever removes a user removes this, too.
    hub.forgetUser('ann');
    expect(ended(first.messages).at(-1)).toEqual({ type: 'ended', fresh: true, sessions: [] });
  });

  test('do not include one that goes on at another server', () => {
    const { clock, registry, begin, join } = setUp();
    const ann = begin('ann');
    const { messages } = join();
    registry.surrender(ann.id);
    clock.advance(400);
    expect(ended(messages)).toHaveLength(1);
  });
});
