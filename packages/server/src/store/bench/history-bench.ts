import type { SessionMinute, Store } from '../index.ts';
import { timesOf } from './measure.ts';
import { hours, localDays, RESTLESS, USUAL, userMinutes, YEAR_START } from './user-minutes.ts';

const BATCH_ROWS = 1000;
const ROUNDS = 9;
/** Users whose current minute grows. */
const LIVE_USERS = 1000;
const LIVE_ROUNDS = 30;

/** What is told of a measurement. */
export type Tell = (what: string, figure: string) => void;

/** Fills a store with user-minutes, asks it what apps ask, and lets a thousand people walk. */
export async function benchHistory(store: Store, days: number, tell: Tell): Promise<void> {
  await fill(store, days, tell);
  const day = localDays().slice(days >> 1, (days >> 1) + 2);
  const dayHours = hours(days).slice((days >> 1) * 24, (days >> 1) * 24 + 25);
  for (const userId of [USUAL, RESTLESS]) {
    const ask = async (what: string, run: () => Promise<unknown>) => {
      const { min, median, max } = await timesOf(ROUNDS, run);
      tell(
        `${userId}: ${what}`,
        `${median.toFixed(1)} ms (${min.toFixed(1)} to ${max.toFixed(1)})`,
      );
    };
    await ask('a day', () => store.sums(userId, day));
    await ask('a day by hour', () => store.sums(userId, dayHours));
    await ask('a day by minute', () => readAll(store, userId, day[0] ?? 0, day[1] ?? 0));
    await ask('a year by day', () => store.sums(userId, localDays()));
    await ask('a year by hour', () => store.sums(userId, hours(365)));
    await ask('all', () => store.total(userId));
  }
  await walk(store, tell);
}

async function fill(store: Store, days: number, tell: Tell): Promise<void> {
  let rows = 0;
  let batch: SessionMinute[] = [];
  const start = performance.now();
  for (const minute of userMinutes(days)) {
    batch.push(minute);
    if (batch.length < BATCH_ROWS) continue;
    await store.record(batch);
    rows += batch.length;
    batch = [];
  }
  await store.record(batch);
  rows += batch.length;
  const seconds = (performance.now() - start) / 1000;
  tell('rows', rows.toLocaleString('en'));
  tell(`new rows a second, ${BATCH_ROWS} at once`, perSecond(rows, seconds));
}

/** The counts of many people's current minute, which are written again and again. */
async function walk(store: Store, tell: Tell): Promise<void> {
  const minutes = Array.from({ length: LIVE_USERS }, (_, i) => ({
    userId: `live-${i}`,
    sessionId: crypto.randomUUID(),
    minute: YEAR_START + 600_000,
    count: 1,
  }));
  await store.record(minutes);
  for (const rows of [100, LIVE_USERS]) {
    const start = performance.now();
    for (let round = 2; round < LIVE_ROUNDS + 2; round++) {
      for (let i = 0; i < LIVE_USERS; i += rows) {
        const some = minutes.slice(i, i + rows);
        await store.record(some.map((minute) => ({ ...minute, count: rows + round })));
      }
    }
    const seconds = (performance.now() - start) / 1000;
    tell(`increments a second, ${rows} at once`, perSecond(LIVE_USERS * LIVE_ROUNDS, seconds));
  }
}

async function readAll(store: Store, userId: string, start: number, end: number) {
  let count = 0;
  for await (const page of store.minutes(userId, { start, end })) count += page.length;
  return count;
}

export function perSecond(count: number, seconds: number): string {
  return Math.round(count / seconds).toLocaleString('en');
}
