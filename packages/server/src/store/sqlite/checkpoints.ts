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
import type { SqliteConnection } from './connection.ts';
import type { Write, WriteThread } from './write-thread.ts';

/** Named as in a {@link CheckpointRow}. */
const COLUMNS = `session_id AS sessionId, user_id AS userId, sequence, saved_at AS savedAt,
  expires_at AS expiresAt, model, format_version AS formatVersion, checksum, payload`;
const SAVE = `INSERT INTO checkpoints VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
  ON CONFLICT (session_id) DO UPDATE SET
    sequence = excluded.sequence, saved_at = excluded.saved_at,
    expires_at = excluded.expires_at, model = excluded.model,
    format_version = excluded.format_version, checksum = excluded.checksum,
    payload = excluded.payload
  WHERE excluded.sequence >= sequence + (model = '') AND user_id IS excluded.user_id`;
/** A session has got another user, or had ended. Apart, because it changes the index by user, too, which costs as much again. */
const SAVE_USER = SAVE.replace('SET', 'SET user_id = excluded.user_id,').replace(
  ' AND user_id IS excluded.user_id',
  '',
);
/** In the place of the checkpoint, so that whoever saves finds it without looking anywhere else. */
const END = `INSERT INTO checkpoints VALUES (?1, NULL, ?2, 0, ?3, '', 0, 0, x'')
  ON CONFLICT (session_id) DO UPDATE SET
    user_id = NULL, sequence = excluded.sequence, saved_at = 0, expires_at = excluded.expires_at,
    model = '', format_version = 0, checksum = 0, payload = x''
  WHERE excluded.sequence >= sequence`;
/** Removed in one transaction: some milliseconds. */
const EXPIRED_AT_ONCE = 200;

/** Changes nothing where something newer is kept. */
export function savingOf(checkpoint: Checkpoint): Write {
  const { sessionId, userId, sequence, savedAt, expiresAt, model, formatVersion } = checkpoint;
  const rest = [model, formatVersion, checksumOf(checkpoint), checkpoint.payload] as const;
  const values = [sessionId, userId, sequence, savedAt, expiresAt, ...rest];
  return { sql: SAVE, values, otherwise: SAVE_USER };
}

/** Whether something newer is kept than a checkpoint, or an end, of so many frames. */
export function isOutrun(db: SqliteConnection, what: Checkpoint | SessionEnd): boolean {
  const newer = `SELECT 1 FROM checkpoints WHERE session_id = ?1
    AND sequence + (model = '' AND ?3) > ?2`;
  const { sessionId, sequence } = what;
  return Boolean(db.prepare(newer).get(sessionId, sequence, isCheckpoint(what) ? 1 : 0));
}

/** Changes nothing where something newer is kept. */
export function endingOf({ sessionId, sequence, expiresAt }: SessionEnd): Write {
  return { sql: END, values: [sessionId, sequence, expiresAt] };
}

export function removalOfAll(userId: string): Write {
  return { sql: 'DELETE FROM checkpoints WHERE user_id = ?1', values: [userId] };
}

export function raisingOf(sessionId: string, beginning: number): Write {
  const sql = `UPDATE checkpoints SET sequence = ?2 + (sequence & ${MAX_SEQUENCE})
    WHERE session_id = ?1 AND sequence < ?2`;
  return { sql, values: [sessionId, beginning] };
}

export function loadCheckpoint(db: SqliteConnection, sessionId: string): LoadedCheckpoint {
  const select = `SELECT ${COLUMNS} FROM checkpoints WHERE session_id = ?1`;
  return verify(db.prepare<CheckpointRow>(select).get(sessionId));
}

export function loadCheckpointsOf(db: SqliteConnection, userId: string): LoadedCheckpoint[] {
  const select = `SELECT ${COLUMNS} FROM checkpoints WHERE user_id = ?1`;
  return newestFirst(db.prepare<CheckpointRow>(select).all(userId).map(verify));
}

export async function expireCheckpoints(thread: WriteThread, now: number): Promise<number> {
  // There is no index by time: each save would have to change it, and this looks once a minute.
  const sql = `DELETE FROM checkpoints WHERE session_id IN
    (SELECT session_id FROM checkpoints WHERE expires_at <= ?1 LIMIT ${EXPIRED_AT_ONCE})`;
  for (let removed = 0; ; ) {
    const [last = 0] = await thread.transaction([{ sql, values: [now] }]);
    removed += last;
    if (last < EXPIRED_AT_ONCE) return removed;
  }
}
