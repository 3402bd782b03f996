import { expect, test } from 'bun:test';
import { combineStores, openStore, type Store } from './index.ts';
import { MINUTE, sampleCheckpoint, sampleMinute } from './testing/samples.ts';

const twoStores = async () => {
  const [sessions, history] = [await openStore('memory'), await openStore('memory')];
  return { sessions, history, both: combineStores(sessions, history) };
};
const failing = (store: Store): Store => ({
  ...store,
  record: () => Promise.reject(new Error('down')),
  saveAll: () => Promise.reject(new Error('down')),
});

test('sessions go to the one store, and history to the other', async () => {
  const { sessions, history, both } = await twoStores();
  const checkpoint = sampleCheckpoint({ userId: 'ann' });
  await both.saveAll({ checkpoints: [checkpoint], minutes: [sampleMinute()] });
  expect(await sessions.load(checkpoint.sessionId)).toEqual({ state: 'found', checkpoint });
  expect(await sessions.total('ann')).toBe(0);
  expect(await history.load(checkpoint.sessionId)).toEqual({ state: 'missing' });
  expect(await history.sums('ann', [MINUTE, MINUTE + 1])).toEqual([100]);
  expect(await both.save([{ ...checkpoint, sequence: 0 }])).toEqual([checkpoint.sessionId]);
  await both.saveAll({ removals: [checkpoint] });
  expect(await both.loadByUser('ann')).toEqual([]);
});

test('no checkpoint is saved whose minutes are not', async () => {
  const { sessions, history } = await twoStores();
  const both = combineStores(sessions, failing(history));
  const checkpoint = sampleCheckpoint();
  const batch = { checkpoints: [checkpoint], minutes: [sampleMinute()] };
  expect(await both.saveAll(batch).catch((error) => error)).toBeInstanceOf(Error);
  expect(await sessions.load(checkpoint.sessionId)).toEqual({ state: 'missing' });
});

test('minutes whose checkpoint was lost are written again, and count once', async () => {
  const { sessions, history } = await twoStores();
  const checkpoint = sampleCheckpoint();
  const batch = { checkpoints: [checkpoint], minutes: [sampleMinute()] };
  const crashed = combineStores(failing(sessions), history);
  expect(await crashed.saveAll(batch).catch((error) => error)).toBeInstanceOf(Error);
  await combineStores(sessions, history).saveAll(batch);
  expect(await history.total('ann')).toBe(100);
});

test('minutes of sessions with which another server has gone on, or which it has ended, are left out', async () => {
  const { sessions, history } = await twoStores();
  const both = combineStores({ ...sessions, isShared: true }, history);
  const [saved, ended, live] = [9, 9, 9].map((sequence) => sampleCheckpoint({ sequence }));
  if (!saved || !ended || !live) throw new Error();
  await sessions.saveAll({ checkpoints: [saved, live], removals: [ended] });
  const minutes = [saved, ended, live].map(({ sessionId }, i) =>
    sampleMinute({ sessionId, count: 10 ** i }),
  );
  const older = { ...ended, sequence: 8 };
  const slept = [
    { ...saved, sequence: 8 },
    { ...live, sequence: 10 },
  ];
  const stale = await both.saveAll({ checkpoints: slept, removals: [older], minutes });
  expect(new Set(stale)).toEqual(new Set([saved.sessionId, ended.sessionId]));
  expect(await history.total('ann')).toBe(100);
});

test('a user is forgotten in both, and both are closed', async () => {
  const { sessions, history, both } = await twoStores();
  const checkpoint = sampleCheckpoint({ userId: 'ann' });
  await both.saveAll({ checkpoints: [checkpoint], minutes: [sampleMinute()] });
  await both.forget('ann');
  expect(await both.users(1)).toEqual([]);
  expect(await both.loadByUser('ann')).toEqual([]);
  await both.close();
  for (const store of [sessions, history]) {
    expect(await store.total('ann').catch(({ code }) => code)).toBe('store_closed');
  }
});
