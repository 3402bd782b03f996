import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { createDetection } from '@stepstream/protocol/codec/server';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { Session } from './session.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { sampleBlock } from './testing/sample-block.ts';

const walk = rows(aWalk({ seed: 7 }));
const steps = detect(walk, new StepDetector({ model: CLASSIC }));

function setUp() {
  const clock = new ManualClock();
  const session = new Session('3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11', undefined, {
    clock,
    model: CLASSIC,
    timeoutSeconds: 90,
    maxRate: 0,
    resumeSeconds: 0,
    detection: createDetection(),
  });
  /** Hands a frame to the session as its registry would; what it finds is copied. */
  const push = (samples: readonly Row[], options?: { readonly timed?: boolean }) => {
    session.touch();
    const found = session.push(sampleBlock(samples, options));
    if (found.kind === 'fault') throw new Error(found.message);
    return { ...found, steps: [...found.steps] };
  };
  return { clock, session, push };
}

describe('samples', () => {
  test('give the steps of the detector, each with the sample that confirms it', () => {
    const { push, session } = setUp();
    const detector = new StepDetector({ model: CLASSIC });
    for (const row of walk) {
      const found = push([row]);
      const expected = detector.push(...row);
      expect(found.steps.map(({ foot }) => foot)).toEqual(expected.map(({ foot }) => foot));
      found.steps.forEach((step, i) => {
        expect(step.index).toBe(0);
        expect(step.timestamp).toBeCloseTo(expected[i]?.timestamp ?? -1, 5);
        expect(step.confidence).toBeCloseTo(expected[i]?.confidence ?? -1, 3);
      });
      expect(found.pendingSteps).toBe(detector.pendingSteps);
      expect(found.bufferSize).toBe(detector.windowFill);
      expect(found.hasCurrentStep).toBe(detector.inStep);
      expect(found.startProbability).toBe(detector.startProbability);
      expect(found.endProbability).toBe(detector.endProbability);
    }
    expect(session.steps).toBe(steps.length);
  });

  test('add to totals, and the last of a frame is the one that the detection speaks of', () => {
    const { push, session } = setUp();
    let total = 0;
    walk.forEach((row, i) => {
      const found = push([row]);
      total += found.steps.length;
      expect(found.totalSteps).toBe(total);
      expect(found.totalSamples).toBe(i + 1);
      expect(found.magnitude).toBeCloseTo(Math.hypot(...row.slice(1)), 9);
      expect(session.sensorTime).toBe(row[0]);
    });
    expect(session).toMatchObject({ samples: walk.length, steps: total });
  });

  test.each([2, 7, 100, 1000])('in batches of %d give the same steps, by their place', (size) => {
    const { push } = setUp();
    const single = setUp();
    const confirming = walk.flatMap((row, i) => single.push([row]).steps.map(() => i));
    const places: number[] = [];
    for (let from = 0; from < walk.length; from += size) {
      const found = push(walk.slice(from, from + size));
      places.push(...found.steps.map(({ index }) => from + index));
      expect(found.totalSamples).toBe(Math.min(from + size, walk.length));
      const last = walk[found.totalSamples - 1] as Row;
      expect(found.magnitude).toBeCloseTo(Math.hypot(...last.slice(1)), 9);
    }
    expect(places).toEqual(confirming);
  });

  test('of a frame that lost some keep their places in it', () => {
    const { session } = setUp();
    const block = sampleBlock(walk.slice(0, 1000));
    block.positions = Array.from({ length: 1000 }, (_, i) => 2 * i);
    block.rejected = [{ index: 1, code: 'invalid_value', field: 'accel_x' }];
    const found = session.push(block);
    if (found.kind === 'fault') throw new Error(found.message);
    const expected = setUp().push(walk.slice(0, 1000)).steps;
    expect(found.steps.map(({ index }) => index)).toEqual(expected.map(({ index }) => 2 * index));
    expect(found.steps.length).toBeGreaterThan(10);
    expect(found.rejected).toEqual(block.rejected);
  });

  test.each([1, 5, 25])('without a time are taken by their arrival, %d a frame', (size) => {
    const { push, clock } = setUp();
    const found: number[] = [];
    for (let from = 0; from + size <= walk.length; from += size) {
      clock.advance(size * 20);
      const { steps: some } = push(walk.slice(from, from + size), { timed: false });
      found.push(...some.map(({ timestamp }) => timestamp));
    }
    // The walk begins at 0 on its own clock; here, one period after the session, in Unix time.
    const began = 1_700_000_000;
    expect(found.length).toBe(steps.length);
    found.forEach((time, i) => {
      expect(time).toBeCloseTo(began + (steps[i]?.timestamp ?? -1) + 0.02, 3);
    });
  });

  test('leave their probabilities in a trace where somebody wants one', () => {
    const { session } = setUp();
    const traced = new StepDetector({ model: CLASSIC });
    const block = sampleBlock(walk.slice(0, 500));
    const startProbabilities = new Float64Array(500);
    const endProbabilities = new Float64Array(500);
    session.push(block, { block, startProbabilities, endProbabilities });
    walk.slice(0, 500).forEach((row, i) => {
      traced.push(...row);
      expect(startProbabilities[i]).toBe(traced.startProbability);
      expect(endProbabilities[i]).toBe(traced.endProbability);
    });
    expect(Math.max(...startProbabilities)).toBeGreaterThan(0.5);
  });
});

test('a reset starts the count anew and forgets the walk, but no totals', () => {
  const { push, session } = setUp();
  const middle = walk.findIndex(([time]) => time > 12);
  const rest = walk.slice(middle);
  for (const row of walk.slice(0, middle)) push([row]);
  expect(session.steps).toBeGreaterThan(10);
  session.reset();
  expect(session.steps).toBe(0);
  expect(session.stepsAfter(0)).toEqual([]);
  const found = rest.map((row) => push([row]));
  expect(found[0]).toMatchObject({ totalSteps: 0, pendingSteps: 0, bufferSize: 1 });
  expect(found.at(-1)?.totalSamples).toBe(walk.length);
  const fresh = setUp();
  const alone = rest.map((row) => fresh.push([row]));
  expect(found.map((one) => one.steps)).toEqual(alone.map((one) => one.steps));
  expect(session.steps).toBe(fresh.session.steps);
});

test('a message of the client puts off the end of the session', () => {
  const { clock, session } = setUp();
  expect(session.deadlineMs).toBe(90_000);
  clock.advance(1000);
  session.touch();
  expect(session.deadlineMs).toBe(91_000);
  expect(session.requests).toBe(1);
});

test('the cadence is that of the walk, and 0 at rest', () => {
  const { push, session } = setUp();
  expect(session.cadence).toBe(0);
  for (const row of walk.filter(([time]) => time < 20)) push([row]);
  expect(session.cadence).toBeWithin(104, 113);
  for (let i = 0; i < 500; i++) push([[20 + i / 50, 0, 0, 9.8]]);
  expect(session.cadence).toBe(0);
});
