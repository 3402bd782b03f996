import { describe, expect, test } from 'bun:test';
import { CLASSIC, type ConfirmedStep, StepDetector } from '@stepstream/detector';
import type { Sample } from '@stepstream/protocol';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { type EndReason, Hooks } from '../hooks/index.ts';
import { type Session, SessionRegistry } from './index.ts';
import { createSessions } from './sessions.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';
import { sampleBlock } from './testing/sample-block.ts';

const WALK = rows(aWalk());

/** A walk that is cut off right after a contact, and the steps of it that only its end confirms. */
function cutWalk(): { readonly cut: Row[]; readonly owed: readonly ConfirmedStep[] } {
  const [, , , , , , sixth] = detect(WALK, new StepDetector({ model: CLASSIC }));
  const from = sixth?.timestamp ?? 0;
  for (let after = 0.03; after < 2; after += 0.02) {
    const cut = WALK.filter(([time]) => time <= from + after);
    const detector = new StepDetector({ model: CLASSIC });
    detect(cut, detector);
    const owed = detector.finish();
    if (owed.length > 0) return { cut, owed };
  }
  throw new Error('no step is owed anywhere');
}

const { cut: CUT, owed: OWED } = cutWalk();
const BEFORE = detect(CUT, new StepDetector({ model: CLASSIC })).length;

function setUp() {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const registry = new SessionRegistry({
    clock,
    hooks,
    model: CLASSIC,
    timeoutSeconds: 300,
    resume: { windowSeconds: 120, most: 1 },
  });
  const totals: number[] = [];
  const ends: [steps: number, why: EndReason, toldBefore: number][] = [];
  hooks.on('step', (_, { total }) => void totals.push(total));
  hooks.on('sessionEnd', ({ steps }, why) => void ends.push([steps, why, totals.length]));
  /** A session in the middle of a walk. */
  const walking = (userId?: string): Session => {
    const session = registry.begin(new RecordingConnection(), userId);
    for (let from = 0; from < CUT.length; from += 50) {
      registry.touch(session);
      registry.push(session, sampleBlock(CUT.slice(from, from + 50)));
    }
    return session;
  };
  return { clock, hooks, registry, totals, ends, walking };
}

type World = ReturnType<typeof setUp>;
const ALL = BEFORE + OWED.length;

describe('the steps that the end of a stream confirms', () => {
  const ways: Record<string, [EndReason, (world: World, session: Session) => void]> = {
    'a stop': ['stopped', ({ registry }, session) => registry.end(session, 'stopped')],
    silence: ['timed_out', ({ clock }) => clock.advance(301_000)],
    'an operator': ['terminated', ({ registry }, session) => registry.end(session, 'terminated')],
    'the same user': [
      'replaced',
      ({ registry }) => registry.begin(new RecordingConnection(), 'ann'),
    ],
    'nobody coming back': [
      'disconnected',
      ({ clock, registry }, session) => {
        registry.disconnect(session);
        clock.advance(121_000);
      },
    ],
    'the end of the server': ['server_closed', ({ registry }) => registry.close('server_closed')],
  };
  test.each(Object.entries(ways))('count, and are told, at an end by %s', (_, [why, end]) => {
    const world = setUp();
    const session = world.walking('ann');
    expect(session.steps).toBe(BEFORE);
    end(world, session);
    expect(session.steps).toBe(ALL);
    expect(world.totals).toEqual(Array.from({ length: ALL }, (_, i) => i + 1));
    // Whoever hears of the end has heard of all steps.
    expect(world.ends).toEqual([[ALL, why, ALL]]);
  });

  test('do not count while the client may come back', () => {
    const { registry, walking, ends } = setUp();
    const session = walking();
    registry.disconnect(session);
    expect(session.steps).toBe(BEFORE);
    const again = new RecordingConnection();
    const token = session.resumeToken ?? '';
    expect(registry.begin(again, undefined, { token, answered: undefined })).toBe(session);
    registry.push(session, sampleBlock(WALK.slice(CUT.length)));
    const whole = detect(WALK, new StepDetector({ model: CLASSIC }));
    expect(session.steps).toBe(whole.length);
    expect(ends).toEqual([]);
  });

  test('count once', () => {
    const { registry, walking } = setUp();
    const session = walking();
    expect(registry.finish(session).map(({ timestamp }) => timestamp)).toEqual(
      OWED.map(({ timestamp }) => expect.closeTo(timestamp, 5)),
    );
    expect(registry.finish(session)).toEqual([]);
    registry.end(session, 'stopped');
    expect(session.steps).toBe(ALL);
  });

  test('are none after a reset', () => {
    const { registry, walking } = setUp();
    const session = walking();
    session.reset();
    registry.end(session, 'stopped');
    expect(session.steps).toBe(0);
  });

  test('count in a session of this process, too', () => {
    const { registry } = setUp();
    const counted: number[] = [];
    const open = createSessions(registry).open({
      onEnd: () => void counted.push(open.session.steps),
    });
    open.push(
      CUT.map(([timestamp, accel_x, accel_y, accel_z]): Sample => {
        return { timestamp, accel_x, accel_y, accel_z };
      }),
    );
    open.close();
    expect(counted).toEqual([ALL]);
  });

  test('may be told to a listener who ends the session', () => {
    const { hooks, registry, walking, ends } = setUp();
    const session = walking();
    hooks.on('step', () => registry.end(session, 'terminated'));
    registry.end(session, 'stopped');
    expect(ends).toEqual([[ALL, 'stopped', ALL]]);
  });
});
