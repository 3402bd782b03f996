import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { DEFAULT_SETTINGS } from '@stepstream/protocol';
import { createDetection } from '@stepstream/protocol/codec/server';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { sampleBlock } from './testing/sample-block.ts';

const walk = rows(aWalk({ seed: 7 }));
const steps = detect(walk, new StepDetector({ model: CLASSIC }));
/** Samples until two contacts of the walk are held. */
const HELD = walk.findIndex(([time]) => time > (steps[1]?.timestamp ?? 0) + 0.25);

function setUp() {
  const session = new Session('3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11', undefined, {
    clock: new ManualClock(),
    model: CLASSIC,
    timeoutSeconds: 300,
    maxRate: 0,
    resumeSeconds: 0,
    detection: createDetection(),
  });
  const push = (row: Row) => {
    const found = session.push(sampleBlock([row]));
    if (found.kind === 'fault') throw new Error(found.message);
    return { ...found, steps: [...found.steps] };
  };
  return { session, push };
}

describe('configure', () => {
  test('changes what it names, and keeps the rest', () => {
    const { session } = setUp();
    session.configure({});
    expect(session.settings).toEqual(DEFAULT_SETTINGS);
    session.configure({ confirm_after: 7 });
    expect(session.settings).toEqual({ ...DEFAULT_SETTINGS, confirm_after: 7 });
    session.configure({ accel_unit: 'g' });
    expect(session.settings).toEqual({ ...DEFAULT_SETTINGS, confirm_after: 7, accel_unit: 'g' });
  });

  test('of gravity: a walk without it is counted', () => {
    const { session, push } = setUp();
    session.configure({ gravity: 'excluded' });
    const mean = (axis: 1 | 2 | 3) => walk.reduce((sum, row) => sum + row[axis], 0) / walk.length;
    const gravity = [mean(1), mean(2), mean(3)] as const;
    for (const [t, x, y, z] of walk) push([t, x - gravity[0], y - gravity[1], z - gravity[2]]);
    expect(Math.abs(session.steps - steps.length)).toBeLessThanOrEqual(3);
  });

  test('of confirm_after keeps what is held, and counts from the next contact on', () => {
    const { session, push } = setUp();
    for (const row of walk.slice(0, HELD)) push(row);
    session.configure({ confirm_after: 3, accel_unit: 'm/s^2' });
    const first = walk
      .slice(HELD)
      .map((row) => push(row))
      .find((found) => found.steps.length > 0);
    expect(first?.steps.length).toBe(3);
    expect(first?.steps[0]?.timestamp).toBeCloseTo(steps[0]?.timestamp ?? -1, 5);
  });

  test.each([
    ['accel_unit', 'g'],
    ['gyro_unit', 'deg/s'],
    ['gravity', 'excluded'],
  ])('of another signal (%s %s) drops what is held, and keeps the count', (setting, value) => {
    const { session, push } = setUp();
    for (const row of walk) push(row);
    for (const [t, ...a] of walk.slice(0, HELD)) push([t + 100, ...a]);
    expect(push([200, 0, 0, 9.8]).pendingSteps).toBe(0);
    for (const [t, ...a] of walk.slice(0, HELD)) push([t + 300, ...a]);
    const [t, ...a] = walk[HELD] as Row;
    expect(push([t + 300, ...a]).pendingSteps).toBe(2);
    session.configure({ [setting]: value });
    expect(push([t + 300.02, ...a])).toMatchObject({ pendingSteps: 0, bufferSize: 1 });
    expect(session.steps).toBe(steps.length);
  });

  describe('of another signal, while steps are owed that only its end confirms,', () => {
    /** Configures right after the samples that the last contacts need; returns the steps owed then. */
    function changeInWalk() {
      const all = setUp();
      const whole = new StepDetector({ model: CLASSIC });
      const cut = walk.findIndex(([time]) => time > (steps[20]?.timestamp ?? 0));
      const before = detect(walk.slice(0, cut), whole);
      for (const row of walk.slice(0, cut)) all.push(row);
      all.session.configure({ gyro_unit: 'deg/s' });
      const owed = whole.finish();
      expect(owed.length).toBeGreaterThan(0);
      return { ...all, cut, before, owed, next: walk[cut] as Row };
    }
    const times = (list: readonly { readonly timestamp: number }[]) =>
      list.map(({ timestamp }) => Math.round(timestamp * 1e6) / 1e6);

    test('tells them with the next frame', () => {
      const { session, push, before, owed, next } = changeInWalk();
      expect(session.steps).toBe(before.length);
      const found = push(next);
      expect(times(found.steps)).toEqual(times(owed));
      expect(found).toMatchObject({ totalSteps: before.length + owed.length, bufferSize: 1 });
      expect(times(session.stepsAfter(session.samples - 1))).toEqual(times(owed));
      expect(push([next[0] + 0.02, 0, 0, 9.8]).steps).toEqual([]);
    });

    test('or at the end, where no frame follows', () => {
      const { session, before, owed } = changeInWalk();
      session.configure({ accel_unit: 'g' });
      expect(times(session.finish())).toEqual(times(owed));
      expect(session.steps).toBe(before.length + owed.length);
      expect(session.finish()).toEqual([]);
    });

    test('drops them with a reset', () => {
      const { session, push, next } = changeInWalk();
      session.reset();
      expect(push(next)).toMatchObject({ steps: [], totalSteps: 0 });
      expect(session.finish()).toEqual([]);
    });
  });
});
