import { describe, expect, test } from 'bun:test';
import { bufferWorld, INTERVAL_MS, LONG_MS } from '../testing/buffer-world.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from '../testing/samples.ts';

describe('what is put into the buffer', () => {
  test('is written after the interval, in one batch, and those who wait for it are told', async () => {
    const { store, buffer, saved, pass } = await bufferWorld();
    const checkpoint = sampleCheckpoint({ userId: 'ann' });
    buffer.save(checkpoint);
    buffer.record(sampleMinute({ sessionId: checkpoint.sessionId }));
    await pass(INTERVAL_MS - 1);
    expect(store.batches).toEqual([]);
    expect(buffer.waiting).toEqual({ sessions: 1, minutes: 1 });
    await pass(1);
    expect(store.batches).toEqual([2]);
    expect(saved).toEqual([checkpoint]);
    expect(await store.total('ann')).toBe(100);
    expect(buffer.waiting).toEqual({ sessions: 0, minutes: 0 });
  });

  test('leaves no timer when nothing waits', async () => {
    const { clock, buffer, pass } = await bufferWorld();
    expect(clock.pendingTimers).toBe(0);
    buffer.save(sampleCheckpoint());
    expect(clock.pendingTimers).toBe(1);
    await pass(INTERVAL_MS);
    expect(clock.pendingTimers).toBe(0);
  });

  test('is the newest of each session and the largest of each minute', async () => {
    const { store, buffer, pass } = await bufferWorld();
    const [first, minute] = [sampleCheckpoint({ sequence: 3 }), sampleMinute()];
    for (const sequence of [3, 5, 4]) buffer.save({ ...first, sequence });
    for (const count of [3, 9, 4]) buffer.record({ ...minute, count });
    await pass(INTERVAL_MS);
    expect(store.batches).toEqual([2]);
    expect(await store.total('ann')).toBe(9);
    expect(await store.load(first.sessionId)).toMatchObject({ checkpoint: { sequence: 5 } });
  });

  test('is removed where that came last, and saved where that did', async () => {
    const { store, buffer, pass } = await bufferWorld();
    const [over, back] = [sampleCheckpoint(), sampleCheckpoint()];
    buffer.save(over);
    await pass(INTERVAL_MS);
    buffer.save({ ...over, sequence: 2 });
    buffer.remove(over);
    buffer.remove(back);
    buffer.save(back);
    await pass(INTERVAL_MS);
    expect(await store.load(over.sessionId)).toEqual({ state: 'missing' });
    expect(await store.load(back.sessionId)).toMatchObject({ state: 'found' });
  });

  test('is written in batches, of which each session is in one', async () => {
    const { store, buffer, pass } = await bufferWorld({ batchRows: 6 });
    for (let i = 0; i < 5; i++) {
      const checkpoint = sampleCheckpoint();
      buffer.save(checkpoint);
      for (let j = 0; j < 3; j++) {
        buffer.record(sampleMinute({ sessionId: checkpoint.sessionId, minute: MINUTE + j }));
      }
    }
    await pass(INTERVAL_MS);
    expect(store.batches).toEqual([8, 8, 4]);
  });

  test('is refused at once where no store can keep it', async () => {
    const { buffer } = await bufferWorld();
    expect(() => buffer.save(sampleCheckpoint({ sessionId: 'x' }))).toThrow(RangeError);
    expect(() => buffer.record(sampleMinute({ userId: '' }))).toThrow(RangeError);
    expect(() => buffer.remove({ sessionId: 'x', sequence: 0, expiresAt: 0 })).toThrow(RangeError);
    expect(buffer.waiting).toEqual({ sessions: 0, minutes: 0 });
  });

  test('of a session that another server has gone on with is told of as stale', async () => {
    const { store, buffer, saved, stale, pass } = await bufferWorld();
    const newer = sampleCheckpoint({ sequence: 9 });
    await store.save([newer]);
    buffer.save({ ...newer, sequence: 8 });
    await pass(INTERVAL_MS);
    expect({ saved, stale }).toEqual({ saved: [], stale: [newer.sessionId] });
  });
});

describe('what has not been written yet', () => {
  test('is loaded as if it were stored', async () => {
    const { store, buffer, pass } = await bufferWorld();
    const stored = sampleCheckpoint({ userId: 'ann', savedAt: 1000 });
    await store.save([stored]);
    const newer = { ...stored, sequence: 2, savedAt: 3000 };
    const other = sampleCheckpoint({ userId: 'ann', savedAt: 2000 });
    const check = async () => {
      expect(await buffer.load(stored.sessionId)).toEqual({ state: 'found', checkpoint: newer });
      const all = await buffer.loadByUser('ann');
      expect(all.map((one) => one.state === 'found' && one.checkpoint)).toEqual([newer, other]);
    };
    buffer.save(newer);
    buffer.save(other);
    await check();
    const release = store.hold();
    await pass(INTERVAL_MS);
    expect(buffer.waiting.sessions).toBe(0);
    await check();
    release();
    await pass(0);
    await check();
    buffer.remove(stored);
    expect(await buffer.load(stored.sessionId)).toEqual({ state: 'missing' });
    expect(await buffer.loadByUser('ann')).toHaveLength(1);
    expect(await buffer.load(crypto.randomUUID())).toEqual({ state: 'missing' });
  });

  test('is forgotten with a user, also where it is being written', async () => {
    const { store, buffer, pass } = await bufferWorld();
    const [first, second] = [
      sampleCheckpoint({ userId: 'ann' }),
      sampleCheckpoint({ userId: 'ann' }),
    ];
    buffer.save(first);
    buffer.record(sampleMinute());
    buffer.record(sampleMinute({ userId: 'bob' }));
    const release = store.hold();
    await pass(INTERVAL_MS);
    buffer.save(second);
    buffer.record(sampleMinute());
    const forgetting = buffer.forget('ann');
    release();
    await forgetting;
    await buffer.flush();
    expect(await store.users(9)).toEqual(['bob']);
    expect(await store.loadByUser('ann')).toEqual([]);
  });

  test('is written at once by a flush', async () => {
    const { store, buffer, pass } = await bufferWorld();
    buffer.save(sampleCheckpoint());
    const release = store.hold();
    await pass(INTERVAL_MS);
    buffer.save(sampleCheckpoint());
    const flushing = buffer.flush();
    release();
    await flushing;
    expect(store.batches).toEqual([1, 1]);
  });

  test('still waits after a flush that failed, which says why', async () => {
    const { clock, store, buffer, pass } = await bufferWorld();
    store.down = true;
    buffer.save(sampleCheckpoint());
    const error = await buffer.flush().catch((reason) => reason);
    expect(error).toMatchObject({ code: 'store_unreachable' });
    expect(clock.pendingTimers).toBe(1);
    store.down = false;
    await pass(LONG_MS);
    expect(buffer.waiting.sessions).toBe(0);
    await buffer.flush();
  });

  test('is written by a close, which leaves no timer and closes the store', async () => {
    const { clock, store, buffer, saved } = await bufferWorld();
    buffer.save(sampleCheckpoint());
    await buffer.close();
    expect(saved).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
    expect(await store.total('ann').catch(({ code }) => code)).toBe('store_closed');
  });

  test('is lost by a close that fails, which says so and closes the store all the same', async () => {
    const { clock, store, buffer } = await bufferWorld();
    store.down = true;
    buffer.save(sampleCheckpoint());
    const error = await buffer.close().catch((reason) => reason);
    expect(error).toMatchObject({ code: 'store_unreachable' });
    expect(clock.pendingTimers).toBe(0);
    expect(await store.total('ann').catch(({ code }) => code)).toBe('store_closed');
  });
});
