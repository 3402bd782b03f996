import { describe, expect, test } from 'bun:test';
import { MAX_BOUNDARIES, type SessionMinute, type Store, type UserMinute } from '../index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './samples.ts';
import type { StoreBench } from './store-kind.ts';

const DAY = 1440;

/** What a store does with minutes. */
export function historyContract({ open }: StoreBench): void {
  const all = { start: 0, end: 2 ** 31 - 1 };
  const readAll = async (store: Store, userId: string, range = all, pageSize?: number) => {
    const pages: UserMinute[][] = [];
    for await (const page of store.minutes(userId, range, pageSize)) pages.push([...page]);
    return pages;
  };

  describe('minutes', () => {
    test('count once, however often and in whatever order they are written', async () => {
      const store = await open();
      const minute = sampleMinute();
      for (const count of [3, 20, 20, 8]) await store.record([{ ...minute, count }]);
      await store.record([12, 21, 9].map((count) => ({ ...minute, count })));
      expect(await store.total('ann')).toBe(21);
    });

    test('are summed over sessions', async () => {
      const store = await open();
      await store.record([sampleMinute({ count: 3 }), sampleMinute({ count: 4 })]);
      await store.record([sampleMinute({ count: 5 }), sampleMinute({ userId: 'bob', count: 6 })]);
      expect(await readAll(store, 'ann')).toEqual([[{ minute: MINUTE, count: 12 }]]);
      expect(await store.total('bob')).toBe(6);
    });

    test('without steps are not kept', async () => {
      const store = await open();
      await store.record([sampleMinute({ count: 0 })]);
      expect(await readAll(store, 'ann')).toEqual([]);
      expect(await store.users(10)).toEqual([]);
    });

    test('come in order and in pages, with their range’s start and without its end', async () => {
      const store = await open();
      const minutes = [MINUTE + 3 * DAY, MINUTE, MINUTE + 1, MINUTE + DAY, MINUTE + 3 * DAY + 1];
      await store.record(minutes.map((minute, i) => sampleMinute({ minute, count: i + 1 })));
      const row = (minute: number, count: number) => ({ minute, count });
      expect(await readAll(store, 'ann', all, 2)).toEqual([
        [row(MINUTE, 2), row(MINUTE + 1, 3)],
        [row(MINUTE + DAY, 4), row(MINUTE + 3 * DAY, 1)],
        [row(MINUTE + 3 * DAY + 1, 5)],
      ]);
      const range = { start: MINUTE + 1, end: MINUTE + 3 * DAY };
      expect(await readAll(store, 'ann', range)).toEqual([
        [row(MINUTE + 1, 3), row(MINUTE + DAY, 4)],
      ]);
      expect(await readAll(store, 'ann', { start: MINUTE + 1, end: MINUTE })).toEqual([]);
      expect(await readAll(store, 'nobody')).toEqual([]);
    });

    test('are summed between boundaries of any distance, as days of 23 and 25 hours are', async () => {
      const store = await open();
      const days = [23, 24, 25, 24].map((hours) => hours * 60);
      const boundaries = [MINUTE];
      for (const length of days) boundaries.push((boundaries.at(-1) ?? 0) + length);
      // One step in the first minute of each day and ten in its last; none on the third day.
      const minutes = days.flatMap((length, i): SessionMinute[] => {
        const start = boundaries[i] ?? 0;
        if (i === 2) return [];
        const last = start + length - 1;
        return [
          sampleMinute({ minute: start, count: 1 }),
          sampleMinute({ minute: last, count: 10 }),
        ];
      });
      const outside = [MINUTE - 1, boundaries.at(-1) ?? 0].map((minute) =>
        sampleMinute({ minute, count: 1000 }),
      );
      await store.record([...minutes, ...outside]);
      expect(await store.sums('ann', boundaries)).toEqual([11, 11, 0, 11]);
      expect(await store.sums('nobody', boundaries)).toEqual([0, 0, 0, 0]);
      expect(await store.sums('ann', [MINUTE])).toEqual([]);
      expect(await store.sums('ann', [])).toEqual([]);
      // Wider than what is summed up in one go.
      expect(await store.sums('ann', [0, MINUTE, MINUTE + 100 * DAY])).toEqual([1000, 1033]);
    });

    test('are summed in any number of buckets', async () => {
      const store = await open();
      const minutes = [0, 1, 29, 30, 59, 119, 59_999, 60_000].map((offset) => MINUTE + offset);
      await store.record(minutes.map((minute) => sampleMinute({ minute, count: 1 })));
      for (const length of [1, 30, 60, 30_000, 60_000]) {
        const buckets = Math.min(60_000 / length, MAX_BOUNDARIES - 1);
        const boundaries = Array.from({ length: buckets + 1 }, (_, i) => MINUTE + i * length);
        const expected = boundaries.slice(1).map((end) => {
          return minutes.filter((minute) => minute >= end - length && minute < end).length;
        });
        expect(await store.sums('ann', boundaries)).toEqual(expected);
      }
    });

    test('of one count up to as many steps as nobody takes', async () => {
      const store = await open();
      const count = 2 ** 31 - 1;
      await store.record([sampleMinute({ count }), sampleMinute({ count })]);
      expect(await store.total('ann')).toBe(2 * count);
      expect(await store.sums('ann', [MINUTE, MINUTE + 1])).toEqual([2 * count]);
    });

    test.each<[string, Partial<SessionMinute>]>([
      ['no user', { userId: '' }],
      ['a session that is no UUID', { sessionId: 'x' }],
      ['a minute with a fraction', { minute: 0.5 }],
      ['fewer steps than none', { count: -1 }],
    ])('are refused with all of their batch where one has %s', async (_, fields) => {
      const store = await open();
      const recording = store.record([sampleMinute(), sampleMinute(fields)]);
      expect(await recording.catch((error) => error)).toBeInstanceOf(RangeError);
      expect(await store.total('ann')).toBe(0);
    });

    test.each([
      ['descend', [5, 4]],
      ['repeat', [5, 5]],
      ['have a fraction', [1.5, 2]],
    ])('are not summed between boundaries that %s', async (_, boundaries) => {
      const store = await open();
      const summing = store.sums('ann', boundaries);
      expect(await summing.catch((error) => error)).toBeInstanceOf(RangeError);
    });

    test('that are too old are removed, with the names of those who have no others', async () => {
      const store = await open();
      const at = (userId: string, minute: number) => sampleMinute({ userId, minute, count: 1 });
      await store.record([
        at('ann', MINUTE - 2 * DAY),
        at('ann', MINUTE - 1),
        at('ann', MINUTE),
        at('bob', MINUTE - 1),
        at('cy', MINUTE + DAY),
      ]);
      await store.prune(MINUTE);
      expect(await store.users(10)).toEqual(['ann', 'cy']);
      expect(await readAll(store, 'ann')).toEqual([[{ minute: MINUTE, count: 1 }]]);
      expect(await store.total('bob')).toBe(0);
      await store.record([at('bob', MINUTE)]);
      expect(await store.total('bob')).toBe(1);
      await store.prune(MINUTE + 2 * DAY);
      expect(await store.users(10)).toEqual([]);
    });
  });

  describe('users', () => {
    test('come in pages, in the order of their names’ bytes', async () => {
      const store = await open();
      const names = [
        'B',
        'a',
        'a b',
        'ab',
        'z',
        'é',
        '\uffee',
        '😀',
        '[x',
        '(',
        '%',
        'A'.repeat(256),
      ];
      await store.record(names.map((userId) => sampleMinute({ userId })));
      const inOrder = names.toSorted((a, b) => Buffer.from(a).compare(Buffer.from(b)));
      const paged: string[] = [];
      for (let page = await store.users(5); page.length > 0; ) {
        paged.push(...page);
        page = await store.users(5, page.at(-1));
      }
      expect(paged).toEqual(inOrder);
      expect(await store.users(100)).toEqual(inOrder);
      expect(await store.users(0)).toEqual([]);
    });

    test('are forgotten: their steps and checkpoints, and nobody else’s', async () => {
      const store = await open();
      const own = ['ann', 'anna'].map((userId) => sampleCheckpoint({ userId }));
      const minutes = ['ann', 'anna'].flatMap((userId) =>
        Array.from({ length: 40 }, (_, i) => sampleMinute({ userId, minute: MINUTE + i * DAY })),
      );
      await store.saveAll({ checkpoints: own, minutes });
      await store.forget('ann');
      await store.forget('nobody');
      expect(await store.users(10)).toEqual(['anna']);
      expect(await store.total('ann')).toBe(0);
      expect(await readAll(store, 'ann')).toEqual([]);
      expect(await store.loadByUser('ann')).toEqual([]);
      expect(await store.load(own[0]?.sessionId ?? '')).toEqual({ state: 'missing' });
      expect(await store.total('anna')).toBe(4000);
      expect(await store.loadByUser('anna')).toHaveLength(1);
    });

    test('who are forgotten take no session with them that has become another’s', async () => {
      const store = await open();
      const checkpoint = sampleCheckpoint({ userId: 'ann' });
      await store.save([checkpoint]);
      const renamed = { ...checkpoint, userId: 'bob', sequence: 2 };
      await store.save([renamed]);
      await store.forget('ann');
      expect(await store.load(renamed.sessionId)).toMatchObject({ checkpoint: renamed });
    });
  });
}
