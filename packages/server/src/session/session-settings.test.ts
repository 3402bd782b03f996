import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import {
  createSampleBlock,
  DEFAULT_SETTINGS,
  STANDARD_GRAVITY,
  type StepDetection,
} from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import { ServerMessage } from '@stepstream/protocol/schemas';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { TimeStamp } from './time-stamp.ts';

const walk = rows(aWalk({ seed: 7 }));
const steps = detect(walk, new StepDetector({ model: CLASSIC }));
/** Samples until two landings of the walk are held. */
const HELD = walk.findIndex(([time]) => time > (steps[1]?.timestamp ?? 0) + 0.25);

function setUp() {
  const clock = new ManualClock();
  const session = new Session('3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11', undefined, {
    clock,
    model: CLASSIC,
    timeStamp: new TimeStamp(clock),
    timeoutSeconds: 300,
    resumeSeconds: 0,
    activeSessions: () => 1,
    totalRequests: () => 1,
  });
  const block = createSampleBlock();
  const ask = (message: object | string) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    session.touch();
    const answer = session.answer(readFrame(text, session.settings, block));
    return answer && ServerMessage.parse(answer);
  };
  const configure = (changes: object) => ask({ action: 'configure', ...changes });
  const push = ([timestamp, accel_x, accel_y, accel_z]: Row, unit = 1) => {
    clock.advance(20);
    return ask({
      timestamp,
      accel_x: accel_x / unit,
      accel_y: accel_y / unit,
      accel_z: accel_z / unit,
    }) as StepDetection | undefined;
  };
  return { clock, session, ask, configure, push };
}

describe('configure', () => {
  test('changes what it names, and echoes all that is in force', () => {
    const { configure, session } = setUp();
    const type = 'configure_response';
    expect(configure({})).toMatchObject({ type, ...DEFAULT_SETTINGS });
    expect(configure({ confirm_after: 7 })).toMatchObject({
      ...DEFAULT_SETTINGS,
      confirm_after: 7,
    });
    const both = { ...DEFAULT_SETTINGS, confirm_after: 7, accel_unit: 'g' } as const;
    expect(configure({ accel_unit: 'g' })).toMatchObject(both);
    expect(session.settings).toEqual(both);
    expect(configure({ confirm_after: 11 })).toMatchObject({
      type: 'error',
      code: 'invalid_value',
    });
    expect(session.settings).toEqual(both);
  });

  test('of a unit: the same walk in g gives the same steps', () => {
    const { configure, push, session } = setUp();
    configure({ accel_unit: 'g' });
    const answers = walk.map((row) => push(row, STANDARD_GRAVITY));
    expect(session.steps).toBe(steps.length);
    expect(answers.at(-1)?.prediction.movement_magnitude).toBeCloseTo(
      Math.hypot(...(walk.at(-1) as Row).slice(1)),
      3,
    );
  });

  test('of gravity: a walk without it is counted', () => {
    const { configure, push, session } = setUp();
    configure({ gravity: 'excluded' });
    const mean = (axis: 1 | 2 | 3) => walk.reduce((sum, row) => sum + row[axis], 0) / walk.length;
    const gravity = [mean(1), mean(2), mean(3)] as const;
    for (const [t, x, y, z] of walk) push([t, x - gravity[0], y - gravity[1], z - gravity[2]]);
    expect(Math.abs(session.steps - steps.length)).toBeLessThanOrEqual(3);
  });

  test('of confirm_after keeps what is held, and counts from the next landing on', () => {
    const { configure, push } = setUp();
    for (const row of walk.slice(0, HELD)) push(row);
    configure({ confirm_after: 3, accel_unit: 'm/s^2' });
    const first = walk
      .slice(HELD)
      .map((row) => push(row))
      .find((answer) => answer?.step_detected);
    expect(first?.steps.length).toBe(3);
    expect(first?.steps[0]?.timestamp).toBeCloseTo(steps[0]?.timestamp ?? -1, 5);
  });

  test('of several things at once does all of them', () => {
    const { configure, push, session } = setUp();
    configure({ accel_unit: 'g', confirm_after: 1 });
    const most = walk.map((row) => push(row, STANDARD_GRAVITY)?.pending_steps ?? 0);
    expect(Math.max(...most)).toBe(0);
    expect(session.steps).toBeGreaterThanOrEqual(steps.length);
  });

  test.each([
    ['accel_unit', 'g'],
    ['gyro_unit', 'deg/s'],
    ['gravity', 'excluded'],
  ])('of another signal (%s %s) drops what is held, and keeps the count', (setting, value) => {
    const { configure, push, session } = setUp();
    for (const row of walk) push(row);
    for (const [t, ...a] of walk.slice(0, HELD)) push([t + 100, ...a]);
    expect(push([200, 0, 0, 9.8])?.pending_steps).toBe(0);
    for (const [t, ...a] of walk.slice(0, HELD)) push([t + 300, ...a]);
    const [t, ...a] = walk[HELD] as Row;
    expect(push([t + 300, ...a])?.pending_steps).toBe(2);
    configure({ [setting]: value });
    expect(push([t + 300.02, ...a])).toMatchObject({ pending_steps: 0, buffer_size: 1 });
    expect(session.steps).toBe(steps.length);
  });
});

describe('replies: steps', () => {
  test('answers what confirms a step, and else once a second', () => {
    const { configure, push, session, clock } = setUp();
    configure({ replies: 'steps' });
    let lastAnswer = clock.monotonic();
    let told = 0;
    walk.forEach((row, i) => {
      const answer = push(row);
      const now = clock.monotonic();
      // The first sample is answered, as none has been before.
      if (answer && i > 0 && !answer.step_detected) expect(now - lastAnswer).toBe(1000);
      if (!answer) expect(now - lastAnswer).toBeLessThan(1000);
      if (answer) lastAnswer = now;
      told += answer?.steps.length ?? 0;
    });
    expect(told).toBe(steps.length);
    expect(session.steps).toBe(steps.length);
  });

  test('still answers actions and faults, and can be taken back', () => {
    const { configure, push, ask } = setUp();
    configure({ replies: 'steps' });
    push(walk[0] as Row);
    expect(push(walk[1] as Row)).toBeUndefined();
    expect(ask('garbage')).toMatchObject({ type: 'error' });
    expect(ask({ action: 'stats' })).toMatchObject({ type: 'stats_response' });
    configure({ replies: 'every_frame' });
    expect(push(walk[2] as Row)).toMatchObject({ total_predictions: 3 });
  });
});

describe('a frame that can not be used', () => {
  test.each([
    ['garbage', { code: 'invalid_json' }],
    ['[1]', { code: 'invalid_message' }],
    ['{"action":"dance"}', { code: 'unknown_action', field: 'action' }],
    ['{"accel_x":1,"accel_y":"2","accel_z":3}', { code: 'invalid_value', field: 'accel_y' }],
    [
      '{"accel_x":1,"accel_z":3}',
      {
        error: 'Missing sensor data fields',
        code: 'missing_fields',
        field: 'accel_y',
        required_fields: ['accel_x', 'accel_y', 'accel_z', 'gyro_x', 'gyro_y', 'gyro_z'],
      },
    ],
  ])('%s is told what is wrong with it', (text, expected) => {
    expect(setUp().ask(text)).toMatchObject({ type: 'error', ...expected });
  });

  test('carries no field where none is to blame', () => {
    const answer = setUp().ask('garbage');
    expect(answer).not.toHaveProperty('field');
    expect(answer).not.toHaveProperty('required_fields');
  });

  test('changes nothing: not the count, not the walk, not the samples', () => {
    const { ask, push, session } = setUp();
    walk.forEach((row, i) => {
      if (i % 5 === 0) ask('{"accel_x":900,"accel_y":900,"accel_z":900}');
      expect(push(row)?.total_predictions).toBe(i + 1);
    });
    expect(session.steps).toBe(steps.length);
  });
});
