import type { MinuteRange, SessionMinute, UserMinute, UtcMinute } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import type { Write, WriteThread } from './write-thread.ts';

/** Rows that are removed in one transaction: some milliseconds. */
const REMOVED_AT_ONCE = 5000;
/** Minutes that are summed up before the event loop has its turn: some milliseconds, if steps are in all. */
const SUMMED_AT_ONCE = 30_000;
const BUCKETS_AT_ONCE = 1000;

const ADD_USER = 'INSERT INTO users (user_id) VALUES (?1) ON CONFLICT DO NOTHING';
const RECORD = `INSERT INTO minutes SELECT number, ?2, ?3, ?4 FROM users WHERE user_id = ?1
  ON CONFLICT DO UPDATE SET count = excluded.count WHERE excluded.count > count`;

/** Changes nothing where as much is kept. */
export function recordingOf({ userId, minute, sessionId, count }: SessionMinute): Write {
  const record = { sql: RECORD, values: [userId, minute, uuidBytes(sessionId), count] };
  // Mostly the user has a number already.
  return { ...record, ifUnchanged: [{ sql: ADD_USER, values: [userId] }, record] };
}

/** A page of a user's minutes, over all sessions. */
export function pageOfMinutes(
  db: SqliteConnection,
  userId: string,
  { start, end }: MinuteRange,
  size: number,
): UserMinute[] {
  const user = numberOf(db, userId);
  if (user === undefined) return [];
  return db
    .prepare<UserMinute>(
      `SELECT minute, sum(count) AS count FROM minutes
       WHERE user = ?1 AND minute >= ?2 AND minute < ?3 GROUP BY minute ORDER BY minute LIMIT ?4`,
    )
    .all(user, start, end, size);
}

/** Steps between each boundary and the next. */
export async function sumMinutes(
  db: SqliteConnection,
  userId: string,
  boundaries: readonly UtcMinute[],
): Promise<number[]> {
  const user = db.attempt(() => numberOf(db, userId));
  if (user === undefined) return boundaries.slice(1).map(() => 0);
  const sums: number[] = [];
  for (let first = 0; first + 1 < boundaries.length; ) {
    const some = slice(boundaries, first);
    const [start = 0, end = 0] = some;
    if (end - start > SUMMED_AT_ONCE) sums.push(await sumBetween(db, user, start, end));
    else sums.push(...db.attempt(() => sumSlice(db, user, some)));
    first += some.length - 1;
    await db.breathe();
  }
  return sums;
}

/** The boundaries of as many buckets, from one on, as are summed up at once; at least of one bucket. */
function slice(boundaries: readonly UtcMinute[], first: number): readonly UtcMinute[] {
  const limit = (boundaries[first] ?? 0) + SUMMED_AT_ONCE;
  let last = first + 1;
  while (last - first < BUCKETS_AT_ONCE && (boundaries[last + 1] ?? limit + 1) <= limit) last++;
  return boundaries.slice(first, last + 1);
}

function sumSlice(db: SqliteConnection, user: number, boundaries: readonly UtcMinute[]): number[] {
  const select = `SELECT (
      SELECT total(count) FROM minutes WHERE user = ?1 AND minute >= start AND minute < stop
    ) AS sum
    FROM (SELECT key, value AS start, lead(value) OVER (ORDER BY key) AS stop FROM json_each(?2))
    WHERE stop IS NOT NULL ORDER BY key`;
  const rows = db.prepare<{ sum: number }>(select).all(user, JSON.stringify(boundaries));
  return rows.map(({ sum }) => sum);
}

export async function totalOf(db: SqliteConnection, userId: string): Promise<number> {
  const user = db.attempt(() => numberOf(db, userId));
  if (user === undefined) return 0;
  const select = 'SELECT min(minute) AS first, max(minute) AS last FROM minutes WHERE user = ?1';
  const ends = db.attempt(() =>
    db.prepare<{ first: number | null; last: number | null }>(select).get(user),
  );
  return await sumBetween(db, user, ends?.first ?? 0, (ends?.last ?? -1) + 1);
}

/** Names of users who have minutes. */
export function pageOfUsers(db: SqliteConnection, limit: number, after: string): string[] {
  return db
    .prepare<{ user_id: string }>(
      `SELECT user_id FROM users WHERE user_id > ?1
         AND EXISTS (SELECT 1 FROM minutes WHERE user = users.number)
       ORDER BY user_id LIMIT ?2`,
    )
    .all(after, limit)
    .map((row) => row.user_id);
}

/** Forgets a user's minutes, in several transactions. */
export async function forgetMinutes(
  db: SqliteConnection,
  thread: WriteThread,
  userId: string,
): Promise<void> {
  const user = db.attempt(() => numberOf(db, userId));
  if (user !== undefined) await removeBefore(db, thread, user, Number.MAX_SAFE_INTEGER);
}

/** Removes all minutes before one, in several transactions. */
export async function pruneMinutes(
  db: SqliteConnection,
  thread: WriteThread,
  before: UtcMinute,
): Promise<void> {
  const next = 'SELECT number FROM users WHERE number > ?1 ORDER BY number LIMIT 1';
  for (let user = 0; ; ) {
    const row = db.attempt(() => db.prepare<{ number: number }>(next).get(user));
    if (!row) return;
    user = row.number;
    await removeBefore(db, thread, user, before);
  }
}

/** Removes minutes of a user, and the name with the last of them. */
async function removeBefore(
  db: SqliteConnection,
  thread: WriteThread,
  user: number,
  before: UtcMinute,
): Promise<void> {
  const find = `SELECT minute FROM minutes WHERE user = ?1 AND minute < ?2
    ORDER BY minute LIMIT 1 OFFSET ${REMOVED_AT_ONCE}`;
  const remove = 'DELETE FROM minutes WHERE user = ?1 AND minute < ?2';
  const removeName = `DELETE FROM users WHERE number = ?1
    AND NOT EXISTS (SELECT 1 FROM minutes WHERE user = ?1)`;
  for (;;) {
    const next = db.attempt(() => db.prepare<{ minute: number }>(find).get(user, before));
    // The row found may share its minute with those of other sessions before it.
    const minute = next ? next.minute + 1 : before;
    await thread.transaction([
      { sql: remove, values: [user, minute] },
      { sql: removeName, values: [user] },
    ]);
    if (!next) return;
  }
}

async function sumBetween(
  db: SqliteConnection,
  user: number,
  start: UtcMinute,
  end: UtcMinute,
): Promise<number> {
  const select = `SELECT total(count) AS sum FROM minutes
    WHERE user = ?1 AND minute >= ?2 AND minute < ?3`;
  let sum = 0;
  for (let from = start; from < end; from += SUMMED_AT_ONCE) {
    const to = Math.min(from + SUMMED_AT_ONCE, end);
    sum += db.attempt(() => db.prepare<{ sum: number }>(select).get(user, from, to)?.sum ?? 0);
    await db.breathe();
  }
  return sum;
}

function numberOf(db: SqliteConnection, userId: string): number | undefined {
  const select = 'SELECT number FROM users WHERE user_id = ?1';
  return db.prepare<{ number: number }>(select).get(userId)?.number;
}

function uuidBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
