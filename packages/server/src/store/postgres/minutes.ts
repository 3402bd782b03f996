import type { MinuteRange, SessionMinute, UserMinute, UtcMinute } from '../store.ts';
import type { PostgresConnection, Query } from './connection.ts';

/** Rows that are removed in one transaction. */
const REMOVED_AT_ONCE = 20_000;
/** From so many on the cost of a bucket counts for more than that of a row. */
const MANY_BOUNDARIES = 1000;
/** How often users are named again who are forgotten just then. */
const MAX_TRIES = 5;

const RECORD = `INSERT INTO stepstream_minutes AS kept
  SELECT u.number, new.minute, new.session_id, new.count
  FROM unnest($1::text[], $2::integer[], $3::uuid[], $4::integer[])
    WITH ORDINALITY AS new (user_id, minute, session_id, count, place)
  JOIN stepstream_users u USING (user_id)
  ORDER BY new.place
  ON CONFLICT (user_number, minute, session_id) DO UPDATE SET count = excluded.count
  WHERE excluded.count > kept.count`;

/** Within a transaction. */
export async function recordMinutes(
  query: Query,
  minutes: readonly SessionMinute[],
): Promise<void> {
  if (minutes.length === 0) return;
  await nameUsers(query, [...new Set(minutes.map(({ userId }) => userId))]);
  await query(RECORD, [
    minutes.map(({ userId }) => userId),
    minutes.map(({ minute }) => minute),
    minutes.map(({ sessionId }) => sessionId),
    minutes.map(({ count }) => count),
  ]);
}

/** Sees to it that users have numbers, which nobody takes away before this transaction ends. */
async function nameUsers(query: Query, userIds: readonly string[]): Promise<void> {
  for (let i = 0; i < MAX_TRIES; i++) {
    const locked = await query(
      `SELECT 1 FROM stepstream_users WHERE user_id = ANY ($1::text[])
       ORDER BY user_id FOR KEY SHARE`,
      [userIds],
    );
    if (locked.length === userIds.length) return;
    await query(
      `INSERT INTO stepstream_users (user_id)
       SELECT user_id FROM unnest($1::text[]) WITH ORDINALITY AS new (user_id, place) ORDER BY place
       ON CONFLICT DO NOTHING`,
      [userIds],
    );
  }
  throw new Error('users are forgotten while their steps are recorded');
}

/** A page of a user's minutes, over all sessions. */
export async function pageOfMinutes(
  query: Query,
  userId: string,
  { start, end }: MinuteRange,
  size: number,
): Promise<UserMinute[]> {
  return await query<UserMinute>(
    `SELECT minute, sum(count) AS count FROM stepstream_minutes
     WHERE user_number = (SELECT number FROM stepstream_users WHERE user_id = $1)
       AND minute >= $2 AND minute < $3
     GROUP BY minute ORDER BY minute LIMIT $4`,
    [userId, start, end, size],
  );
}

/** Steps between each boundary and the next. */
export async function sumMinutes(
  query: Query,
  userId: string,
  boundaries: readonly UtcMinute[],
): Promise<number[]> {
  return boundaries.length > MANY_BOUNDARIES
    ? await sumManyBuckets(query, userId, boundaries)
    : await sumFewBuckets(query, userId, boundaries);
}

/** Each sum is a walk over a stretch of the index: some 30 µs a bucket, and 0.1 µs a row. */
async function sumFewBuckets(query: Query, userId: string, boundaries: readonly UtcMinute[]) {
  const rows = await query<{ sum: number }>(
    `SELECT (
       SELECT coalesce(sum(count), 0) FROM stepstream_minutes
       WHERE user_number = (SELECT number FROM stepstream_users WHERE user_id = $1)
         AND minute >= start AND minute < stop
     ) AS sum
     FROM unnest($2::integer[], $3::integer[]) WITH ORDINALITY AS bucket (start, stop, place)
     ORDER BY place`,
    [userId, boundaries.slice(0, -1), boundaries.slice(1)],
  );
  return rows.map(({ sum }) => sum);
}

/** The bucket of each row is searched for: some 0.2 µs a row, however many buckets there are. */
async function sumManyBuckets(query: Query, userId: string, boundaries: readonly UtcMinute[]) {
  const rows = await query<{ bucket: number; sum: number }>(
    `SELECT width_bucket(minute, $2::integer[]) AS bucket, sum(count) AS sum
     FROM stepstream_minutes
     WHERE user_number = (SELECT number FROM stepstream_users WHERE user_id = $1)
       AND minute >= $3 AND minute < $4
     GROUP BY bucket`,
    [userId, boundaries, boundaries[0] ?? 0, boundaries.at(-1) ?? 0],
  );
  const sums = new Array<number>(boundaries.length - 1).fill(0);
  for (const { bucket, sum } of rows) sums[bucket - 1] = sum;
  return sums;
}

export async function totalOf(query: Query, userId: string): Promise<number> {
  const [row] = await query<{ total: number }>(
    `SELECT coalesce(sum(count), 0) AS total FROM stepstream_minutes
     WHERE user_number = (SELECT number FROM stepstream_users WHERE user_id = $1)`,
    [userId],
  );
  return row?.total ?? 0;
}

/** Names of users who have minutes. */
export async function pageOfUsers(query: Query, limit: number, after: string): Promise<string[]> {
  const rows = await query<{ user_id: string }>(
    `SELECT user_id FROM stepstream_users u WHERE user_id > $1
       AND EXISTS (SELECT 1 FROM stepstream_minutes WHERE user_number = u.number)
     ORDER BY user_id LIMIT $2`,
    [after, limit],
  );
  return rows.map(({ user_id }) => user_id);
}

/** Within a transaction. The name goes first, so that nobody records to its number meanwhile. */
export async function forgetMinutes(query: Query, userId: string): Promise<void> {
  const [user] = await query<{ number: number }>(
    'DELETE FROM stepstream_users WHERE user_id = $1 RETURNING number',
    [userId],
  );
  if (!user) return;
  await query('DELETE FROM stepstream_minutes WHERE user_number = $1', [user.number]);
}

/** Removes all minutes before one, in several transactions, and then the names of those who have none left. */
export async function pruneMinutes(db: PostgresConnection, before: UtcMinute): Promise<void> {
  for (let removed = REMOVED_AT_ONCE; removed === REMOVED_AT_ONCE; ) {
    const [row] = await db.query<{ removed: number }>(
      `WITH removed AS (
         DELETE FROM stepstream_minutes WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM stepstream_minutes WHERE minute < $1 LIMIT ${REMOVED_AT_ONCE}))
         RETURNING 1)
       SELECT count(*) AS removed FROM removed`,
      [before],
    );
    removed = row?.removed ?? 0;
  }
  await db.transaction(forgetNames);
}

/** Whoever records something of a user holds the name; those are passed over, or seen by the second statement. */
async function forgetNames(query: Query): Promise<void> {
  const without = `NOT EXISTS (
    SELECT 1 FROM stepstream_minutes WHERE user_number = stepstream_users.number)`;
  const rows = await query<{ number: number }>(
    `SELECT number FROM stepstream_users WHERE ${without} FOR UPDATE SKIP LOCKED`,
  );
  if (rows.length === 0) return;
  await query(`DELETE FROM stepstream_users WHERE number = ANY ($1::integer[]) AND ${without}`, [
    rows.map(({ number }) => number),
  ]);
}
