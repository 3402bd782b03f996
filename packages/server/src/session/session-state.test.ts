import { describe, expect, test } from 'bun:test';
import { CLASSIC, defaultModel } from '@stepstream/detector';
import type { Settings } from '@stepstream/protocol';
import { createDetection } from '@stepstream/protocol/codec/server';
import { aWalk, type Row, rows } from '@stepstream/testing/stream';
import fc from 'fast-check';
import { MAX_PAYLOAD_BYTES } from '../store/index.ts';
import { Session } from './session.ts';
import type { SessionContext } from './session-context.ts';
import { MAX_STATE_BYTES, SessionStateError } from './state-walk.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { sampleBlock } from './testing/sample-block.ts';

const ID = '3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11';
const walk = rows(aWalk({ seed: 7 }));

function contextOf(clock: ManualClock, model = defaultModel()): SessionContext {
  return {
    clock,
    model,
    timeoutSeconds: 300,
    maxRate: 0,
    resumeSeconds: 120,
    detection: createDetection(),
  };
}

/** Begins a session that counts the steps of somebody. */
function begin(clock = new ManualClock(), model = defaultModel()) {
  return new Session(ID, 'ann', contextOf(clock, model));
}

function restore(session: Session, clock: ManualClock, model = defaultModel()) {
  return Session.restore({ id: ID, userId: 'ann', state: session.save() }, contextOf(clock, model));
}

/** Hands a frame to a session; what it finds is copied. */
function push(session: Session, samples: readonly Row[], timed: boolean) {
  session.touch();
  const found = session.push(sampleBlock(samples, { timed }));
  if (found.kind === 'fault') throw new Error(found.message);
  return { ...found, steps: [...found.steps] };
}

/** What can be told of a session. */
const told = (session: Session) => ({
  requests: session.requests,
  samples: session.samples,
  steps: session.steps,
  cadence: session.cadence,
  sensorTime: session.sensorTime,
  settings: session.settings,
  isConfigured: session.isConfigured,
  hints: session.hints,
  createdAt: session.createdAt,
  lastActivity: session.lastActivity,
  recent: session.stepsAfter(0),
});

/** Cuts a list at some places. */
function cutAt<T>(list: readonly T[], places: readonly number[]): T[][] {
  const bounds = [0, ...places.toSorted((a, b) => a - b), list.length];
  return bounds.slice(1).map((end, i) => list.slice(bounds[i], end));
}

describe('a session that is saved and restored, by another process each time', () => {
  const changes: fc.Arbitrary<Partial<Settings>> = fc.constantFrom(
    {},
    { confirm_after: 2 },
    { gravity: 'excluded' } as const,
    { clock: 'unix', time_zone: 'Europe/Berlin' } as const,
    { gyro_unit: 'deg/s', replies: 'steps' } as const,
  );

  test('finds the same steps, counts and answers as one that never was', () => {
    fc.assert(
      fc.property(
        fc.record({
          frames: fc.integer({ min: 1, max: 120 }),
          cuts: fc.array(fc.nat(200), { minLength: 1, maxLength: 4 }),
          timed: fc.boolean(),
          model: fc.constantFrom(defaultModel(), CLASSIC),
          atFirst: changes,
          later: changes,
        }),
        ({ frames: size, cuts, timed, model, atFirst, later }) => {
          const frames = Array.from({ length: Math.ceil(walk.length / size) }, (_, i) =>
            walk.slice(i * size, (i + 1) * size),
          );
          const run = (places: readonly number[]) => {
            let clock = new ManualClock();
            let session = begin(clock, model);
            session.configure(atFirst);
            const minutes = new Map<number, number>();
            const saveMinutes = () => {
              for (const { minute, count } of session.takeMinutes()) minutes.set(minute, count);
            };
            let sent = 0;
            const answers = cutAt(frames, places).flatMap((part, i) => {
              if (i > 0) {
                saveMinutes();
                // Another process, whose monotonic clock begins with it.
                const elsewhere = new ManualClock(clock.now());
                session = restore(session, elsewhere, model);
                clock = elsewhere;
              }
              return part.map((frame) => {
                clock.advance(20 * frame.length);
                if (++sent === Math.floor(frames.length / 2)) session.configure(later);
                return push(session, frame, timed);
              });
            });
            saveMinutes();
            const before = told(session);
            const owed = session.finish();
            saveMinutes();
            return {
              answers,
              before,
              owed,
              after: told(session),
              minutes: [...minutes].sort((a, b) => a[0] - b[0]),
            };
          };
          const places = cuts.map((place) => place % (frames.length + 1));
          expect(run(places)).toEqual(run([]));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('goes on in time, by the clock of the other process', () => {
    const clock = new ManualClock();
    clock.advance(50_000);
    const session = begin(clock);
    clock.advance(10_000);
    push(session, walk.slice(0, 100), true);
    clock.advance(30_000);
    const elsewhere = new ManualClock(clock.now() + 5_000);
    elsewhere.advance(1_000);
    const other = restore(session, elsewhere);
    expect(other).toMatchObject({
      createdAt: session.createdAt,
      lastActivity: session.lastActivity,
      duration: 46,
    });
    expect(elsewhere.monotonic() - other.lastActivityMs).toBe(36_000);
    other.comeBack(session.resumeToken ?? '', true);
    expect(other.lastActivity).toBe(elsewhere.now() / 1000);
  });

  test('whose clock is late, never goes back behind the last message', () => {
    const clock = new ManualClock();
    const session = begin(clock);
    clock.advance(10_000);
    push(session, walk.slice(0, 100), true);
    const late = restore(session, new ManualClock(clock.now() - 7_000));
    expect(late).toMatchObject({ duration: 10, lastActivity: session.lastActivity });
    late.touch();
    expect(late.lastActivity).toBe(session.lastActivity);
  });

  test('belongs to the same client, which alone knows the secret', () => {
    const session = begin();
    const token = session.resumeToken ?? '';
    const other = restore(session, new ManualClock());
    expect(other.resumeToken).toBeUndefined();
    expect(other.admits(begin().resumeToken ?? '')).toBe(false);
    expect(other.admits('')).toBe(false);
    expect(other.resumeToken).toBeUndefined();
    expect(other.admits(token)).toBe(true);
    other.comeBack(token, true);
    expect(other.resumeToken).toBe(token);
    expect(restore(other, new ManualClock()).admits(token)).toBe(true);
    const text = Buffer.from(session.save()).toString('latin1');
    expect(text).not.toContain(Buffer.from(token, 'base64url').subarray(16).toString('latin1'));
  });

  test('by another model goes on counting, with a detector that begins anew', () => {
    const clock = new ManualClock();
    const session = begin(clock);
    session.configure({ confirm_after: 3 });
    push(session, walk.slice(0, 1000), true);
    expect(session.steps).toBeGreaterThan(0);
    const other = restore(session, clock, CLASSIC);
    expect(other.isDetectorRestarted).toBe(true);
    expect(told(other)).toEqual(told(session));
    const before = other.steps;
    const found = push(other, walk.slice(1000, 1001), true);
    expect(found).toMatchObject({ bufferSize: 1, pendingSteps: 0, totalSteps: before });
    push(other, walk.slice(1001, 2000), true);
    expect(other.steps).toBeGreaterThan(before);
    const same = restore(session, clock);
    expect(same.isDetectorRestarted).toBe(false);
  });
});

test('steps that are owed when it is saved are told with the next frame all the same', () => {
  const clock = new ManualClock();
  const session = begin(clock);
  const cut = walk.findIndex(([time]) => time > 15);
  push(session, walk.slice(0, cut), true);
  session.configure({ accel_unit: 'g' });
  const other = restore(session, clock);
  const next = walk.slice(cut, cut + 1);
  const found = push(session, next, true);
  expect(found.steps.length).toBeGreaterThan(0);
  expect(push(other, next, true)).toEqual(found);
});

describe('a saved state', () => {
  const session = begin();
  session.configure({ accel_unit: 'g', confirm_after: 3 });
  session.configure({ accel_unit: 'm/s^2' });
  for (let i = 0; i < 1800; i += 50) push(session, walk.slice(i, i + 50), i % 100 === 0);
  const state = session.save();
  const load = (bytes: Uint8Array) =>
    Session.restore({ id: ID, userId: 'ann', state: bytes }, contextOf(new ManualClock()));
  const refused = (bytes: Uint8Array) => expect(() => load(bytes)).toThrow(SessionStateError);

  test('is no larger than stores take, with all that there is to save', () => {
    expect(MAX_STATE_BYTES).toBe(MAX_PAYLOAD_BYTES);
    const full = begin();
    full.configure({ accel_unit: 'g', gyro_unit: 'deg/s', replies: 'steps', clock: 'unix' });
    for (let i = 0; i < 4; i++) {
      push(full, walk.slice(0, 3), false);
      for (const [t, ...a] of walk) {
        push(full, [[t + 50 * i, ...a]], true);
        expect(full.save().length).toBeLessThanOrEqual(MAX_STATE_BYTES);
      }
    }
    expect(full.stepsAfter(0).length).toBe(64);
    expect(load(full.save()).stepsAfter(0)).toEqual(full.stepsAfter(0));
  });

  test('is saved the same way again, and saving changes nothing', () => {
    expect(session.save()).toEqual(state);
    expect(load(state).stepsAfter(0)).toEqual(session.stepsAfter(0));
  });

  test('may lie anywhere in a larger buffer, and is not kept', () => {
    const larger = new Uint8Array(state.length + 3);
    larger.set(state, 3);
    const other = load(larger.subarray(3));
    larger.fill(255);
    expect(told(other).recent).toEqual(told(session).recent);
    expect(other.admits(session.resumeToken ?? '')).toBe(true);
  });

  test('that is damaged anywhere is refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(state.length - 1), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 8,
        }),
        (flips) => {
          const damaged = state.slice();
          for (const [at, flip] of flips) damaged[at] = (damaged[at] as number) ^ flip;
          fc.pre(damaged.some((byte, i) => byte !== state[i]));
          refused(damaged);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('that is cut short, prolonged or of any other kind is refused', () => {
    for (let length = 0; length < state.length; length += 7) refused(state.slice(0, length));
    refused(Uint8Array.from([...state, 0]));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => refused(bytes)));
    expect(new SessionStateError('why')).toMatchObject({
      name: 'SessionStateError',
      code: 'invalid_state',
    });
  });

  test('of another version is refused, and the error names it', () => {
    const other = state.slice();
    other[3] = 99;
    expect(() => load(other)).toThrow('of version 99');
  });
});
