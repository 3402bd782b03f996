import { describe, expect, test } from 'bun:test';
import { streamWorld } from '../stream/testing/stream-world.ts';
import { FrameTimes, type SlowFrame } from './frame-times.ts';
import type { Metric } from './metric.ts';
import { createSlowFrameLog } from './slow-frame-log.ts';

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

/** A stream whose frames are timed, by a clock that the listener of `samples` moves. */
function setUp(slowMs = 100) {
  const slow: SlowFrame[] = [];
  let takesMs = 0;
  const { clock, hooks, context, open } = streamWorld();
  const times = new FrameTimes({ clock, slowMs, onSlow: (frame) => slow.push(frame) });
  Object.assign(context, { frames: times });
  hooks.on('samples', () => clock.advance(takesMs));
  const stream = open();
  const read = (name: string) => times.metrics.find((one) => one.name === name)?.read();
  return {
    ...{ stream, slow, read, clock },
    takes(milliseconds: number) {
      takesMs = milliseconds;
    },
  };
}

const countOf = (read: ReturnType<Metric['read']>) => {
  const [first] = read as Iterable<[object, { counts: Float64Array; sum: number }]>;
  const { counts, sum } = first?.[1] ?? { counts: [], sum: Number.NaN };
  return { count: [...counts].reduce((all, one) => all + one, 0), sum };
};

describe('the times of frames', () => {
  test('count each frame with what it took', () => {
    const { stream, read, takes } = setUp();
    stream.ask(SAMPLE);
    takes(20);
    stream.ask(SAMPLE);
    stream.ask({ action: 'stats' });
    const { count, sum } = countOf(read('stepstream_answer_seconds') as never);
    expect(count).toBe(3);
    expect(sum).toBeCloseTo(0.02);
  });

  test('tell of a frame that is slow, what it was and how long it waited', () => {
    const { stream, slow, takes, clock, read } = setUp();
    takes(150);
    const came = clock.monotonic();
    clock.advance(40);
    stream.connection.handle(JSON.stringify(SAMPLE), came);
    expect(slow).toEqual([
      {
        session: stream.session?.id ?? '',
        kind: 'samples',
        size: JSON.stringify(SAMPLE).length,
        waitedMs: 40,
        totalMs: 190,
      },
    ]);
    expect(read('stepstream_slow_frames_total')).toBe(1);
  });

  test('call no frame slow where that is switched off', () => {
    const { stream, slow, takes } = setUp(0);
    takes(60_000);
    stream.ask(SAMPLE);
    expect(slow).toEqual([]);
  });

  test('count errors by their code', () => {
    const { stream, read } = setUp();
    for (const frame of ['garbage', '{"action":"dance"}', 'more garbage']) stream.ask(frame);
    const errors = read('stepstream_frame_errors_total');
    expect([...(errors as Iterable<unknown>)]).toEqual([
      [{ code: 'invalid_json' }, 2],
      [{ code: 'unknown_action' }, 1],
    ]);
  });
});

test('one slow frame in ten seconds is logged, with how many there were between', () => {
  const { clock } = streamWorld();
  const lines: object[] = [];
  const log = createSlowFrameLog({ warn: (fields) => lines.push(fields) }, clock);
  const frame = { session: 's', kind: 'samples', size: 10, waitedMs: 1.4, totalMs: 600.6 };
  for (let i = 0; i < 1000; i++) log(frame);
  clock.advance(10_000);
  log(frame);
  const line = { session: 's', kind: 'samples', size: 10, waited_ms: 1, total_ms: 601 };
  expect(lines).toEqual([
    { ...line, unlogged: 0 },
    { ...line, unlogged: 999 },
  ]);
});
