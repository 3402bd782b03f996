import { expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { quietKeeper } from '../session/testing/quiet-keeper.ts';
import { streamWorld } from './testing/stream-world.ts';

const WALK = rows(aWalk());
const STOP = { action: 'stop' };

/** Tells a stream the samples before an end in seconds; returns what the stop after them brings. */
function stoppedAt(end: number) {
  const world = streamWorld();
  const { tell, session, socket } = world.open();
  const part = WALK.filter(([time]) => time <= end);
  const samples = part.map(([timestamp, accel_x, accel_y, accel_z]) => {
    return { timestamp, accel_x, accel_y, accel_z };
  });
  for (let from = 0; from < samples.length; from += 100) {
    tell({ samples: samples.slice(from, from + 100) });
  }
  return { ...world, part, session, socket, tell };
}

function owedAfter(part: readonly Row[]) {
  const detector = new StepDetector({ model: CLASSIC });
  const before = detect(part, detector).length;
  return { before, owed: detector.finish() };
}

test('the answer to stop tells the steps that were not confirmed yet', () => {
  let told = 0;
  for (let end = 6; end < 8; end += 0.1) {
    const { part, tell, session } = stoppedAt(end);
    const { before, owed } = owedAfter(part);
    const answers = tell(STOP);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      type: 'stop_response',
      total_steps: before + owed.length,
      steps: owed.map(({ timestamp, foot }) => ({
        timestamp: expect.closeTo(timestamp, 5),
        foot,
        confidence: expect.any(Number),
      })),
    });
    expect(session?.steps).toBe(before + owed.length);
    told += owed.length;
  }
  expect(told).toBeGreaterThan(2);
});

test('a stop before any sample tells none', () => {
  expect(streamWorld().open().tell(STOP)).toMatchObject([{ total_steps: 0, steps: [] }]);
});

test('a listener who ends the session at such a step leaves nothing to answer', () => {
  for (let end = 6; end < 8; end += 0.1) {
    const { part, tell, hooks, registry, session, socket } = stoppedAt(end);
    if (owedAfter(part).owed.length === 0) continue;
    hooks.on('step', () => session && registry.end(session, 'terminated'));
    expect(tell(STOP).map(({ type }) => type)).toEqual(['session_terminated']);
    expect(socket.closed?.code).toBe(4410);
    return;
  }
  throw new Error('no step was owed');
});

test('a client that keeps what is not safe hears of its end once that is', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const told: string[] = [];
  const keeper = quietKeeper({
    intervalSeconds: 5,
    stopped: () => told.push('stopped'),
    settled: () => {
      told.push('settled');
      return promise;
    },
  });
  const world = streamWorld({ keeper, resume: { windowSeconds: 120, most: 10 } });
  const { socket, tell } = world.open({ checkpoints: true });
  expect(tell(STOP)).toEqual([]);
  expect([told, world.registry.size, socket.closed]).toEqual([
    ['stopped', 'settled'],
    0,
    undefined,
  ]);
  // What comes after a stop is not answered.
  expect(tell({ action: 'ping' })).toEqual([]);
  resolve();
  await promise;
  await Promise.resolve();
  expect(socket.sent.at(-1)).toMatchObject({ type: 'stop_response', total_steps: 0 });
  expect(socket.closed).toMatchObject({ code: 1000 });

  const other = world.open();
  expect(other.tell(STOP)).toMatchObject([{ type: 'stop_response' }]);
});
