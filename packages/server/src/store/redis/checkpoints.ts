import {
  type Checkpoint,
  checksumOf,
  type LoadedCheckpoint,
  newestFirst,
  verify,
} from '../checkpoint.ts';
import { MAX_SEQUENCE } from '../epoch.ts';
import type { SessionEnd } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import type { Keys } from './keys.ts';
import type { Operation } from './write-script.ts';

/** Looks whether what is kept of a session is newer. */
export function compareCheckpoint(keys: Keys, { sessionId, sequence }: Checkpoint): Operation {
  return { name: 'compare', key: keys.checkpoint(sessionId), values: [sequence, 1] };
}

/** The same of the end of a session, which may be told twice. */
export function compareEnd(keys: Keys, { sessionId, sequence }: SessionEnd): Operation {
  return { name: 'compare', key: keys.checkpoint(sessionId), values: [sequence, 0] };
}

/** What puts an end that has been compared in the place of the checkpoint. */
export function keepEnd(keys: Keys, { sessionId, sequence, expiresAt }: SessionEnd): Operation {
  return { name: 'keepEnd', key: keys.checkpoint(sessionId), values: [expiresAt, sequence] };
}

/** What keeps a checkpoint, unless what is kept of its session is newer: then its minutes are left out, too. */
export function keepCheckpoint(keys: Keys, checkpoint: Checkpoint): Operation {
  const { sessionId, userId, sequence, savedAt, expiresAt, model, formatVersion } = checkpoint;
  const fields = ['sequence', sequence, 'saved', savedAt, 'expires', expiresAt, 'model', model];
  fields.push('format', formatVersion, 'checksum', checksumOf(checkpoint), 'user', userId ?? '');
  return {
    name: 'keepCheckpoint',
    key: keys.checkpoint(sessionId),
    values: [sequence, 1, expiresAt, ...fields, 'payload', checkpoint.payload],
  };
}

/** What keeps that a user has a session, if it has a user. */
export function keepSession(keys: Keys, { sessionId, userId, expiresAt }: Checkpoint): Operation[] {
  if (userId === null) return [];
  const values = [sessionId, expiresAt, Date.now()];
  return [{ name: 'keepSession', key: keys.sessions(userId), values }];
}

export async function loadCheckpoint(
  db: RedisConnection,
  keys: Keys,
  sessionId: string,
): Promise<LoadedCheckpoint> {
  const fields = await db.ask((client) => client.hgetallBuffer(keys.checkpoint(sessionId)));
  if (Object.keys(fields).length === 0 || fields['ended']) return { state: 'missing' };
  // A field that is missing or no number fails the checksum.
  const text = (name: string) => fields[name]?.toString() ?? '';
  return verify({
    sessionId,
    userId: text('user') || null,
    sequence: Number(text('sequence')),
    savedAt: Number(text('saved')),
    expiresAt: Number(text('expires')),
    model: text('model'),
    formatVersion: Number(text('format')),
    checksum: Number(text('checksum')),
    payload: new Uint8Array(fields['payload'] ?? []),
  });
}

export async function raiseCheckpoint(
  db: RedisConnection,
  keys: Keys,
  sessionId: string,
  beginning: number,
): Promise<void> {
  const values = [beginning, MAX_SEQUENCE + 1];
  await db.write([{ name: 'raise', key: keys.checkpoint(sessionId), values }]);
}

export async function loadCheckpointsOf(
  db: RedisConnection,
  keys: Keys,
  userId: string,
): Promise<LoadedCheckpoint[]> {
  const sessionIds = await sessionsOf(db, keys, userId);
  const loaded = await Promise.all(sessionIds.map((id) => loadCheckpoint(db, keys, id)));
  return newestFirst(
    loaded.filter((one) =>
      one.state === 'found' ? one.checkpoint.userId === userId : one.state === 'damaged',
    ),
  );
}

/** Removes what is kept of a user's sessions. */
export async function removeCheckpointsOf(
  db: RedisConnection,
  keys: Keys,
  userId: string,
): Promise<void> {
  const sessionIds = await sessionsOf(db, keys, userId);
  const forget = sessionIds.map((sessionId): Operation[] => [
    { name: 'forgetCheckpoint', key: keys.checkpoint(sessionId), values: [userId] },
  ]);
  await db.writeGroups(forget);
  // After that: what fails half-way is found again.
  const key = keys.sessions(userId);
  await db.write(sessionIds.map((id): Operation => ({ name: 'remove', key, values: [id] })));
}

function sessionsOf(db: RedisConnection, keys: Keys, userId: string): Promise<string[]> {
  return db.ask((client) => client.zrange(keys.sessions(userId), '0', '-1'));
}
