import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Checkpoint } from '../index.ts';
import { bufferWorld, INTERVAL_MS, LONG_MS } from '../testing/buffer-world.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from '../testing/samples.ts';

describe('while the store fails', () => {
  test('it is tried again with longer and longer pauses, and at once when it is back', async () => {
    const attempts: number[] = [];
    const world = await bufferWorld({}, () => {
      attempts.push(world.clock.monotonic());
      return attempts.length <= 9;
    });
    world.buffer.save(sampleCheckpoint());
    for (let i = 0; i < 600; i++) await world.pass(125);
    const pauses = attempts.map((at, i) => at - (attempts[i - 1] ?? 0));
    expect(pauses).toEqual([1000, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(world.saved).toHaveLength(1);
    // The next one is as if nothing had been.
    world.buffer.save(sampleCheckpoint());
    await world.pass(INTERVAL_MS);
    expect(world.saved).toHaveLength(2);
  });

  test('its health says so, why, and since when, until a write succeeds', async () => {
    const { clock, store, buffer, healths, pass } = await bufferWorld();
    expect(buffer.health).toEqual({ state: 'healthy' });
    store.down = true;
    buffer.save(sampleCheckpoint());
    await pass(INTERVAL_MS);
    const since = clock.now();
    const reason = expect.stringContaining('it is down');
    const health = {
      state: 'degraded' as const,
      code: 'store_unreachable' as const,
      reason,
      since,
    };
    expect(buffer.health).toEqual(health);
    await pass(LONG_MS);
    expect(buffer.health).toEqual(health);
    store.down = false;
    await pass(LONG_MS);
    expect(buffer.health).toEqual({ state: 'healthy' });
    const states = healths.map(({ state }) => state);
    expect(new Set(states.slice(0, -1))).toEqual(new Set(['degraded']));
    expect(states.at(-1)).toBe('healthy');
  });

  test('one that does not answer for five seconds counts as failing, until it does', async () => {
    const { store, buffer, pass } = await bufferWorld();
    const { promise, resolve } = Promise.withResolvers<void>();
    const saveAll = store.saveAll.bind(store);
    store.saveAll = async (batch) => {
      await promise;
      return saveAll(batch);
    };
    buffer.save(sampleCheckpoint());
    await pass(INTERVAL_MS + 4900);
    expect(buffer.health).toEqual({ state: 'healthy' });
    await pass(200);
    expect(buffer.health).toMatchObject({ state: 'degraded', code: 'store_unreachable' });
    expect(buffer.unsaved).toEqual({ sessions: 1, minutes: 0 });
    resolve();
    await pass(INTERVAL_MS);
    expect(buffer.health).toEqual({ state: 'healthy' });
    expect(buffer.unsaved).toEqual({ sessions: 0, minutes: 0 });
  });

  test('a checkpoint that waits keeps no more in memory than its own bytes', async () => {
    const { store, buffer, pass } = await bufferWorld();
    store.down = true;
    const large = new Uint8Array(65_536).fill(7);
    const checkpoint = sampleCheckpoint({ payload: large.subarray(100, 110) });
    buffer.save(checkpoint);
    await pass(INTERVAL_MS);
    const loaded = await buffer.load(checkpoint.sessionId);
    if (loaded.state !== 'found') throw new Error('it waits no longer');
    expect(loaded.checkpoint).toEqual(checkpoint);
    expect(loaded.checkpoint.payload.buffer.byteLength).toBe(10);
  });

  test('newer checkpoints, removals and larger counts take the place of those that wait', async () => {
    const { store, buffer, saved, pass } = await bufferWorld();
    store.down = true;
    const [live, over, minute] = [sampleCheckpoint(), sampleCheckpoint(), sampleMinute()];
    const release = store.hold();
    buffer.save(live);
    buffer.save(over);
    buffer.record(minute);
    await pass(INTERVAL_MS);
    // The write is under way, and about to fail.
    const newer = { ...live, sequence: 2 };
    buffer.save(newer);
    buffer.remove(over);
    buffer.record({ ...minute, count: 200 });
    release();
    await pass(LONG_MS);
    expect(buffer.waiting).toEqual({ sessions: 2, minutes: 1 });
    store.down = false;
    await pass(LONG_MS);
    expect(saved).toEqual([newer]);
    expect(await store.load(over.sessionId)).toEqual({ state: 'missing' });
    expect(await store.total('ann')).toBe(200);
  });

  test('what is discarded of a session is not tried again, wherever it waits', async () => {
    const { store, buffer, saved, pass } = await bufferWorld({ batchRows: 1 });
    store.down = true;
    const [gone, next, other] = [sampleCheckpoint(), sampleCheckpoint(), sampleCheckpoint()];
    const release = store.hold();
    for (const checkpoint of [gone, next, other]) {
      buffer.save(checkpoint);
      buffer.record(sampleMinute({ sessionId: checkpoint.sessionId, count: 1 }));
    }
    await pass(INTERVAL_MS);
    // The first is under way, the second is next, and of both something newer waits.
    for (const { sessionId } of [gone, next]) {
      buffer.record(sampleMinute({ sessionId, minute: MINUTE + 1 }));
      buffer.discard(sessionId);
      expect(await buffer.load(sessionId)).toEqual({ state: 'missing' });
    }
    release();
    await pass(LONG_MS);
    expect(buffer.waiting).toEqual({ sessions: 1, minutes: 1 });
    store.down = false;
    await pass(LONG_MS);
    expect(saved).toEqual([other]);
    expect(await store.total('ann')).toBe(1);
  });

  test('what there is no room for is dropped, the oldest first, and counted', async () => {
    const { store, buffer, pass } = await bufferWorld({ maxSessions: 3, maxMinutes: 2 });
    store.down = true;
    const sessions = Array.from({ length: 5 }, () => sampleCheckpoint());
    for (const checkpoint of sessions) buffer.save(checkpoint);
    // What is saved anew is no longer the oldest.
    buffer.save({ ...(sessions[2] as Checkpoint), sequence: 2 });
    buffer.remove(sampleCheckpoint());
    for (let i = 0; i < 5; i++) buffer.record(sampleMinute({ minute: MINUTE + i, count: 1 }));
    await pass(LONG_MS);
    expect(buffer.dropped).toEqual({ checkpoints: 3, minutes: 3 });
    expect(buffer.waiting).toEqual({ sessions: 3, minutes: 2 });
    store.down = false;
    await pass(LONG_MS);
    expect(await store.total('ann')).toBe(2);
    const kept = await Promise.all(sessions.map(({ sessionId }) => store.load(sessionId)));
    expect(kept.map(({ state }) => state)).toEqual([
      'missing',
      'missing',
      'found',
      'missing',
      'found',
    ]);
  });
});

test('whenever the store fails, in the end it holds what it would have held without a buffer', async () => {
  const sessions = Array.from({ length: 3 }, () => crypto.randomUUID());
  const step = fc.oneof(
    fc.record({ session: fc.nat(2), frames: fc.nat(20) }),
    fc.record({ session: fc.nat(2), minute: fc.nat(2), count: fc.nat(20) }),
    fc.record({ pass: fc.nat(3000) }),
  );
  const run = async (
    steps: (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
    fails: boolean[],
  ) => {
    let writes = 0;
    const { store, buffer, pass } = await bufferWorld(
      { batchRows: 2 },
      () => fails[writes++] === true,
    );
    const highest = new Map<string, number>();
    const counts = new Map<number, Map<string, number>>();
    for (const one of steps) {
      if ('pass' in one) {
        await pass(one.pass);
        continue;
      }
      const sessionId = sessions[one.session] ?? '';
      if ('frames' in one) {
        const sequence = (highest.get(sessionId) ?? 0) + one.frames;
        buffer.save(sampleCheckpoint({ sessionId, sequence }));
        highest.set(sessionId, sequence);
      } else {
        buffer.record(sampleMinute({ sessionId, minute: MINUTE + one.minute, count: one.count }));
        const minute = counts.get(one.minute) ?? new Map<string, number>();
        minute.set(sessionId, Math.max(minute.get(sessionId) ?? 0, one.count));
        counts.set(one.minute, minute);
      }
    }
    while (buffer.waiting.sessions + buffer.waiting.minutes > 0) await pass(LONG_MS);
    expect(buffer.dropped).toEqual({ checkpoints: 0, minutes: 0 });
    for (const [sessionId, sequence] of highest) {
      expect(await store.load(sessionId)).toMatchObject({ checkpoint: { sequence } });
    }
    const sums = [0, 1, 2].map((minute) =>
      (counts.get(minute) ?? new Map<string, number>()).values().reduce((sum, n) => sum + n, 0),
    );
    expect(
      await store.sums(
        'ann',
        [0, 1, 2, 3].map((offset) => MINUTE + offset),
      ),
    ).toEqual(sums);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      run,
    ),
  );
});
