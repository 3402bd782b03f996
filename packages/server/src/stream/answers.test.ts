import { describe, expect, test } from 'bun:test';
import { CLASSIC, lookAhead, StepDetector } from '@stepstream/detector';
import type { StepDetection } from '@stepstream/protocol';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { streamWorld } from './testing/stream-world.ts';

const walk = rows(aWalk({ seed: 7 }));
const steps = detect(walk, new StepDetector({ model: CLASSIC }));
const sample = ([timestamp, accel_x, accel_y, accel_z]: Row) => {
  return { timestamp, accel_x, accel_y, accel_z };
};
const untimed = ([, accel_x, accel_y, accel_z]: Row) => ({ accel_x, accel_y, accel_z });

function setUp(userId?: string) {
  const world = streamWorld({ timeoutSeconds: 90 });
  const { ask, socket, session } = world.open({ userId });
  if (!session) throw new Error('no session has begun');
  /** The answer to samples that must have one. */
  const push = (message: object) => ask(message) as StepDetection;
  return { ...world, socket, session, ask, push };
}

describe('the answer to samples', () => {
  test('tells the steps of the detector, each on the sample that confirms it', () => {
    const { push, session } = setUp();
    const detector = new StepDetector({ model: CLASSIC });
    for (const row of walk) {
      const answer = push(sample(row));
      const expected = detector.push(...row);
      expect(answer.steps.map(({ foot }) => foot)).toEqual(expected.map(({ foot }) => foot));
      answer.steps.forEach((step, i) => {
        expect(step.index).toBe(0);
        expect(step.timestamp).toBeCloseTo(expected[i]?.timestamp ?? -1, 5);
        expect(step.confidence).toBeCloseTo(expected[i]?.confidence ?? -1, 3);
      });
      expect(answer.pending_steps).toBe(detector.pendingSteps);
      expect(answer.buffer_size).toBe(detector.windowFill);
      expect(answer.prediction.detector_has_current_step).toBe(detector.inStep);
    }
    expect(session.steps).toBe(steps.length);
  });

  test('has parts that agree with one another', () => {
    const { push } = setUp();
    let total = 0;
    walk.forEach((row, i) => {
      const { prediction, ...answer } = push(sample(row));
      total += answer.steps.length;
      expect(answer.total_steps).toBe(total);
      expect(answer.total_predictions).toBe(i + 1);
      expect(answer.step_detected).toBe(answer.steps.length > 0);
      const feet = answer.steps.map(({ foot }) => foot);
      expect(prediction.step_start).toBe(feet.includes('start'));
      expect(prediction.step_end).toBe(feet.includes('end'));
      const { start_probability: start, end_probability: end } = prediction;
      const classes = [prediction.no_step_probability, start, end];
      expect(prediction.probabilities).toEqual([start, end]);
      expect(classes.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      expect(prediction.confidence).toBe(Math.max(...classes));
      expect(classes[prediction.predicted_class]).toBe(prediction.confidence);
      expect(prediction.movement_magnitude).toBeCloseTo(Math.hypot(...row.slice(1)), 3);
    });
  });

  test.each([2, 7, 100, 1000])('in batches of %d tells the same steps, by their place', (size) => {
    const { push } = setUp();
    const single = setUp();
    const confirming = walk.flatMap((row, i) => single.push(sample(row)).steps.map(() => i));
    const places: number[] = [];
    for (let from = 0; from < walk.length; from += size) {
      const answer = push({ samples: walk.slice(from, from + size).map(sample) });
      places.push(...answer.steps.map(({ index }) => from + index));
      expect(answer.total_predictions).toBe(Math.min(from + size, walk.length));
      const last = walk[answer.total_predictions - 1] as Row;
      expect(answer.prediction.movement_magnitude).toBeCloseTo(Math.hypot(...last.slice(1)), 3);
    }
    expect(places).toEqual(confirming);
  });

  test.each([1, 5, 25])('goes by their arrival where they have no time, %d a frame', (size) => {
    const { push, clock } = setUp();
    const found: number[] = [];
    for (let from = 0; from + size <= walk.length; from += size) {
      clock.advance(size * 20);
      const answer = push({ samples: walk.slice(from, from + size).map(untimed) });
      found.push(...answer.steps.map(({ timestamp }) => timestamp));
    }
    // The walk begins at 0 on its own clock; here, one period after the session, in Unix time.
    const began = 1_700_000_000;
    expect(found.length).toBe(steps.length);
    found.forEach((time, i) => {
      expect(time).toBeCloseTo(began + (steps[i]?.timestamp ?? -1) + 0.02, 3);
    });
  });

  test.each([
    ['nobody', undefined],
    ['a user', 'ann'],
    ['a user with a name of any script', 'Ännchen "步" \u{1f463} \u2028 \\ \u007f'],
  ])('carries the session, the time, and the name of %s', (_, userId) => {
    const { push, session, clock } = setUp(userId);
    for (const row of walk.slice(0, 10)) {
      clock.advance(20);
      const { session_id, user_id, timestamp } = push(sample(row));
      expect(session_id).toBe(session.id);
      expect(user_id).toBe(userId);
      expect(timestamp).toBe((clock.now() / 1000).toFixed(3));
    }
  });
});

describe('a message', () => {
  test('carries the session, the time, and the user where there is one', () => {
    const { ask, session, socket, open } = setUp('ann');
    const envelope = { session_id: session.id, user_id: 'ann', timestamp: '1700000000.000' };
    for (const action of ['stats', 'reset', 'configure', 'ping', 'nonsense', 'stop']) {
      expect(ask({ action })).toMatchObject(envelope);
    }
    expect(socket.sent[0]).toMatchObject(envelope);
    expect(open().socket.sent[0]).not.toHaveProperty('user_id');
  });

  test('greets with what holds for the session', () => {
    expect(setUp().socket.sent).toEqual([
      expect.objectContaining({
        type: 'session_started',
        protocol: 'stepstream.v1',
        model: CLASSIC.id,
        look_ahead_ms: Math.round(lookAhead(CLASSIC) * 1000),
        timeout_seconds: 90,
      }),
    ]);
  });
});

describe('actions', () => {
  test('reset starts the count anew and forgets the walk, but no totals', () => {
    const { push, ask, session } = setUp();
    const middle = walk.findIndex(([time]) => time > 12);
    const rest = walk.slice(middle);
    for (const row of walk.slice(0, middle)) push(sample(row));
    expect(session.steps).toBeGreaterThan(10);
    expect(ask({ action: 'reset' })).toMatchObject({ type: 'reset_response', total_steps: 0 });
    expect(session.steps).toBe(0);
    const found = rest.map((row) => push(sample(row)));
    expect(found[0]).toMatchObject({ total_steps: 0, pending_steps: 0, buffer_size: 1 });
    expect(found.at(-1)?.total_predictions).toBe(walk.length);
    const fresh = setUp();
    const alone = rest.map((row) => fresh.push(sample(row)));
    expect(found.map((answer) => answer.steps)).toEqual(alone.map((answer) => answer.steps));
  });

  test('stats and stop tell durations and counts, this message included', () => {
    const { push, ask, clock, open } = setUp();
    const others = Array.from({ length: 4 }, () => open());
    others[0]?.tell(sample(walk[0] as Row));
    push(sample(walk[0] as Row));
    clock.advance(12_345);
    expect(ask({ action: 'stats' })).toMatchObject({
      user_stats: { session_duration: 12.345, total_requests: 2, last_activity: 1700000012.345 },
      server_stats: { active_sessions: 5, total_server_requests: 3 },
    });
    clock.advance(655);
    expect(ask({ action: 'stop' })).toMatchObject({
      type: 'stop_response',
      session_stats: { duration: 13, total_requests: 3 },
    });
  });

  test('messages are counted, of every kind', () => {
    const { ask, push, session } = setUp();
    push(sample(walk[0] as Row));
    for (const frame of ['garbage', { action: 'reset' }, { action: 'nonsense' }]) ask(frame);
    expect(ask({ action: 'stats' })).toMatchObject({ user_stats: { total_requests: 5 } });
    expect(session.requests).toBe(5);
  });

  test('ping is answered with pong, and puts off the timeout', () => {
    const { ask, clock, session } = setUp();
    expect(session.deadlineMs).toBe(90_000);
    clock.advance(1000);
    expect(ask({ action: 'ping' })).toMatchObject({ type: 'pong' });
    expect(session.deadlineMs).toBe(91_000);
  });
});
