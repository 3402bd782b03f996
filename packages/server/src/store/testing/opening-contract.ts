import { describe, expect, test } from 'bun:test';
import { StoreError } from '../index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './samples.ts';
import type { StoreBench } from './store-kind.ts';

/** What a store does when it is opened and closed, and when several are open at once. */
export function openingContract({ open, place, durable }: StoreBench): void {
  if (durable) placesContract({ open, place });

  describe('after its end', () => {
    test('everything is refused, and to close it again is no error', async () => {
      const store = await open();
      await store.close();
      await store.close();
      for (const asked of [store.save([]), store.total('ann'), store.users(1), store.prune(1)]) {
        const error: unknown = await asked.catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(StoreError);
        expect((error as StoreError).code).toBe('store_closed');
      }
    });
  });
}

/** A place lasts longer than a store that is opened there. */
function placesContract({ open, place }: Pick<StoreBench, 'open' | 'place'>): void {
  test('everything is there when it is opened again', async () => {
    const url = await place();
    const first = await open(url);
    const checkpoint = sampleCheckpoint({ userId: 'ann' });
    await first.saveAll({ checkpoints: [checkpoint], minutes: [sampleMinute()] });
    await first.close();
    const second = await open(url);
    expect(await second.load(checkpoint.sessionId)).toEqual({ state: 'found', checkpoint });
    expect(await second.total('ann')).toBe(100);
  });

  test('several may open a new one at once', async () => {
    const url = await place();
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    await Promise.all(stores.map((store) => store.record([sampleMinute({ count: 1 })])));
    for (const store of stores) expect(await store.total('ann')).toBe(6);
  });

  test('several may write the same things at once', async () => {
    const url = await place();
    const stores = await Promise.all([open(url), open(url), open(url)]);
    const sessions = Array.from({ length: 20 }, (_, i) =>
      sampleCheckpoint({ userId: `user ${i % 7}` }),
    );
    const rounds = stores.map(async (store, server) => {
      for (let round = 1; round <= 10; round++) {
        // Each in an order of its own.
        const own = server === 0 ? sessions : sessions.toReversed();
        await store.saveAll({
          checkpoints: own.map((one) => ({ ...one, sequence: round })),
          minutes: own.map(({ sessionId, userId }) =>
            sampleMinute({ sessionId, userId: userId ?? '', count: round }),
          ),
        });
        if (server === 2) await store.prune(MINUTE - 1);
      }
    });
    await Promise.all(rounds);
    const users = (await stores[0]?.users(10)) ?? [];
    expect(users).toHaveLength(7);
    const totals = await Promise.all(users.map((userId) => stores[0]?.total(userId)));
    expect(totals.reduce((sum: number, total) => sum + (total ?? 0), 0)).toBe(200);
    for (const { sessionId } of sessions) {
      expect(await stores[1]?.load(sessionId)).toMatchObject({ checkpoint: { sequence: 10 } });
    }
  });
}
