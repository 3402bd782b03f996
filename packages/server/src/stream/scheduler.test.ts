import { describe, expect, test } from 'bun:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RawFrame } from './frame-backlog.ts';
import { FrameQueue } from './frame-queue.ts';
import { Scheduler } from './scheduler.ts';
import { RecordingSocket } from './testing/stream-world.ts';

/** A quarter of a client's share, and a whole turn: 16 KiB with what a frame costs beside its bytes. */
const QUARTER = 'x'.repeat(16 * 1024 - 160);
const A_SHARE = 4;

/** A client's queue. All that is handled, of all clients, is kept in `handled`, as the client's name. */
function client(name: string, scheduler: Scheduler, handled: string[]) {
  const socket = new RecordingSocket();
  const frames: RawFrame[] = [];
  const times: (number | undefined)[] = [];
  const arrivals: number[] = [];
  const handler = {
    onFrame: (_frame: RawFrame) => {},
    handle(frame: RawFrame, arrivedMs: number, nowMs?: number) {
      handled.push(name);
      frames.push(frame);
      arrivals.push(arrivedMs);
      times.push(nowMs);
      handler.onFrame(frame);
    },
  };
  const queue = new FrameQueue(scheduler, socket, handler);
  const flood = (count: number, nowMs = 1000) => {
    for (let i = 0; i < count; i++) queue.offer(QUARTER, nowMs);
  };
  return { queue, socket, handler, frames, times, arrivals, flood };
}

function setUp() {
  const scheduler = new Scheduler();
  const handled: string[] = [];
  return { handled, add: (name: string) => client(name, scheduler, handled) };
}

/** Lets turns be taken until nobody waits. */
async function settle(...queues: readonly FrameQueue[]): Promise<number> {
  for (let turns = 0; ; turns++) {
    if (!queues.some(({ isWaiting }) => isWaiting)) return turns;
    await nextTurn();
  }
}

describe('a client that sends no more than its share', () => {
  test('is served at once, and its handler is told the time', () => {
    const { queue, frames, times, flood } = setUp().add('ann');
    flood(A_SHARE);
    queue.offer('more', 1010);
    expect(frames).toEqual([...Array(A_SHARE).fill(QUARTER), 'more']);
    expect(times).toEqual([...Array(A_SHARE).fill(1000), 1010]);
    expect(queue.isWaiting).toBe(false);
  });

  test('is served at once for a frame of any size', () => {
    const { queue, frames } = setUp().add('ann');
    const large = 'x'.repeat(1 << 20);
    queue.offer(large, 1000);
    queue.offer(new Uint8Array(1 << 20), 1010);
    expect(frames.length).toBe(2);
    expect(queue.isWaiting).toBe(false);
  });
});

describe('a client that sends more than its share', () => {
  test('waits for its turns, and is served in order to the end', async () => {
    const { queue, frames, times, arrivals } = setUp().add('ann');
    const sent = Array.from({ length: 1000 }, (_, i) => `${i} ${'x'.repeat(500)}`);
    for (const frame of sent) queue.offer(frame, 1000);
    expect(queue.isWaiting).toBe(true);
    expect(frames.length).toBeWithin(50, 150);
    // The share of the next moment is not for what has overtaken the backlog.
    queue.offer('last', 2000);
    expect(await settle(queue)).toBeGreaterThan(1);
    expect(frames).toEqual([...sent, 'last']);
    expect(times.at(-1)).toBeUndefined();
    // Each says when it came, however long it waited.
    expect(arrivals).toEqual([...Array(sent.length).fill(1000), 2000]);
    queue.offer('later', 3000);
    expect(frames.at(-1)).toBe('later');
  });

  test('pays more for bytes than for text, which stand for more samples', () => {
    const { queue, frames } = setUp().add('ann');
    const bytes = new Uint8Array(QUARTER.length);
    for (let i = 0; i < A_SHARE; i++) queue.offer(bytes, 1000);
    expect(frames.length).toBe(1);
  });

  test('is not read from while much of it waits', async () => {
    const { queue, socket, flood } = setUp().add('ann');
    flood(A_SHARE + 4 * A_SHARE);
    expect(socket.isPaused).toBe(false);
    flood(1);
    expect(socket.isPaused).toBe(true);
    await settle(queue);
    expect(socket.isPaused).toBe(false);
  });

  test('takes turns with others, whoever came first', async () => {
    const { handled, add } = setUp();
    const [ann, bob] = [add('ann'), add('bob')];
    ann.flood(A_SHARE + 12);
    bob.flood(A_SHARE + 4);
    handled.length = 0;
    await settle(ann.queue, bob.queue);
    expect(handled.join(' ')).toBe(
      'ann bob ann bob ann bob ann bob ann ann ann ann ann ann ann ann',
    );
  });

  test('does not keep a quiet one waiting', async () => {
    const { handled, add } = setUp();
    const [ann, bob] = [add('ann'), add('bob')];
    ann.flood(A_SHARE + 100);
    await nextTurn();
    const before = handled.length;
    bob.queue.offer('a sample', 1000);
    expect(handled.slice(before)).toEqual(['bob']);
    expect(ann.queue.isWaiting).toBe(true);
    ann.queue.finish();
  });

  test('is served a bounded part of its backlog in one turn of the event loop', async () => {
    const { queue, frames, flood } = setUp().add('ann');
    flood(A_SHARE + 100);
    const served = [];
    while (queue.isWaiting) {
      const before = frames.length;
      await nextTurn();
      served.push(frames.length - before);
    }
    // A turn serves one frame of this size, and no queue has two turns in one go.
    expect(Math.max(...served)).toBe(1);
  });
});

describe('a socket that closes', () => {
  test('is served what it sent before, and has no turn after', async () => {
    const { handled, add } = setUp();
    const [ann, bob] = [add('ann'), add('bob')];
    ann.flood(A_SHARE + 3);
    bob.flood(A_SHARE + 3);
    ann.queue.finish();
    expect(ann.frames.length).toBe(A_SHARE + 3);
    handled.length = 0;
    await settle(bob.queue);
    await nextTurn();
    expect(handled).toEqual(['bob', 'bob', 'bob']);
  });

  test('may do so within its turn', async () => {
    const { queue, frames, flood, handler } = setUp().add('ann');
    flood(A_SHARE + 5);
    handler.onFrame = () => {
      handler.onFrame = () => {};
      queue.finish();
    };
    await nextTurn();
    await nextTurn();
    expect(frames.length).toBe(A_SHARE + 5);
    expect(queue.isWaiting).toBe(false);
  });
});
