import { describe, expect, test } from 'bun:test';
import { combineStores, openStore, type Store, timedStore } from './index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './testing/samples.ts';

/** A store, and what was told of it. */
async function aTimedStore(store?: Store) {
  const told: string[] = [];
  const timed = timedStore(store ?? (await openStore('memory')), {
    asked(kind, operation, seconds, hasFailed) {
      expect(seconds).toBeGreaterThanOrEqual(0);
      told.push(`${kind} ${operation}${hasFailed ? ' failed' : ''}`);
    },
  });
  return { timed, told };
}

describe('a store of which somebody is told', () => {
  test('answers as before, and each thing that it is asked is told of', async () => {
    const { timed, told } = await aTimedStore();
    const checkpoint = sampleCheckpoint({ userId: 'ann' });
    expect(await timed.saveAll({ checkpoints: [checkpoint] })).toEqual([]);
    expect(await timed.load(checkpoint.sessionId)).toEqual({ state: 'found', checkpoint });
    expect(await timed.loadByUser('ann')).toHaveLength(1);
    expect(timed.name).toBe('memory');
    expect(told).toEqual(['memory save_all', 'memory load', 'memory load_by_user']);
    await timed.close();
  });

  test('tells of each page of minutes, and lets go of them where nobody reads on', async () => {
    const { timed, told } = await aTimedStore();
    await timed.record([0, 1, 2].map((i) => sampleMinute({ minute: MINUTE + i })));
    const pages: number[] = [];
    const range = { start: MINUTE, end: MINUTE + 3 };
    for await (const page of timed.minutes('ann', range, 1)) {
      pages.push(page.length);
      if (pages.length === 2) break;
    }
    expect(pages).toEqual([1, 1]);
    expect(told).toEqual(['memory record', 'memory minutes', 'memory minutes']);
  });

  test('that is made of two is told of as two', async () => {
    const named = async (name: string): Promise<Store> => ({
      ...(await openStore('memory')),
      name,
    });
    const both = combineStores(await named('redis://a'), await named('postgres://b/steps'));
    const { timed, told } = await aTimedStore(both);
    await timed.saveAll({ checkpoints: [sampleCheckpoint()], minutes: [sampleMinute()] });
    expect(told).toEqual(['postgres record', 'redis save_all']);
    expect(timed.name).toBe('redis://a and postgres://b/steps');
  });

  test('and that fails is told of as failed', async () => {
    const { timed, told } = await aTimedStore();
    await timed.close();
    expect(await timed.total('ann').catch((error: Error) => error.name)).toBe('StoreError');
    expect(told).toEqual(['memory total failed']);
  });

  test('of a kind that is not ours is called other', async () => {
    const store = { ...(await openStore('memory')), name: 'my own' };
    const { timed, told } = await aTimedStore(store);
    await timed.total('ann');
    expect(told).toEqual(['other total']);
  });
});
