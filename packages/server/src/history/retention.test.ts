import { expect, test } from 'bun:test';
import { utc } from '@stepstream/calendar/testing';
import { Retention } from './retention.ts';
import { historyWorld } from './testing/history-world.ts';

const HOUR_MS = 3_600_000;
const TODAY = utc('2023-11-14');
/** The clock's beginning. */
const NOW = utc('2023-11-14T22:13');

async function setUp(days: number) {
  const world = await historyWorld();
  const { history, clock, errors, walk, buffer } = world;
  for (const minute of [NOW - 2 * 1440 - 1, NOW - 2 * 1440, TODAY]) walk(minute, 1);
  await buffer.flush();
  const onError = (error: unknown) => void errors.push(error);
  return { ...world, retention: new Retention({ history, clock, days, onError }) };
}

test('what is older than so many days is removed, at once and every hour', async () => {
  const { store, pass, retention, clock } = await setUp(2);
  expect(await store.total('ann')).toBe(3);
  await pass(0);
  expect(await store.total('ann')).toBe(2);
  await pass(HOUR_MS);
  expect(await store.total('ann')).toBe(1);
  await retention.close();
  expect(clock.pendingTimers).toBe(0);
});

test('0 days are for ever', async () => {
  const { store, pass, retention, clock } = await setUp(0);
  expect(clock.pendingTimers).toBe(0);
  await pass(1000 * HOUR_MS);
  expect(await store.total('ann')).toBe(3);
  await retention.close();
});

test('a store that fails is told of, and asked again an hour later', async () => {
  const { store, pass, retention, errors } = await setUp(2);
  const { prune } = store;
  store.prune = () => Promise.reject(new Error('down'));
  await pass(0);
  expect(errors).toHaveLength(1);
  store.prune = prune;
  await pass(HOUR_MS);
  expect(await store.total('ann')).toBe(1);
  await retention.close();
});

test('a close waits for what is under way, and begins nothing after it', async () => {
  const { store, clock, retention } = await setUp(2);
  const { promise, resolve } = Promise.withResolvers<void>();
  store.prune = () => promise;
  clock.advance(0);
  let isClosed = false;
  const closing = retention.close().then(() => {
    isClosed = true;
  });
  await Bun.sleep(0);
  expect(isClosed).toBe(false);
  resolve();
  await closing;
  expect(clock.pendingTimers).toBe(0);
});
