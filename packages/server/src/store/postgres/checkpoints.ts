import type { CheckedBatch } from '../check.ts';
import {
  type Checkpoint,
  type CheckpointRow,
  checksumOf,
  isCheckpoint,
  type LoadedCheckpoint,
  newestFirst,
  verify,
} from '../checkpoint.ts';
import { MAX_SEQUENCE } from '../epoch.ts';
import type { SessionEnd } from '../store.ts';
import type { Query } from './connection.ts';

/** Named as in a {@link CheckpointRow}. */
const COLUMNS = `session_id AS "sessionId", user_id AS "userId", sequence, saved_at AS "savedAt",
  expires_at AS "expiresAt", model, format_version AS "formatVersion", checksum, payload`;

/** Payloads come as one piece, which the protocol has as bytes; in an array they would be texts, twice as long. */
const SAVE = `INSERT INTO stepstream_checkpoints AS kept
  SELECT session_id, user_id, sequence, saved_at, expires_at, model, format_version, checksum,
    substring($10::bytea FROM payload_from FOR payload_length)
  FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
      $7::integer[], $8::bigint[], $9::integer[], $11::integer[])
    AS new (session_id, user_id, sequence, saved_at, expires_at, model, format_version, checksum,
      payload_from, payload_length)
  ON CONFLICT (session_id) DO UPDATE SET
    user_id = excluded.user_id, sequence = excluded.sequence, saved_at = excluded.saved_at,
    expires_at = excluded.expires_at, model = excluded.model,
    format_version = excluded.format_version, checksum = excluded.checksum,
    payload = excluded.payload
  WHERE excluded.sequence >= kept.sequence + (kept.model = '')::integer
  RETURNING session_id AS "sessionId"`;

/** In the place of the checkpoint, so that whoever saves finds it without looking anywhere else. */
const END = `INSERT INTO stepstream_checkpoints AS kept
  SELECT session_id, NULL, sequence, 0, expires_at, '', 0, 0, ''
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS over (session_id, sequence, expires_at)
  ON CONFLICT (session_id) DO UPDATE SET
    user_id = NULL, sequence = excluded.sequence, saved_at = 0, expires_at = excluded.expires_at,
    model = '', format_version = 0, checksum = 0, payload = ''
  WHERE excluded.sequence >= kept.sequence
  RETURNING session_id AS "sessionId"`;

/** Returns the sessions that were not kept. */
export async function saveCheckpoints(
  query: Query,
  checkpoints: readonly Checkpoint[],
): Promise<string[]> {
  if (checkpoints.length === 0) return [];
  const of = <Value>(pick: (checkpoint: Checkpoint) => Value) => checkpoints.map(pick);
  const lengths = of(({ payload }) => payload.length);
  let end = 1;
  const starts = lengths.map((length) => {
    end += length;
    return end - length;
  });
  const saved = await query<{ sessionId: string }>(SAVE, [
    of(({ sessionId }) => sessionId),
    of(({ userId }) => userId),
    of(({ sequence }) => sequence),
    of(({ savedAt }) => savedAt),
    of(({ expiresAt }) => expiresAt),
    of(({ model }) => model),
    of(({ formatVersion }) => formatVersion),
    of(checksumOf),
    starts,
    Buffer.concat(of(({ payload }) => payload)),
    lengths,
  ]);
  const kept = new Set(saved.map(({ sessionId }) => sessionId));
  return of(({ sessionId }) => sessionId).filter((sessionId) => !kept.has(sessionId));
}

/** Returns the sessions of which something newer is kept. */
export async function findOutrun(
  query: Query,
  { checkpoints, removals }: CheckedBatch,
): Promise<string[]> {
  const all = [...checkpoints, ...removals];
  const newer = await query<{ sessionId: string }>(
    `SELECT kept.session_id AS "sessionId" FROM stepstream_checkpoints kept
     JOIN unnest($1::uuid[], $2::bigint[], $3::integer[]) AS new (session_id, sequence, state)
       ON new.session_id = kept.session_id
     WHERE kept.sequence + (kept.model = '')::integer * new.state > new.sequence`,
    [
      all.map(({ sessionId }) => sessionId),
      all.map(({ sequence }) => sequence),
      all.map((one) => (isCheckpoint(one) ? 1 : 0)),
    ],
  );
  return newer.map(({ sessionId }) => sessionId);
}

/** Within a transaction. Returns the sessions of which something newer is kept. */
export async function removeCheckpoints(
  query: Query,
  ends: readonly SessionEnd[],
): Promise<string[]> {
  if (ends.length === 0) return [];
  const of = <Value>(pick: (end: SessionEnd) => Value) => ends.map(pick);
  const over = await query<{ sessionId: string }>(END, [
    of(({ sessionId }) => sessionId),
    of(({ sequence }) => sequence),
    of(({ expiresAt }) => expiresAt),
  ]);
  const ended = new Set(over.map(({ sessionId }) => sessionId));
  return of(({ sessionId }) => sessionId).filter((sessionId) => !ended.has(sessionId));
}

/** Within a transaction. */
export async function removeCheckpointsOf(query: Query, userId: string): Promise<void> {
  await query('DELETE FROM stepstream_checkpoints WHERE user_id = $1', [userId]);
}

export async function raiseCheckpoint(
  query: Query,
  sessionId: string,
  beginning: number,
): Promise<void> {
  const raise = `UPDATE stepstream_checkpoints SET sequence = $2::bigint + (sequence & ${MAX_SEQUENCE})
    WHERE session_id = $1 AND sequence < $2::bigint`;
  await query(raise, [sessionId, beginning]);
}

export async function loadCheckpoint(query: Query, sessionId: string): Promise<LoadedCheckpoint> {
  const select = `SELECT ${COLUMNS} FROM stepstream_checkpoints WHERE session_id = $1`;
  const [row] = await query<CheckpointRow>(select, [sessionId]);
  return verify(row && ownBytes(row));
}

export async function loadCheckpointsOf(query: Query, userId: string): Promise<LoadedCheckpoint[]> {
  const select = `SELECT ${COLUMNS} FROM stepstream_checkpoints WHERE user_id = $1`;
  const rows = await query<CheckpointRow>(select, [userId]);
  return newestFirst(rows.map((row) => verify(ownBytes(row))));
}

/** Sessions that another process writes right now are left for the next time. */
export async function expireCheckpoints(query: Query, now: number): Promise<number> {
  const removed = await query(
    `DELETE FROM stepstream_checkpoints WHERE session_id IN (
      SELECT session_id FROM stepstream_checkpoints WHERE expires_at <= $1
      FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
    [now],
  );
  return removed.length;
}

/** The client's bytes are part of all that it has received. */
function ownBytes(row: CheckpointRow): CheckpointRow {
  return { ...row, payload: new Uint8Array(row.payload) };
}
