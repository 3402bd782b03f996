import { expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { aWalk, detect, rows } from '@stepstream/testing/stream';
import { type EndReason, Hooks } from '../hooks/index.ts';
import { SessionRegistry } from './registry.ts';
import type { Session } from './session.ts';
import { createSessions } from './sessions.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { quietKeeper } from './testing/quiet-keeper.ts';
import { RecordingConnection } from './testing/recording-connection.ts';
import { sampleBlock } from './testing/sample-block.ts';

const WALK = rows(aWalk());

/** Where a walk is cut so that a step is owed. */
const CUT = WALK.findIndex((_, i) => {
  if (i < 300) return false;
  const detector = new StepDetector({ model: CLASSIC });
  detect(WALK.slice(0, i), detector);
  return detector.finish().length > 0;
});

/** @param goesOn whether sessions go on elsewhere */
function setUp(goesOn: boolean) {
  const clock = new ManualClock();
  const hooks = new Hooks();
  /** The steps of each session when it was kept. */
  const kept: [session: Session, steps: number][] = [];
  const ends: [string, EndReason, number, boolean][] = [];
  hooks.on('sessionEnd', ({ id, steps }, why, told) => {
    ends.push([id, why, steps, told.goesOn]);
  });
  const registry = new SessionRegistry({
    clock,
    hooks,
    model: CLASSIC,
    timeoutSeconds: 300,
    resume: { windowSeconds: 120, most: 10 },
    keeper: quietKeeper({
      keep(session) {
        if (goesOn) kept.push([session, session.steps]);
        return goesOn;
      },
    }),
  });
  /** A session that owes a step. */
  const walking = () => {
    const connection = new RecordingConnection();
    const session = registry.begin(connection, 'ann');
    registry.touch(session);
    registry.push(session, sampleBlock(WALK.slice(0, CUT)));
    return { connection, session, steps: session.steps };
  };
  return { clock, registry, kept, ends, walking };
}

test('a session that goes on elsewhere is kept as it is, and then its client may be told', () => {
  const { clock, registry, kept, ends, walking } = setUp(true);
  const { connection, session, steps } = walking();
  expect(registry.letGo(session, 'restarting')).toBe(connection);
  expect(kept).toEqual([[session, steps]]);
  expect(session.steps).toBe(steps);
  expect(ends).toEqual([[session.id, 'restarting', steps, true]]);
  expect(connection).toMatchObject({ held: true, closed: undefined });
  expect(registry.get(session.id)).toBeUndefined();
  expect(clock.pendingTimers).toBe(0);
  expect(registry.letGo(session, 'restarting')).toBeUndefined();
  registry.end(session, 'terminated');
  expect(ends.length).toBe(1);
});

test('a session that nobody goes on with gets the steps that it owes', () => {
  const { registry, ends, walking } = setUp(false);
  const { session, steps } = walking();
  registry.letGo(session, 'restarting');
  expect(session.steps).toBeGreaterThan(steps);
  expect(ends).toEqual([[session.id, 'restarting', session.steps, false]]);
});

test('so does one of this process, which is over then', () => {
  const { registry, kept, ends } = setUp(true);
  const told: EndReason[] = [];
  const open = createSessions(registry).open({ onEnd: (why) => void told.push(why) });
  registry.letGo([...registry.sessions()][0] as Session, 'restarting')?.end('restarting');
  expect(kept).toEqual([]);
  expect(told).toEqual(['restarting']);
  expect(ends).toEqual([[open.session.id, 'restarting', 0, false]]);
  expect(open.push([{ timestamp: 0, accel_x: 0, accel_y: 0, accel_z: 9.8 }]).samples).toBe(0);
});

test('a session that waits for its client is let go of, too', () => {
  const { clock, registry, kept, walking } = setUp(true);
  const { session } = walking();
  registry.disconnect(session);
  registry.close('restarting');
  expect(kept.map(([one]) => one)).toEqual([session]);
  expect(registry.detached).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

test('a registry that refuses has sessions, and begins none', () => {
  const { registry, walking } = setUp(true);
  const { session } = walking();
  registry.refuse('restarting');
  registry.refuse('server_closed');
  expect(registry.refusal()).toBe('restarting');
  expect(registry.refusal('ann', { token: session.resumeToken ?? '', answered: 0 })).toBe(
    'restarting',
  );
  expect(registry.size).toBe(1);
});
