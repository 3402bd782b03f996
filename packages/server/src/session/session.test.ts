import { describe, expect, test } from 'bun:test';
import { CLASSIC, lookAhead, StepDetector } from '@stepstream/detector';
import type { StepDetection } from '@stepstream/protocol';
import { createSampleBlock } from '@stepstream/protocol';
import { readFrame } from '@stepstream/protocol/codec';
import { ServerMessage } from '@stepstream/protocol/schemas';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { TimeStamp } from './time-stamp.ts';

const walk = rows(aWalk({ seed: 7 }));
const steps = detect(walk, new StepDetector({ model: CLASSIC }));

const sample = ([timestamp, accel_x, accel_y, accel_z]: Row) => {
  return { timestamp, accel_x, accel_y, accel_z };
};
const untimed = ([, accel_x, accel_y, accel_z]: Row) => ({ accel_x, accel_y, accel_z });

function setUp(userId?: string) {
  const clock = new ManualClock();
  const session = new Session('3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11', userId, {
    clock,
    model: CLASSIC,
    timeStamp: new TimeStamp(clock),
    timeoutSeconds: 90,
    resumeSeconds: 0,
    activeSessions: () => 5,
    totalRequests: () => 1234,
  });
  const block = createSampleBlock();
  /** Says something to the session as its registry would; the answer is held to the contract. */
  const ask = (message: object | string) => {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    session.touch();
    const answer = session.answer(readFrame(text, session.settings, block));
    return answer && ServerMessage.parse(answer);
  };
  /** The answer to samples that must have one. */
  const push = (message: object) => ask(message) as StepDetection;
  return { clock, session, ask, push };
}

describe('samples', () => {
  test('give the steps of the detector, each on the answer to the sample that confirms it', () => {
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

  test('have answers whose parts agree with one another', () => {
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

  test.each([2, 7, 100, 1000])('in batches of %d give the same steps, by their place', (size) => {
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

  test.each([1, 5, 25])('without a time are taken by their arrival, %d a frame', (size) => {
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
});

describe('the answer to samples as text', () => {
  test.each([
    ['nobody', undefined],
    ['a user', 'ann'],
    ['a user with a name of any script', 'Ännchen "步" \u{1f463} \u2028 \\ \u007f'],
  ])('is the answer of %s', (_, userId) => {
    const [asText, asObject] = [setUp(userId), setUp(userId)];
    const block = createSampleBlock();
    for (const row of walk) {
      const told = asObject.push(sample(row));
      asText.session.touch();
      readFrame(JSON.stringify(sample(row)), asText.session.settings, block);
      const text = asText.session.answerText(block) ?? '';
      expect(JSON.parse(text)).toEqual(told);
    }
  });
});

describe('a message', () => {
  test('carries the session, the time, and the user where there is one', () => {
    const { ask, session } = setUp('ann');
    const envelope = { session_id: session.id, user_id: 'ann', timestamp: '1700000000.000' };
    for (const action of ['stats', 'reset', 'stop', 'nonsense']) {
      expect(ask({ action })).toMatchObject(envelope);
    }
    expect(session.greet()).toMatchObject(envelope);
    expect(setUp().session.greet()).not.toHaveProperty('user_id');
  });

  test('greets with what holds for the session', () => {
    expect(ServerMessage.parse(setUp().session.greet())).toMatchObject({
      type: 'session_started',
      protocol: 'stepstream.v1',
      model: CLASSIC.id,
      look_ahead_ms: Math.round(lookAhead(CLASSIC) * 1000),
      timeout_seconds: 90,
    });
  });

  test('tells why it closes where the reason has a message, in the words of the contract', () => {
    const { session } = setUp();
    const messages = (['timed_out', 'replaced', 'terminated'] as const).map((reason) => {
      return ServerMessage.parse(session.closeMessage(reason)).type;
    });
    expect(messages).toEqual(['timeout_response', 'session_replaced', 'session_terminated']);
    expect(session.closeMessage('timed_out')).toMatchObject({
      message: 'Connection closed due to 90 seconds of inactivity',
    });
    for (const reason of ['stopped', 'unreadable', 'server_closed', 'disconnected'] as const) {
      expect(session.closeMessage(reason)).toBeUndefined();
    }
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
    expect(session.steps).toBe(fresh.session.steps);
  });

  test('stats and stop tell durations and counts, this message included', () => {
    const { push, ask, clock } = setUp();
    push(sample(walk[0] as Row));
    clock.advance(12_345);
    expect(ask({ action: 'stats' })).toMatchObject({
      user_stats: { session_duration: 12.345, total_requests: 2, last_activity: 1700000012.345 },
      server_stats: { active_sessions: 5, total_server_requests: 1234 },
    });
    clock.advance(655);
    expect(ask({ action: 'stop' })).toMatchObject({
      type: 'stop_response',
      session_stats: { duration: 13, total_requests: 3 },
    });
  });

  test('a message of the client puts off the end of the session', () => {
    const { ask, clock, session } = setUp();
    expect(session.deadline).toBe(90_000);
    clock.advance(1000);
    ask('garbage');
    expect(session.deadline).toBe(91_000);
    expect(session.requests).toBe(1);
  });
});
