import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { DEFAULT_SETTINGS, STANDARD_GRAVITY, type StepDetection } from '@stepstream/protocol';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { streamWorld } from './testing/stream-world.ts';

const walk = rows(aWalk({ seed: 7 }));
const steps = detect(walk, new StepDetector({ model: CLASSIC }));

function setUp() {
  const { clock, open } = streamWorld();
  const { ask, session } = open();
  if (!session) throw new Error('no session has begun');
  const configure = (changes: object) => ask({ action: 'configure', ...changes });
  const push = ([timestamp, x, y, z]: Row, unit = 1) => {
    clock.advance(20);
    const sample = { timestamp, accel_x: x / unit, accel_y: y / unit, accel_z: z / unit };
    return ask(sample) as StepDetection | undefined;
  };
  return { clock, session, ask, configure, push };
}

describe('configure', () => {
  test('is answered with all that is in force, or with what is wrong', () => {
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

  test('of several things at once does all of them', () => {
    const { configure, push, session } = setUp();
    configure({ accel_unit: 'g', confirm_after: 1 });
    const most = walk.map((row) => push(row, STANDARD_GRAVITY)?.pending_steps ?? 0);
    expect(Math.max(...most)).toBe(0);
    expect(session.steps).toBeGreaterThanOrEqual(steps.length);
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

  test('answers a batch of which a sample could not be used', () => {
    const { configure, push, ask } = setUp();
    configure({ replies: 'steps' });
    push(walk[0] as Row);
    const sample = { timestamp: 0.1, accel_x: 0, accel_y: 0, accel_z: 9.8 };
    expect(ask({ samples: [sample] })).toBeUndefined();
    const spoilt = {
      samples: [
        { ...sample, timestamp: 0.2 },
        { ...sample, accel_x: 'x' },
      ],
    };
    expect(ask(spoilt)).toMatchObject({
      type: 'step_detection',
      rejected: [{ index: 1, code: 'invalid_value', field: 'accel_x' }],
    });
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
