import type { MinuteRange, SessionMinute, UserMinute, UtcMinute } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { DAY_MINUTES, type Keys } from './keys.ts';
import type { Operation } from './write-script.ts';

/** Days that are read at once. */
const DAYS_AT_ONCE = 32;
/** Users whose old minutes are removed before the next are asked for. */
const USERS_AT_ONCE = 100;

const dayOf = (minute: UtcMinute) => Math.floor(minute / DAY_MINUTES);

/** What keeps counts, which are in the order of users and minutes. */
export function keepMinutes(keys: Keys, minutes: readonly SessionMinute[]): Operation[] {
  const days = Map.groupBy(minutes, ({ userId, minute }) => keys.day(userId, dayOf(minute)));
  return [...days].flatMap(([key, ofDay]): Operation[] => {
    const values = ofDay.flatMap(({ minute, sessionId, count }) => [
      `${minute % DAY_MINUTES}:${sessionId}`,
      count,
    ]);
    const names = ofDay.slice(0, 1).flatMap(({ userId, minute }): Operation[] => {
      const day = dayOf(minute);
      return [
        { name: 'add', key: keys.days(userId), values: [day, day] },
        { name: 'add', key: keys.users, values: [0, userId] },
      ];
    });
    return [{ name: 'keepMinutes', key, values }, ...names];
  });
}

/** A user's minutes of a range, in order, a few days at a time. */
async function* readDays(
  db: RedisConnection,
  keys: Keys,
  userId: string,
  { start, end }: MinuteRange,
): AsyncGenerator<UserMinute[]> {
  const days = await db.ask((client) =>
    client.zrange(keys.days(userId), `${dayOf(start)}`, `${dayOf(end - 1)}`, 'BYSCORE'),
  );
  for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
    const some = days.slice(i, i + DAYS_AT_ONCE).map(Number);
    const hashes = await db.ask((client) =>
      Promise.all(some.map((day) => client.hgetall(keys.day(userId, day)))),
    );
    const minutes = hashes.flatMap((hash, j) => minutesOf(hash, some[j] ?? 0));
    yield minutes.filter(({ minute }) => minute >= start && minute < end);
  }
}

/** A day's minutes, over all sessions, in order. */
function minutesOf(hash: Readonly<Record<string, string>>, day: number): UserMinute[] {
  const counts = new Map<UtcMinute, number>();
  for (const [field, count] of Object.entries(hash)) {
    const minute = day * DAY_MINUTES + Number.parseInt(field, 10);
    counts.set(minute, (counts.get(minute) ?? 0) + Number(count));
  }
  return Array.from(counts, ([minute, count]) => ({ minute, count })).sort(
    (a, b) => a.minute - b.minute,
  );
}

export async function pageOfMinutes(
  db: RedisConnection,
  keys: Keys,
  userId: string,
  range: MinuteRange,
  size: number,
): Promise<UserMinute[]> {
  const page: UserMinute[] = [];
  for await (const minutes of readDays(db, keys, userId, range)) {
    page.push(...minutes);
    if (page.length >= size) break;
  }
  return page.slice(0, size);
}

/** Steps between each boundary and the next. */
export async function sumMinutes(
  db: RedisConnection,
  keys: Keys,
  userId: string,
  boundaries: readonly UtcMinute[],
): Promise<number[]> {
  const sums = new Array<number>(boundaries.length - 1).fill(0);
  const range = { start: boundaries[0] ?? 0, end: boundaries.at(-1) ?? 0 };
  let bucket = 0;
  for await (const minutes of readDays(db, keys, userId, range)) {
    for (const { minute, count } of minutes) {
      while (minute >= (boundaries[bucket + 1] ?? Number.POSITIVE_INFINITY)) bucket++;
      sums[bucket] = (sums[bucket] ?? 0) + count;
    }
  }
  return sums;
}

export async function totalOf(db: RedisConnection, keys: Keys, userId: string): Promise<number> {
  let total = 0;
  for await (const minutes of readDays(db, keys, userId, { start: 0, end: 2 ** 31 })) {
    for (const { count } of minutes) total += count;
  }
  return total;
}

export function pageOfUsers(
  db: RedisConnection,
  keys: Keys,
  limit: number,
  after: string,
): Promise<string[]> {
  const first = after === '' ? '-' : `(${after}`;
  return db.ask((client) => client.zrange(keys.users, first, '+', 'BYLEX', 'LIMIT', 0, limit));
}

/** Removes all of a user's minutes that were there when it began. */
export async function forgetMinutes(db: RedisConnection, keys: Keys, userId: string) {
  const days = await db.ask((client) => client.zrange(keys.days(userId), '0', '-1'));
  await removeDays(db, keys, userId, days);
}

/** Removes all minutes before one. */
export async function pruneMinutes(db: RedisConnection, keys: Keys, before: UtcMinute) {
  let after = '';
  for (;;) {
    const users = await pageOfUsers(db, keys, USERS_AT_ONCE, after);
    for (const userId of users) await pruneUser(db, keys, userId, before);
    if (users.length < USERS_AT_ONCE) return;
    after = users.at(-1) ?? after;
  }
}

async function pruneUser(db: RedisConnection, keys: Keys, userId: string, before: UtcMinute) {
  const last = dayOf(before);
  const days = await db.ask((client) =>
    client.zrange(keys.days(userId), '0', `(${last}`, 'BYSCORE'),
  );
  const key = keys.day(userId, last);
  const fields = await db.ask((client) => client.hkeys(key));
  const old = fields.filter((field) => Number.parseInt(field, 10) < before % DAY_MINUTES);
  if (old.length > 0) await db.ask((client) => client.hdel(key, ...old));
  if (fields.length > 0 && old.length === fields.length) days.push(String(last));
  if (days.length > 0) await removeDays(db, keys, userId, days);
}

/** Whoever records something meanwhile names day and user again. */
async function removeDays(db: RedisConnection, keys: Keys, userId: string, days: string[]) {
  const daysKey = keys.days(userId);
  const unlink = days.map(
    (day): Operation => ({ name: 'unlink', key: keys.day(userId, Number(day)), values: [] }),
  );
  const remove = days.map((day): Operation => ({ name: 'remove', key: daysKey, values: [day] }));
  await db.write([...unlink, ...remove]);
  if (await db.ask((client) => client.exists(daysKey))) return;
  await db.ask((client) => client.zrem(keys.users, userId));
}
