import { describe, expect, test } from 'bun:test';
import { type Checkpoint, type LoadedCheckpoint, MAX_PAYLOAD_BYTES } from '../index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './samples.ts';
import type { StoreBench } from './store-kind.ts';

const found = (checkpoint: Checkpoint): LoadedCheckpoint => ({ state: 'found', checkpoint });
const MISSING: LoadedCheckpoint = { state: 'missing' };

/** What a store does with checkpoints. */
export function sessionContract({ open, damage, place }: StoreBench): void {
  describe('checkpoints', () => {
    test.each<[string, Partial<Checkpoint>]>([
      ['of nobody', {}],
      ['of somebody', { userId: 'ann' }],
      ['of a user with any name', { userId: 'zoë {x}:*?\n🙂 %2F' }],
      ['without bytes', { payload: new Uint8Array() }],
      [
        'of the largest size',
        { payload: Uint8Array.from({ length: MAX_PAYLOAD_BYTES }, (_, i) => i) },
      ],
      ['with large numbers', { sequence: 2 ** 34 - 1, formatVersion: 2 ** 30, epoch: 2 ** 19 - 1 }],
    ])('%s are loaded as they were saved', async (_, fields) => {
      const store = await open();
      const checkpoint = sampleCheckpoint(fields);
      expect(await store.save([checkpoint, sampleCheckpoint()])).toEqual([]);
      expect(await store.load(checkpoint.sessionId)).toEqual(found(checkpoint));
    });

    test('that nobody has saved are missing', async () => {
      const store = await open();
      await store.save([]);
      expect(await store.load(crypto.randomUUID())).toEqual(MISSING);
      expect(await store.loadByUser('ann')).toEqual([]);
    });

    test('are replaced by those with as many frames or more', async () => {
      const store = await open();
      const first = sampleCheckpoint({ sequence: 9, userId: 'ann' });
      const equal = { ...first, payload: Uint8Array.of(7), userId: null };
      const later = { ...first, sequence: 10, model: 'other', userId: 'bob' };
      for (const next of [first, equal, later]) {
        expect(await store.save([next])).toEqual([]);
        expect(await store.load(first.sessionId)).toEqual(found(next));
      }
      expect(await store.loadByUser('ann')).toEqual([]);
      expect(await store.loadByUser('bob')).toEqual([found(later)]);
    });

    test('are not replaced by those with fewer frames, and whoever tries is told', async () => {
      const store = await open();
      const newer = sampleCheckpoint({ sequence: 10 });
      const other = sampleCheckpoint({ userId: 'ann' });
      await store.save([newer, other]);
      const older = { ...newer, sequence: 9, savedAt: newer.savedAt + 1000 };
      const next = { ...other, sequence: 2 };
      expect(await store.outrun({ checkpoints: [older, next] })).toEqual([newer.sessionId]);
      expect(await store.save([older, next])).toEqual([newer.sessionId]);
      expect(await store.load(newer.sessionId)).toEqual(found(newer));
      expect(await store.load(other.sessionId)).toEqual(found(next));
    });

    test('of one session in one batch leave the one with the most frames', async () => {
      const store = await open();
      const one = sampleCheckpoint({ sequence: 1 });
      const three = { ...one, sequence: 3 };
      await store.save([one, three, { ...one, sequence: 2 }]);
      expect(await store.load(one.sessionId)).toEqual(found(three));
    });

    test('of a user come with the newest first, and without those of others', async () => {
      const store = await open();
      const at = (age: number, userId: string) =>
        sampleCheckpoint({ savedAt: Date.now() - age, userId });
      const [old, newest, middle] = [at(9000, 'ann'), at(1000, 'ann'), at(5000, 'ann')];
      await store.save([old, newest, middle, at(0, 'ann2'), at(0, 'Ann'), sampleCheckpoint()]);
      expect(await store.loadByUser('ann')).toEqual([newest, middle, old].map(found));
    });

    test('are removed, also where there are none', async () => {
      const store = await open();
      const [gone, kept] = [sampleCheckpoint({ userId: 'ann' }), sampleCheckpoint()];
      await store.save([gone, kept]);
      await store.remove([gone, sampleCheckpoint()]);
      await store.remove([]);
      expect(await store.load(gone.sessionId)).toEqual(MISSING);
      expect(await store.loadByUser('ann')).toEqual([]);
      expect(await store.load(kept.sessionId)).toEqual(found(kept));
    });

    test('expire at their time, and no others do', async () => {
      const store = await open();
      const now = Date.now();
      const old = Array.from({ length: 300 }, () =>
        sampleCheckpoint({ userId: 'ann', expiresAt: now - 1 }),
      );
      const kept = sampleCheckpoint({ userId: 'ann', expiresAt: now + 60_000 });
      await store.save([...old, kept]);
      await store.expire(now);
      expect(await store.loadByUser('ann')).toEqual([found(kept)]);
      expect(await store.load(old[0]?.sessionId ?? '')).toEqual(MISSING);
      expect(await store.expire(now)).toBe(0);
    });

    test('are written with minutes and removals in one go', async () => {
      const store = await open();
      const [over, live] = [sampleCheckpoint(), sampleCheckpoint({ userId: 'ann' })];
      await store.save([over]);
      const stale = await store.saveAll({
        checkpoints: [live],
        minutes: [sampleMinute({ sessionId: live.sessionId, count: 7 })],
        removals: [over],
      });
      expect(stale).toEqual([]);
      expect(await store.load(over.sessionId)).toEqual(MISSING);
      expect(await store.load(live.sessionId)).toEqual(found(live));
      expect(await store.total('ann')).toBe(7);
    });

    test('that have come further elsewhere are not removed, nor are minutes of before counted', async () => {
      const store = await open();
      const [saved, ended] = [sampleCheckpoint({ sequence: 9 }), sampleCheckpoint({ sequence: 9 })];
      const before = { userId: 'ann', minute: MINUTE };
      const later = { userId: 'ann', minute: MINUTE + 1 };
      const countsOf = ({ sessionId }: Checkpoint, count: number) => [
        { ...before, sessionId, count },
        { ...later, sessionId, count },
      ];
      await store.saveAll({
        checkpoints: [saved, ended],
        minutes: countsOf(saved, 3).slice(0, 1),
      });
      const live = sampleCheckpoint({ userId: 'ann' });
      const stale = await store.saveAll({
        checkpoints: [{ ...saved, sequence: 8 }, live],
        minutes: [...countsOf(saved, 7), ...countsOf(ended, 20), ...countsOf(live, 100)],
        removals: [{ ...ended, sequence: 8 }],
      });
      expect(new Set(stale)).toEqual(new Set([saved.sessionId, ended.sessionId]));
      expect(await store.load(ended.sessionId)).toEqual(found(ended));
      const boundaries = [MINUTE, MINUTE + 1, MINUTE + 2];
      expect(await store.sums('ann', boundaries)).toEqual([103, 100]);
    });

    test('of a session that has ended meanwhile are stale, and so are their minutes', async () => {
      const store = await open();
      const saved = sampleCheckpoint({ sequence: 9, userId: 'ann' });
      await store.save([saved]);
      await store.saveAll({
        removals: [{ ...saved, sequence: 11 }],
        minutes: [sampleMinute({ sessionId: saved.sessionId, count: 5 })],
      });
      expect(await store.outrun({ removals: [{ ...saved, sequence: 11 }] })).toEqual([]);
      // What a server knows that has slept. One that had as much as there was at the end is told so, too.
      const late = sampleMinute({ sessionId: saved.sessionId, minute: MINUTE + 1, count: 7 });
      for (const sequence of [10, 11]) {
        const checkpoints = [{ ...saved, sequence }];
        expect(await store.outrun({ checkpoints })).toEqual([saved.sessionId]);
        expect(await store.saveAll({ checkpoints, minutes: [late] })).toEqual([saved.sessionId]);
      }
      const removals = [{ ...saved, sequence: 10 }];
      expect(await store.outrun({ removals })).toEqual([saved.sessionId]);
      expect(await store.saveAll({ removals, minutes: [late] })).toEqual([saved.sessionId]);
      expect(await store.load(saved.sessionId)).toEqual(MISSING);
      expect(await store.loadByUser('ann')).toEqual([]);
      expect(await store.sums('ann', [MINUTE, MINUTE + 1, MINUTE + 2])).toEqual([5, 0]);
    });

    test('that have come further than the end of their session take its place', async () => {
      const store = await open();
      const live = sampleCheckpoint({ sequence: 12, userId: 'ann' });
      await store.remove([{ ...live, sequence: 11 }]);
      // An end that is told twice is no newer one.
      await store.remove([{ ...live, sequence: 11 }]);
      expect(await store.save([live])).toEqual([]);
      expect(await store.load(live.sessionId)).toEqual(found(live));
      expect(await store.loadByUser('ann')).toEqual([found(live)]);
    });

    test('of a later epoch hold against all of earlier ones', async () => {
      const store = await open();
      const first = sampleCheckpoint({ sequence: 9, userId: 'ann' });
      const later = { ...first, sequence: 5, epoch: 2 };
      await store.save([first]);
      expect(await store.save([later])).toEqual([]);
      for (const epoch of [0, 1]) {
        const checkpoints = [{ ...first, sequence: 99, epoch }];
        const minutes = [sampleMinute({ sessionId: first.sessionId })];
        expect(await store.saveAll({ checkpoints, minutes })).toEqual([first.sessionId]);
        const removals = [{ ...first, sequence: 99, epoch }];
        expect(await store.saveAll({ removals })).toEqual([first.sessionId]);
      }
      expect(await store.load(first.sessionId)).toEqual(found(later));
      expect(await store.total('ann')).toBe(0);
      expect(await store.saveAll({ removals: [later] })).toEqual([]);
      expect(await store.load(first.sessionId)).toEqual(MISSING);
    });

    test('that are taken over are as they were, and closed to all that had them before', async () => {
      const store = await open();
      const saved = sampleCheckpoint({ sequence: 9, userId: 'ann' });
      const { sessionId } = saved;
      await store.save([saved]);
      expect(await store.take(sessionId, 3)).toEqual(found({ ...saved, epoch: 3 }));
      const zombie = { ...saved, sequence: 10, epoch: 2 };
      expect(await store.save([zombie])).toEqual([sessionId]);
      // Whoever is later than that finds out who was faster.
      expect(await store.take(sessionId, 1)).toEqual(found({ ...saved, epoch: 3 }));
      expect(await store.save([{ ...zombie, epoch: 3 }])).toEqual([]);
      expect(await store.take(crypto.randomUUID(), 1)).toEqual(MISSING);
      await store.remove([{ ...zombie, epoch: 3 }]);
      expect(await store.take(sessionId, 4)).toEqual(MISSING);
      expect(await store.save([{ ...zombie, epoch: 3, sequence: 11 }])).toEqual([sessionId]);
    });

    test('may be saved again once the end of their session has expired', async () => {
      const store = await open();
      const checkpoint = sampleCheckpoint();
      const now = Date.now();
      await store.remove([{ ...checkpoint, sequence: 11, expiresAt: now - 1 }]);
      await store.expire(now);
      expect(await store.save([checkpoint])).toEqual([]);
      expect(await store.load(checkpoint.sessionId)).toEqual(found(checkpoint));
    });

    test('that are older leave no trace of a user of whom nothing is counted', async () => {
      const store = await open();
      const saved = sampleCheckpoint({ sequence: 9 });
      await store.save([saved]);
      const minutes = [sampleMinute({ userId: 'bob', sessionId: saved.sessionId })];
      await store.saveAll({ checkpoints: [{ ...saved, sequence: 8 }], minutes });
      expect(await store.users(9)).toEqual([]);
    });

    test.each<[string, Partial<Checkpoint>]>([
      ['a session that is no UUID', { sessionId: 'x' }],
      ['an empty user', { userId: '' }],
      ['a user with U+0000', { userId: 'a\0b' }],
      ['half a surrogate pair', { userId: '\ud83d' }],
      ['a negative sequence', { sequence: -1 }],
      ['an epoch with a fraction', { epoch: 1.5 }],
      ['a sequence beyond all', { sequence: 2 ** 34 }],
      ['a time with a fraction', { savedAt: 1.5 }],
      ['too many bytes', { payload: new Uint8Array(MAX_PAYLOAD_BYTES + 1) }],
    ])('are refused with all of their batch where one has %s', async (_, fields) => {
      const store = await open();
      const good = sampleCheckpoint();
      const saving = store.saveAll({
        checkpoints: [good, sampleCheckpoint(fields)],
        minutes: [sampleMinute()],
      });
      expect(await saving.catch((error) => error)).toBeInstanceOf(RangeError);
      expect(await store.load(good.sessionId)).toEqual(MISSING);
      expect(await store.total('ann')).toBe(0);
    });

    if (damage) damageContract({ open, place, damage });
  });
}

/** A store on a disk or behind a network can't trust what it reads. */
function damageContract({
  open,
  place,
  damage,
}: Required<Pick<StoreBench, 'open' | 'place' | 'damage'>>): void {
  test('that were altered are told of, and never handed out', async () => {
    const url = await place();
    const store = await open(url);
    const checkpoint = sampleCheckpoint({ userId: 'ann' });
    await store.save([checkpoint, sampleCheckpoint({ userId: 'ann' })]);
    await damage(url, checkpoint.sessionId);
    const damaged: LoadedCheckpoint = { state: 'damaged', sessionId: checkpoint.sessionId };
    expect(await store.load(checkpoint.sessionId)).toEqual(damaged);
    const all = await store.loadByUser('ann');
    expect(all.map(({ state }) => state)).toEqual(['found', 'damaged']);
    await store.save([checkpoint]);
    expect(await store.load(checkpoint.sessionId)).toEqual(found(checkpoint));
  });
}
